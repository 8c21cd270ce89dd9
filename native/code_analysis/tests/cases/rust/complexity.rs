//! Each function is named after its hand-counted cyclomatic complexity.

fn one_plain(a: u8) -> u8 {
    a
}

fn one_let_else(a: Option<u8>) -> u8 {
    let Some(b) = a else { return 0 };
    b
}

fn one_bounds<T: ?Sized>(f: &dyn for<'a> Fn(&'a T)) {}

fn one_pattern(&&a: &&u8) -> &&u8 {
    &&a
}

fn two_question(a: Option<u8>) -> Option<u8> {
    Some(a?)
}

fn two_if_let(a: Option<u8>) {
    if let Some(_) = a {}
}

fn two_while_let(mut a: Option<u8>) {
    while let Some(_) = a {
        a = None;
    }
}

fn two_loop() {
    loop {}
}

fn two_for() {
    for _ in 0..1 {}
}

fn three_else_if(a: u8) {
    if a == 1 {
    } else if a == 2 {
    } else {
    }
}

fn three_let_chain(a: Option<u8>) {
    if let Some(b) = a
        && b > 1
    {}
}

fn five_match_with_guard(a: u8) -> u8 {
    match a {
        1 if a > 0 => 1,
        1 | 2 => 2,
        _ => 3,
    }
    .min(5)
}

fn four_closure(a: &[u8]) -> bool {
    a.iter().any(|b| if *b == 1 { true } else { *b == 2 || *b == 3 }) && true
}

fn six_nested(a: u8) {
    if a == 1 {
        for _ in 0..a {
            match a {
                1 => while a > 0 {},
                _ => {}
            }
        }
    }
    fn two_inner(a: bool) {
        if a {}
    }
}
