fn main() {

    std::mem::transmute::<u32, f32>(bits);  // finding: rust-transmute
    let a = mem::transmute(bits);  // finding: rust-transmute
    f32::from_bits(bits);  // fine
    own::transmute_all(bits);  // fine
}  // fine
