macro_rules! local {
    () => {};
}
#[macro_export]
macro_rules! exported {
    () => {};
}
macro_rules! twice {
    () => {};
}
macro_rules! renamed {
    () => {};
}
pub(crate) use renamed;
