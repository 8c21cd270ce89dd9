fn main() {

    let a = Md5::new();  // finding: rust-weak-hash
    let b = sha1::Sha1::digest(data);  // finding: rust-weak-hash
    let c = md5::compute(data);  // finding: rust-weak-hash
    let d = Sha256::new();  // fine
    let e = checksum::Md5Sum::new();  // fine
}  // fine
