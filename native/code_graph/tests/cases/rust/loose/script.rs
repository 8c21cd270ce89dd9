use std::io;
use crate::main;
fn main() {}
