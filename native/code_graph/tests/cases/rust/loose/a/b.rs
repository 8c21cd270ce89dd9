use crate::a;
pub fn c() {}
