//! CPU time of the analysis against a bare parse of the same files, on one thread.
//!
//! `cargo run --release -p code_analysis --example parse_ratio -- DIR [ROUNDS]` prints a line for
//! each language: megabytes, CPU seconds of the bare parse, and as multiples of it the parse with a
//! cursor walk over all nodes, the analysis, and the analysis with both rows. The last column is
//! the analysis with rows as a multiple of parse and walk; then the bytes of the syntax tree and of
//! both rows for each byte of source, and what looking for secrets alone costs, which is part of the
//! analysis, as a share of the parse. They take turns over the same files in every round; the
//! figures are medians over the rounds. The bare parse has the same allocator as the analysis, since
//! there is one for all of tree-sitter.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "support/grammars.rs"]
mod grammars;
#[path = "support/measure.rs"]
mod measure;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use code_analysis::{
    Analysis, Language, Limits, Request, Rows, Thresholds, detect_language, redact,
};
use grammars::grammar;
use measure::{cpu, median};
use support::{ORIGIN, files_below};
use tree_sitter::{Parser, Tree};

const SIDES: usize = 5;

struct File {
    path: String,
    bytes: Vec<u8>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().unwrap_or_else(|| ".".to_owned());
    let rounds = arguments.next().map_or(5, |rounds| rounds.parse().unwrap());
    println!(
        "language     files     MB  parse s   parse+walk analysis  with rows  rows/(parse+walk)  tree B/B  rows B/B  redaction"
    );
    for (name, files) in files_by_language(Path::new(&root)) {
        let seconds = measure(&files, rounds);
        let sizes = sizes(&files);
        let megabytes = files.iter().map(|file| file.bytes.len()).sum::<usize>() as f64 / 1e6;
        println!(
            "{name:<12} {:>5} {megabytes:>6.2} {:>8.3} {:>12.2} {:>8.2} {:>10.2} {:>18.2} {:>9.2} {:>9.2} {:>10.4}",
            files.len(),
            seconds[0],
            seconds[1] / seconds[0],
            seconds[2] / seconds[0],
            seconds[3] / seconds[0],
            seconds[3] / seconds[1],
            sizes[0] as f64 / 1e6 / megabytes,
            sizes[1] as f64 / 1e6 / megabytes,
            seconds[4] / seconds[0],
        );
    }
}

fn files_by_language(root: &Path) -> BTreeMap<&'static str, Vec<File>> {
    let mut files: BTreeMap<_, Vec<File>> = BTreeMap::new();
    for path in files_below(root) {
        let path_text = path.to_string_lossy().into_owned();
        let Some(language) = detect_language(&path_text) else {
            continue;
        };
        let bytes = fs::read(&path).unwrap();
        files.entry(language.name).or_default().push(File {
            path: path_text,
            bytes,
        });
    }
    files
}

/// Median CPU seconds of bare parse, parse and walk, analysis, analysis and rows, redaction alone.
fn measure(files: &[File], rounds: usize) -> [f64; SIDES] {
    let language = detect_language(&files[0].path).unwrap();
    let mut parser = Parser::new();
    parser.set_language(&grammar(language.name)).unwrap();
    let mut seconds: [Vec<f64>; SIDES] = Default::default();
    for _ in 0..rounds {
        // In turns file by file, so that a noisy neighbour disturbs all sides alike.
        let mut round = [0.0; SIDES];
        for file in files {
            round[0] += cpu(|| parse(&mut parser, file).root_node().kind_id());
            round[1] += cpu(|| nodes(&parse(&mut parser, file)));
            round[2] += cpu(|| analyze(language, file));
            round[3] += cpu(|| analyze(language, file).map(|found| rows(&found)));
            let text = String::from_utf8_lossy(&file.bytes);
            round[4] += cpu(|| redact(&text));
        }
        for (all, side) in seconds.iter_mut().zip(round) {
            all.push(side);
        }
    }
    seconds.map(median)
}

/// Bytes of all syntax trees, and of all rows.
fn sizes(files: &[File]) -> [usize; 2] {
    let language = detect_language(&files[0].path).unwrap();
    let mut sizes = [0, 0];
    for file in files {
        if let Some(analysis) = analyze(language, file) {
            let rows = rows(&analysis);
            sizes[0] += analysis.ast_json.map_or(0, |tree| tree.len());
            sizes[1] += rows.code_files.len() + rows.codebase_metadata.len();
        }
    }
    sizes
}

fn parse(parser: &mut Parser, file: &File) -> Tree {
    parser.parse(&file.bytes, None).unwrap()
}

fn nodes(tree: &Tree) -> usize {
    let mut cursor = tree.walk();
    let mut count = 0;
    loop {
        count += usize::from(cursor.node().kind_id() > 0);
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

fn analyze(language: &'static Language, file: &File) -> Option<Analysis> {
    let (path, bytes, limits) = (file.path.as_str(), file.bytes.as_slice(), Limits::default());
    code_analysis::analyze(&Request {
        path,
        language,
        bytes,
        limits,
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    })
    .ok()
}

fn rows(analysis: &Analysis) -> Rows {
    code_analysis::rows(analysis, &ORIGIN)
}
