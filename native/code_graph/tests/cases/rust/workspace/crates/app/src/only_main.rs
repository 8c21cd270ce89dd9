pub fn run() {
    crate::main();
}
