use std::fmt;

pub struct Value;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", crate::text::words::first())
    }
}
