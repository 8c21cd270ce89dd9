#[path = "sys/unix.rs"]
mod imp;
#[cfg_attr(windows, path = "sys/windows.rs")]
#[cfg_attr(not(windows), path = "sys/other.rs")]
mod by_system;
mod outer {
    pub mod nested;
    pub use super::plain::Plain;
    #[path = "told.rs"]
    mod told;

    fn seen() {
        self::nested::f();
        super::plain::g();
    }
}
mod plain;
mod absent;
cfg_if! {
    if #[cfg(unix)] {
        mod made_by_macro;
    }
}
pub mod r#try;

use made_by_macro::X;

fn paths() {
    outer::Plain::new();
    let v = vec![crate::plain::g(), outer::nested::f()];
    println!("plain::g(), crate::absent::f()"); // crate::plain::unseen
}
