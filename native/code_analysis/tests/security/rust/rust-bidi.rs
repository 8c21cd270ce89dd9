fn main() {

    let level = "user‮ ⁦// admin⁩ ⁦";  // finding: rust-bidi
    let level = "user";  // fine
    let other = "admin";  // fine
}  // fine
