macro_rules! twice {
    () => {};
}
