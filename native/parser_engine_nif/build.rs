//! The library starts threads and handles signals, so it must stay in memory when the module that
//! loaded it is purged. A module that is loaded anew finds it again, threads and all.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
