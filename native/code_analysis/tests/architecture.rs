//! Holds the walls inside the crate: metrics know no language, languages know no metric.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut open = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(folder),
    ];
    let mut sources = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            sources.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(!sources.is_empty());
    sources
}

fn assert_none_has(folder: &str, words: &[&str]) {
    for (path, source) in sources(folder) {
        let source = source.to_lowercase();
        for word in words {
            assert!(!source.contains(word), "{} says {word}", path.display());
        }
    }
}

#[test]
fn metrics_know_no_language_and_no_node() {
    let words = [
        "elixir",
        "javascript",
        "typescript",
        "python",
        "tree_sitter",
        "node_kind",
        ".kind()",
    ];
    assert_none_has("metrics", &words);
}

#[test]
fn tags_know_no_language_and_no_node() {
    let words = ["elixir", "javascript", "typescript", "node_kind", ".kind()"];
    assert_none_has("semantics", &words);
}

#[test]
fn languages_know_no_metric_and_not_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/languages");
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap());
    let folders: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(folders.len() > 10);
    for folder in &folders {
        let others = folders.iter().filter(|other| *other != folder);
        let words =
            others.flat_map(|other| [format!("languages::{other}"), format!("super::{other}")]);
        let words: Vec<String> = words.chain(["metrics::".to_owned()]).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_none_has(&format!("languages/{folder}"), &words);
    }
}

#[test]
fn data_formats_know_no_metric_and_not_each_other() {
    let formats = ["json", "markdown", "toml", "yaml"];
    for format in formats {
        let grammars: Vec<String> = formats
            .iter()
            .filter(|other| **other != format)
            .map(|other| format!("languages::{other}"))
            .collect();
        let mut words: Vec<&str> = grammars.iter().map(String::as_str).collect();
        words.push("metrics::");
        assert_none_has(&format!("languages/{format}"), &words);
    }
}

#[test]
fn nothing_asks_a_node_for_its_parent_or_siblings() {
    for call in [
        ".next_sibling()",
        ".prev_sibling()",
        ".next_named_sibling()",
        "node.parent()",
    ] {
        assert_none_has("", &[call]);
    }
}
