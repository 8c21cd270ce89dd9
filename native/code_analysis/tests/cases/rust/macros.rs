//! Macros that the grammar has trouble with, and code in them.

use snapbox::str;

fn primitive_names() {
    output.stdout_eq(str![[r#"
fn not_a_function() {}

"#]]);
    let x = if mystr!=x { str!("a") } else { str! { "b" } };
}

tokio::select! {
    fn no_symbol_in_tokens() { if a && b { return; } }
}

thread_local! {
    pub static NO_SYMBOL: u8 = 0;
}
