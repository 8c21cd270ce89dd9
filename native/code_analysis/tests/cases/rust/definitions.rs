//! Crate documentation.

use std::collections::{self, HashMap as Map, hash_map::{Entry, *}};
use std::fmt::Write as _;
pub use self::inner::Thing as Renamed;
pub use shop::Methods as _;
extern crate alloc as a;

/// A shape.
///
/// More.
#[derive(Debug)]
// a remark
pub struct Shape<T> {
    /// Of a field.
    pub sides: T,
}

/** Block
 documentation. */
pub(crate) enum Colour {
    Red,
}

union Bits {
    a: u8,
}

pub trait Area: Sized {
    /// Required.
    fn area(&self) -> f64;
    fn twice(&self) -> f64 {
        2.0 * self.area()
    }
}

impl<T> Area for Shape<T> {
    fn area(&self) -> f64 {
        0.0
    }
}

impl<T> Shape<T>
where
    T: Copy,
{
    pub const fn new(sides: T) -> Self {
        Self { sides } /* trailing */
    }

    async unsafe fn hidden(self: Box<Self>, _: u8) {}
}

macro_rules! shout {
    ($a:expr) => {
        if $a { 1 } else { 2 }
    };
}

mod inner {
    //! Of the module.
    pub type Thing = u8;
    pub(super) fn deep() -> &'static str {
        "// no comment

        /* none either */"
    }
}

mod elsewhere;

extern "C" {
    pub fn imported(a: u8, ...);
}

pub fn größe() {}
