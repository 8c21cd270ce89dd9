fn main() {

    let p = Permissions::from_mode(0o777);  // finding: rust-world-writable
    permissions.set_mode(0o666);  // finding: rust-world-writable
    let p = Permissions::from_mode(0o600);  // fine
    permissions.set_mode(mode);  // fine
}  // fine
