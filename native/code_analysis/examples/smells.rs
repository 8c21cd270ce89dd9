//! What the rules about smells find in files, for comparison with reference tools.
//!
//! `cargo run --release -p code_analysis --example smells -- DIR` prints a line for each smell: path,
//! first line, last line and id, separated by tabs.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;

use code_analysis::{Limits, Request, Smell, Thresholds, analyze, detect_language};
use support::files_below;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    for path in files_below(Path::new(&root)) {
        let path = path.to_string_lossy();
        for Smell {
            line, end_line, id, ..
        } in smells(&path)
        {
            println!("{path}\t{line}\t{end_line}\t{id}");
        }
    }
}

fn smells(path: &str) -> Vec<Smell> {
    let Some(language) = detect_language(path) else {
        return Vec::new();
    };
    let bytes = fs::read(path).unwrap();
    let analysis = analyze(&Request {
        path,
        language,
        bytes: &bytes,
        limits: Limits::default(),
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    });
    analysis
        .ok()
        .and_then(|analysis| analysis.smells)
        .unwrap_or_default()
}
