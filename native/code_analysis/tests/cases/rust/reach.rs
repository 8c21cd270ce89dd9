//! What can be reached from outside is an export and should be documented.

pub struct Open;
struct Closed;
pub(crate) struct OfCrate;

impl Open {
    pub const SIZE: usize = 1;
    pub fn method(&self) {}
    pub(crate) fn of_crate(&self) {}
    fn private(&self) {}
}

impl Closed {
    pub fn in_private_type(&self) {}
}

pub trait Shown {
    const ASSOCIATED: u8;
    type Item: Sized;
    fn required(&self);
    fn provided(&self) {
        pub fn in_function() {}
    }
}

trait Unshown {
    fn required(&self);
}

impl Shown for Open {
    const ASSOCIATED: u8 = 0;
    type Item = u8;
    fn required(&self) {}
}

pub mod open {
    pub fn function() {}
    pub static STATIC: u8 = 0;
    pub type Alias = u8;
    pub union Union { a: u8 }
    pub use std::fmt::Debug as Renamed;
}

mod private {
    pub fn in_private_module() {}
    #[macro_export]
    macro_rules! exported { () => {}; }
    macro_rules! local { () => {}; }
    pub use std::fmt::Debug;
    pub mod deeper {
        pub fn in_deeper_module() {}
    }
}

pub use private::{in_private_module as renamed, deeper::*};
pub(crate) use private::deeper;

extern "C" {
    pub fn foreign(a: u8, ...);
}

const _: () = ();
const PRIVATE: u8 = 1;

pub unsafe extern "C" fn last(self_: u8) {}
