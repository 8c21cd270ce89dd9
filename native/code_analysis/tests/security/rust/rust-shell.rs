fn main() {

    Command::new("sh").arg("-c").arg(format!("ls {path}"));  // finding: rust-shell
    Command::new("bash").args(["-c", &command]);  // finding: rust-shell
    Command::new("sh").arg("-c").arg("ls");  // fine
    Command::new("ls").arg(path);  // fine
    Command::new("sh").arg(path);  // fine
}  // fine
