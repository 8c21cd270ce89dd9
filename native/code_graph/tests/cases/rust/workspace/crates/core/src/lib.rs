//! The library.
extern crate alloc;

mod value;
pub mod text;

pub use value::Value;
use serde::Serialize;
use short::Thing;

pub fn begin() -> Value {
    Value
}
