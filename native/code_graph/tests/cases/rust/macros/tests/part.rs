use crate::SHARED;
fn f() {
    macros::exported!();
    local!();
}
