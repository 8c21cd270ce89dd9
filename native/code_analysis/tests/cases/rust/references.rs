#[path = "other/place.rs"]
mod placed;
mod plain;
pub mod outer {
    mod nested;
    #[cfg_attr(unix, path = "u.rs")]
    #[cfg_attr(windows, path = "w.rs")]
    mod by_system;
    use super::plain::F as G;
    pub(crate) use std::{fmt, io};
    pub(super) fn visible() -> fmt::Result {
        super::plain::f(u8::MAX);
        Ok(())
    }
    impl self::nested::Trait for crate::Thing {}
}

pub(crate) struct Shared;
pub(in crate::outer) const N: usize = 1;

fn paths(x: &crate::a::Type<other::Inner>) -> Vec<crate::a::Type> {
    crate::a::b::function::<c::D>();
    crate::a::Type::new();
    ::absolute::path();
    <Self as trait_of::T>::call();
    std::mem::take(x);
    Type::associated();
    crate::a::made!(crate::inside::macros(), vec::of["not::this", x.y::<z::w>()]);
    println!("{}", super::printed::value());
    assert!(matches!(x, pattern::Kind::A | Kind::B), ::abs::m!());
    vec![Vec::<u8>::new()];
}

#[derive(serde::Serialize)]
#[other_macros::attribute]
struct Derived;

macro_rules! exported {
    ($a:ident, $($b:expr),*) => { $crate::hygienic::call($a::no(), $(crate::each($b)),*) };
}

mod tests {
    use super::*;

    fn again() {
        super::plain::f();
        super::plain::f();
        fmt::format();
    }
}

#[macro_use]
mod macro_uses {
    use crate::imported_macro;

    macro_rules! defined_here { () => {}; }

    fn calls(x: bool, y: bool) -> bool {
        defined_here!();
        imported_macro!();
        elsewhere! { in_tokens![x], !x, x != y, vec![1] };
        a::by_path!();
        return !(x && !y);
    }
}
