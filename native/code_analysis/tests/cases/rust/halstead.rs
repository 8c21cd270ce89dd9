//! Each function says its distinct and all operators, then its operands, as rust-code-analysis
//! counts them.

// n1 3: fn ( { | N1 3 | n2 1: f1 | N2 1
fn f1() {}

// n1 9: fn ( u8 -> { let = + ; | N1 10, u8 twice | n2 4: f2 a b 1 | N2 6: f2 a b a 1 b
fn f2(a: u8) -> u8 {
    let b = a + 1;
    b
}

// types but primitive ones, fields and paths' separators are neither
// n1 5: fn ( , { . | N1 5 | n2 3: f3 self a | N2 4: f3 self a self
impl Point {
    fn f3(self, a: Point) {
        self.x
    }
}

// in a macro: brackets, keywords, names and literals, no punctuation but the call's `!`
// n1 5: fn ( { ! if | N1 7: fn ( { ! ( if { | n2 4: f4 m a 1 | N2 4
fn f4() {
    m!(if a == { 1 })
}

// a closure and a function inside count here too; `_` is an operand
// n1 7: fn ( { let = | ; | N1 11: fn ( { let = | | ; fn ( { | n2 4: f5 _ 1 inner | N2 5
fn f5() {
    let _ = |_| 1;
    fn inner() {}
}

// attributes and documentation before a function are not part of it; comments are nothing
#[inline]
/// Documented.
fn f6() {
    // a + b
    /* c */
}

// n1 17, N1 33: fn < , ? > ( & mut -> < ( , [ u8 ; > {, . ( , , , , , ? ;, [ ..= <<= ! ;, ( (
// n2 12, N2 17: f7 a a a 3, a true 1.5 'c' "d" r"e" b"f", a 1 2 3, Ok
fn f7<'a, T: ?Sized>(a: &'a mut T) -> Result<(), [u8; 3]> {
    a.b(true, 1.5, 'c', "d", r"e", b"f")?;
    a[1..=2] <<= !3;
    Ok(())
}
