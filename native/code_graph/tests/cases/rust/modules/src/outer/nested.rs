pub fn f() {
    super::super::plain::g();
    super::seen();
}
