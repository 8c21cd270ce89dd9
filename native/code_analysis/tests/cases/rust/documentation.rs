//! Of the file,
//! in two lines.
#![doc = "And an attribute."]
#![allow(dead_code)]

/// Line one.
///
///     indented
#[derive(Clone, Debug)]
#[doc = "From an attribute."]
// an ordinary comment
/// Last line.
pub struct Lines;

/** Block on one line. */
pub struct Block;

/**
 * Starred.
 *
 * End.
 */
pub enum Starred {
    /// Of a variant, which is no symbol.
    A,
}

//// Four slashes are an ordinary comment.
pub struct FourSlashes;

/*** Three stars too. */
pub struct ThreeStars;

/**/
pub struct EmptyComment;

#[doc = include_str!("elsewhere.md")]
pub struct Included;

#[doc(hidden)]
pub fn hidden() {}

/// Before attributes of more than one line.
#[cfg(all(
    feature = "a",
    feature = "b",
))]
#[must_use]
pub fn attributed() -> u8 {
    #![allow(unused)]
    //! Inside.
    0
}

pub mod inner {
    #![doc(hidden)]
    pub fn in_hidden() {}
}

pub mod documented {
    /*! Inside a block. */
}

pub fn undocumented() {}
