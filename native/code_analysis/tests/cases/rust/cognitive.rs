//! Each function is named after its hand-counted cognitive complexity.

fn zero_plain(a: Option<u8>) -> Option<u8> {
    let Some(b) = a else { return None };
    Some(b? + a?)
}

fn one_labelled_block() -> u8 {
    'a: { break 'a 1 };
    return 0;
}

fn one_if(a: bool) {
    if a {}
}

fn two_else(a: bool) {
    if a {
    } else {
    }
}

fn three_else_if(a: u8) {
    if a == 1 {
    } else if a == 2 {
    } else {
    }
}

fn one_match(a: u8) -> u8 {
    match a {
        1 => 1,
        2 | 3 => 2,
        _ => 3,
    }
}

// match 1, if in an arm 2, run in a guard 1
fn four_in_arms(a: u8, b: bool) {
    match a {
        1 if b && a > 0 => {}
        _ => if b {},
    }
}

// for 1, while 2, loop 3, if 4, else 1
fn eleven_nested(a: &[u8]) {
    for b in a {
        while *b > 0 {
            loop {
                if *b == 1 {
                    break;
                } else {
                    continue;
                }
            }
        }
    }
}

// loop 1, loop 2, break with label 1, continue with label 1
fn five_labels() {
    'a: loop {
        loop {
            break 'a;
            continue 'a;
        }
    }
}

// if 2 in a closure, else 1, if 4 in a closure in its branch
fn seven_closures(a: &[u8]) {
    a.iter().map(|b| if *b > 0 { Some(|c: u8| if c > 0 {}) } else { None });
}

fn one_run(a: bool, b: bool, c: bool) -> bool {
    a && b && (c && a)
}

fn three_runs(a: bool, b: bool, c: bool, d: bool) -> bool {
    a && b || c && d
}

fn two_negated(a: bool, b: bool, c: bool) -> bool {
    a && !(b && c)
}

// if 1, run of the chain 1, run in the value 1
fn three_let_chain(a: Option<bool>, b: bool) {
    if let Some(c) = a
        && b
        && let Some(d) = Some(b || c)
    {}
}

// while 1, run 1
fn two_while_let(a: Option<u8>) {
    while let Some(b) = a && b > 1 {}
}

// if 1; what is inside the function inside is its own
fn one_host(a: bool) {
    if a {
        fn two_inner(a: bool) {
            if a {
            } else {
            }
        }
        struct Inner;
        impl Inner {
            fn one_method(&self, a: bool) {
                if a {}
            }
        }
    }
}

fn zero_macro(a: bool) {
    println!("{}", if a { 1 } else { 2 });
}

// async and unsafe blocks do not nest
async fn two_blocks(a: bool) {
    async { if a {} }.await;
    unsafe { if a {} }
}
