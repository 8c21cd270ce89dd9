use std::{fmt, io::{self as sio, Read, Write as _}};
use super::*;
use crate::a::b;
use self::c::{self, d};
use ::core::mem;
pub use e::F as G;
pub(crate) use h::i;
pub(in crate::j) use k::l;
use r#try as m;
use {n::o, p};
extern crate alloc;
pub extern crate core as renamed;
#[cfg(test)]
use q::{
    // a comment
    r, /* another */
    s::*,
};

mod inner {
    use super::super::t;
    fn f() {
        use u::v;
    }
}
