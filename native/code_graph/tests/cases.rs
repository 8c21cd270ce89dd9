//! Small trees with the dependencies that are expected of them: each folder of a language under
//! `tests/cases` is a tree, its `edges.tsv` what depends on what. `UPDATE=1` writes these files;
//! then read them.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

const EXPECTED: &str = "edges.tsv";

#[test]
fn dependencies_are_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut wrong = Vec::new();
    for tree in folders(&cases)
        .iter()
        .flat_map(|language| folders(language))
    {
        let found = support::listing(&tree);
        let file = tree.join(EXPECTED);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &found).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", tree.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "{} is empty", parent.display());
    folders
}
