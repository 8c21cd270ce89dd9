mod a;
use a::b::c;
use serde::Serialize;

fn main() {
    unknown_here::f();
}
