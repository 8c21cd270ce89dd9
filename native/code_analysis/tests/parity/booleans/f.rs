fn f(a: bool, b: bool, c: bool) {
    let x = a && b && c;
    let y = a || (b && c);
    if x || y {
        one();
    }
}
