//! What must hold for every file, checked over all files under a directory: every line is in one
//! class, also of each function; every number is finite; a file whose lines end in CRLF has the
//! numbers, symbols, imports and exports of its twin that ends them in LF; the same bytes give the
//! same rows again; a symbol's bytes begin with the first word of its signature. Tells what does
//! not hold, and ends with status 1 if anything does not.
//!
//! `cargo run --release -p code_analysis --example invariants -- DIR`
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "support/soundness.rs"]
mod soundness;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use code_analysis::{
    Analysis, Language, Limits, Request, Symbol, Thresholds, analyze, detect_language, rows,
};
use soundness::{lines_add_up, numbers_are_finite};
use support::{ORIGIN, files_below};

fn main() -> ExitCode {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let (mut checked, mut broken) = (BTreeMap::<&str, usize>::new(), 0);
    for path in files_below(Path::new(&root)) {
        let name = path.to_string_lossy();
        let Some(language) = detect_language(&name) else {
            continue;
        };
        let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) else {
            continue;
        };
        let file = File { language };
        for invariant in file.broken(&text.replace("\r\n", "\n").replace('\r', "\n")) {
            println!("{name}: {invariant}");
            broken += 1;
        }
        *checked.entry(language.name).or_default() += 1;
    }
    for (language, count) in &checked {
        println!("{language}: {count} files");
    }
    println!("{broken} broken invariants");
    ExitCode::from(u8::from(broken > 0))
}

struct File {
    language: &'static Language,
}

impl File {
    fn analyze(&self, text: &str) -> Option<Analysis> {
        let request = Request {
            path: "file",
            language: self.language,
            bytes: text.as_bytes(),
            limits: Limits::default(),
            redact: true,
            thresholds: Thresholds::DEFAULT,
            keep_going: &|| true,
        };
        analyze(&request).ok()
    }

    fn broken(&self, text: &str) -> Vec<String> {
        let Some(analysis) = self.analyze(text) else {
            return Vec::new();
        };
        let twin = self.analyze(&text.replace('\n', "\r\n"));
        let again = self.analyze(text);
        let held = [
            ("every line is in one class", lines_add_up(&analysis)),
            ("every number is finite", numbers_are_finite(&analysis)),
            (
                "CRLF makes no difference",
                twin.is_some_and(|twin| beyond_bytes(&twin) == beyond_bytes(&analysis)),
            ),
            (
                "the same bytes give the same rows",
                again.is_some_and(|again| rows_of(&again) == rows_of(&analysis)),
            ),
        ];
        let broken = held.into_iter().filter(|(_, holds)| !holds);
        let mut broken: Vec<String> = broken.map(|(what, _)| what.to_owned()).collect();
        let symbols = analysis.symbols.iter().flatten();
        let lost = symbols.filter(|symbol| !is_cut_by_its_bytes(symbol, text));
        broken.extend(lost.map(|symbol| format!("the bytes of {} are its text", symbol.name)));
        broken
    }
}

/// All that does not depend on how many bytes a line end has.
fn beyond_bytes(analysis: &Analysis) -> String {
    let symbols = analysis.symbols.iter().flatten();
    let symbols = symbols.map(|symbol| Symbol {
        start_byte: 0,
        end_byte: 0,
        clauses: Vec::new(),
        ..symbol.clone()
    });
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        analysis.lines,
        analysis.cyclomatic_complexity,
        analysis.cognitive_complexity,
        analysis.nesting_depth,
        analysis.halstead,
        analysis.counts,
        symbols.collect::<Vec<_>>(),
        analysis.imports,
        analysis.exports,
    )
}

fn rows_of(analysis: &Analysis) -> [String; 2] {
    let rows = rows(analysis, &ORIGIN);
    [rows.code_files, rows.codebase_metadata]
}

fn is_cut_by_its_bytes(symbol: &Symbol, text: &str) -> bool {
    let cut = text.get(symbol.start_byte as usize..symbol.end_byte as usize);
    let first_word = symbol.signature.split_whitespace().next();
    let first_word = first_word.unwrap_or_default().trim_end_matches('…');
    let line = |byte: u32| {
        text.get(..byte as usize)
            .map(|before| before.matches('\n').count() + 1)
    };
    cut.is_some_and(|cut| cut.starts_with(first_word))
        && line(symbol.start_byte) == Some(symbol.start_line as usize)
}
