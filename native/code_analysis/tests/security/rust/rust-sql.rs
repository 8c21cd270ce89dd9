fn main() {

    client.query(&format!("SELECT * FROM users WHERE name = '{name}'"), &[]);  // finding: rust-sql
    let q = format!("DELETE FROM users WHERE id = {}", id);  // finding: rust-sql
    client.query("SELECT * FROM users WHERE name = $1", &[&name]);  // fine
    let t = format!("select {name}");  // fine
    let u = format!("SELECT a FROM b ");  // fine
}  // fine
