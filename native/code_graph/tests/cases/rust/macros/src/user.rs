use crate::rules::renamed;
fn f() {
    println!("{}", local!());
    twice!();
    unknown!();
}
