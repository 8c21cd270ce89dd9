pub(crate) fn only_here() {}
fn private() {}
