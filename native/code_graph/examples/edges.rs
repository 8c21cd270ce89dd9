//! The dependencies inside a tree, one line each: `from<TAB>to`. With `--others` also those that
//! are no file: `from<TAB>package NAME` or `from<TAB>unresolved SOURCE`.
//!
//! ```text
//! cargo run --release -p code_graph --example edges -- ROOT [--others]
//! ```

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::ExitCode;

const OTHERS: [&str; 3] = ["\tpackage ", "\tunresolved ", "\tbad manifest: "];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(root) = arguments.iter().find(|word| !word.starts_with("--")) else {
        eprintln!("usage: edges ROOT [--others]");
        return ExitCode::FAILURE;
    };
    let others = arguments.iter().any(|word| word == "--others");
    let listing = support::listing(Path::new(root));
    let is_edge = |line: &&str| others || !OTHERS.iter().any(|other| line.contains(other));
    for line in listing.lines().filter(is_edge) {
        println!("{line}");
    }
    ExitCode::SUCCESS
}
