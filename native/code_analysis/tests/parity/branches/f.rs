fn f(a: bool, b: bool, c: bool) {
    if a {
        if b {
            one();
        } else {
            two();
        }
    } else {
        zero();
    }
    if !c {
        three();
    }
}
