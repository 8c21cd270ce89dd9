pub fn attempt() {}
