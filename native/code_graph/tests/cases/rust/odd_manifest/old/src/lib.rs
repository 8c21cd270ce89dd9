extern crate libc;
mod deep;
mod top;
