fn main() {

    let password = "hunter2";  // finding: rust-hardcoded-password
    let c = Config { api_key: "hunter2" };  // finding: rust-hardcoded-password
    let password = env("PASSWORD");  // fine
    let password = "";  // fine
    let password_field = "hunter2";  // fine
}  // fine
