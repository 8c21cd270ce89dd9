mod a;
mod b;
mod c;
pub use a::A;
pub use b::*;
pub(crate) use self::c::*;
pub use std::collections::HashMap;

pub fn own() {}
