/// Doc.
pub fn f<'a>(x: &'a str) -> u32 { g!("a\" b", x) /* c */ }
