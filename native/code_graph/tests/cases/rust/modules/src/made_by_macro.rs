use crate::plain::Plain;
pub struct X;
