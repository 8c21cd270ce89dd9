//! What the references have in common: they read the files of a folder and print rows of
//! `path, name or -, line, metric, value`, with tabs between them.

use std::path::Path;

use walkdir::WalkDir;

/// Calls `measure` with the path and the text of every file in the folder named on the command line
/// whose name ends in one of `extensions`. What `measure` cannot parse it tells, and that is named.
pub fn run(extensions: &[&str], measure: impl Fn(&str, &str) -> Result<(), String>) {
    let root = std::env::args().nth(1).expect("a folder");
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().flatten() {
        let extension = entry.path().extension().and_then(|it| it.to_str());
        if !extension.is_some_and(|it| extensions.contains(&it)) {
            continue;
        }
        let path = entry.path().display().to_string();
        if let Err(error) = read(entry.path()).and_then(|text| measure(&path, &text)) {
            eprintln!("{path}: {error}");
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}

pub fn print(path: &str, name: &str, line: usize, numbers: &[(&str, usize)]) {
    for (metric, value) in numbers {
        println!("{path}\t{name}\t{line}\t{metric}\t{value}");
    }
}
