//! How much memory the parses of real files take.
//!
//! `cargo run --release -p code_analysis --example parse_memory -- DIR` prints a line for each
//! language: files, and of the bytes of memory for each byte of source the median, the 99th
//! percentile and the most, with the file that takes it; then how near any file comes to
//! [`code_analysis::parse_memory`], as a share of it. What a parse takes is the least limit that it
//! keeps within, to 3 %. Files below 2 KB are left out of the ratios: they take a few kilobytes in any
//! case.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "support/grammars.rs"]
mod grammars;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bounded_parse::parse;
use code_analysis::{Limits, detect_language, parse_memory};
use grammars::grammar;
use support::files_below;
use tree_sitter::Language;

const SMALL: usize = 2_000;

struct Parse {
    path: String,
    per_byte: f64,
    of_limit: f64,
    is_small: bool,
}

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    println!("language     files   p50   p99   max  of limit  files");
    for (language, mut parses) in parses(Path::new(&root)) {
        parses.sort_by(|a, b| a.of_limit.total_cmp(&b.of_limit));
        let nearest = parses.last().unwrap();
        let (of_limit, nearest_path) = (nearest.of_limit, nearest.path.clone());
        parses.retain(|parse| !parse.is_small);
        parses.sort_by(|a, b| a.per_byte.total_cmp(&b.per_byte));
        let Some(most) = parses.last() else { continue };
        let at = |share: usize| parses[(parses.len() - 1) * share / 100].per_byte;
        println!(
            "{language:<12} {:>5} {:>5.1} {:>5.1} {:>5.1} {of_limit:>9.3}  {} {nearest_path}",
            parses.len(),
            at(50),
            at(99),
            most.per_byte,
            most.path
        );
    }
}

fn parses(root: &Path) -> BTreeMap<&'static str, Vec<Parse>> {
    let mut parses: BTreeMap<_, Vec<Parse>> = BTreeMap::new();
    for path in files_below(root) {
        let path = path.to_string_lossy().into_owned();
        let Some(language) = detect_language(&path) else {
            continue;
        };
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if text.is_empty() || text.len() > Limits::default().max_bytes {
            continue;
        }
        let memory = memory(&grammar(language.name), &text) as f64;
        parses.entry(language.name).or_default().push(Parse {
            path,
            per_byte: memory / text.len() as f64,
            of_limit: memory / parse_memory(text.len()) as f64,
            is_small: text.len() < SMALL,
        });
    }
    parses
}

/// The least limit that suffices.
fn memory(language: &Language, text: &str) -> usize {
    let suffices = |limit: usize| parse(language, text, limit, &|| true).is_ok();
    let mut most = 16 * text.len();
    while !suffices(most) {
        most *= 2;
    }
    let mut least = 0;
    while most - least > most / 32 {
        let middle = least.midpoint(most);
        if suffices(middle) {
            most = middle;
        } else {
            least = middle;
        }
    }
    most
}
