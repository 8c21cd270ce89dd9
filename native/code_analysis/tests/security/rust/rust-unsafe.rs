fn main() {

    unsafe { read(pointer) };  // finding: rust-unsafe
    let a = unsafe { *pointer };  // finding: rust-unsafe
    let text = "unsafe { }";  // fine
    safe_read(pointer);  // fine
}  // fine
