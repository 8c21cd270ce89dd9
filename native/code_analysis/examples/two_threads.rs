//! What a second thread gains: the bare parse and the analysis with both rows, on one thread and on
//! two.
//!
//! `cargo run --release -p code_analysis --example two_threads -- DIR [ROUNDS]` prints, for each, the
//! wall seconds on one thread and on two, and how many times as fast two are; then the gain of the
//! analysis as a share of that of the parse. The four take turns; figures are medians over the rounds.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "support/grammars.rs"]
mod grammars;
#[path = "support/measure.rs"]
mod measure;
mod support;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use code_analysis::{Language, Limits, Request, Thresholds, detect_language};
use grammars::grammar;
use measure::median;
use support::{ORIGIN, files_below};
use tree_sitter::Parser;

struct File {
    path: String,
    language: &'static Language,
    bytes: Vec<u8>,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().unwrap_or_else(|| ".".to_owned());
    let rounds = arguments.next().map_or(5, |rounds| rounds.parse().unwrap());
    let files = files(Path::new(&root));
    let mut seconds = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        seconds[0].push(wall(&files, parse, 1));
        seconds[1].push(wall(&files, parse, 2));
        seconds[2].push(wall(&files, analyze, 1));
        seconds[3].push(wall(&files, analyze, 2));
    }
    let [parse_1, parse_2, analysis_1, analysis_2] = seconds.map(median);
    let (parse, analysis) = (parse_1 / parse_2, analysis_1 / analysis_2);
    println!("            one thread  two threads  gain");
    println!("parse       {parse_1:>10.3}  {parse_2:>11.3}  {parse:>4.2}");
    println!("analysis    {analysis_1:>10.3}  {analysis_2:>11.3}  {analysis:>4.2}");
    println!("share of the gain: {:.2}", analysis / parse);
}

fn files(root: &Path) -> Vec<File> {
    let file = |path: &Path| {
        let path_text = path.to_string_lossy().into_owned();
        let language = detect_language(&path_text)?;
        let bytes = fs::read(path).ok()?;
        Some(File {
            path: path_text,
            language,
            bytes,
        })
    };
    files_below(root)
        .iter()
        .filter_map(|path| file(path))
        .collect()
}

/// Whichever thread is free takes the next file.
fn wall(files: &[File], work: fn(&File), threads: usize) -> f64 {
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(file);
                }
            });
        }
    });
    started.elapsed().as_secs_f64()
}

fn parse(file: &File) {
    let mut parser = Parser::new();
    parser.set_language(&grammar(file.language.name)).unwrap();
    black_box(parser.parse(&file.bytes, None));
}

fn analyze(file: &File) {
    let request = Request {
        path: &file.path,
        language: file.language,
        bytes: &file.bytes,
        limits: Limits::default(),
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    };
    if let Ok(analysis) = code_analysis::analyze(&request) {
        black_box(code_analysis::rows(&analysis, &ORIGIN));
    }
}
