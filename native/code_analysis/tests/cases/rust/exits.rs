//! Each function is named after its hand-counted exits: `return` and `?`.

fn zero(a: u8) -> u8 {
    a
}

fn two(a: Option<u8>) -> Option<u8> {
    if a.is_none() {
        return None;
    }
    Some(a? + 1)
}

// those of the closure and of the function inside are theirs
fn one(a: &[Option<u8>]) -> Option<u8> {
    fn two_inner(a: Option<Option<u8>>) -> Option<u8> {
        return a?;
    }
    a.iter().map(|b| {
        let c = (*b)?;
        return Some(c);
    });
    two_inner(None)?;
    None
}

// a macro's tokens are no code
fn zero_macro(a: u8) -> u8 {
    assert!({ return a; });
    a
}
