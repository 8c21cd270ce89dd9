//! What the examples share.

#[path = "../../tests/support/mod.rs"]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

#[allow(unused_imports, reason = "not every example makes rows")]
pub use tests::{ORIGIN, request};

/// All files below a directory, or the file that it is, in order. Links to directories are not
/// followed.
pub fn files_below(root: &Path) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(path) = open.pop() {
        if path.is_dir() && !path.is_symlink() {
            let entries = fs::read_dir(&path).unwrap();
            open.extend(entries.map(|entry| entry.unwrap().path()));
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    files
}
