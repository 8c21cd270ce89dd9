//! Cyclomatic complexity of every function, nesting depth and lines of every file under a
//! directory, for comparison with reference tools: path, name, line, metric, value, separated by
//! tabs. Functions of several clauses have a row for each clause.
//!
//! `cargo run --release -p code_analysis --example functions -- DIR`
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use code_analysis::{Analysis, Analyzer, Limits, Request, Symbol, detect_language};

fn main() -> io::Result<()> {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let (mut open, mut out) = (
        vec![PathBuf::from(root)],
        BufWriter::new(io::stdout().lock()),
    );
    let mut analyzer = Analyzer::new();
    while let Some(path) = open.pop() {
        if path.is_dir() && !path.is_symlink() {
            open.extend(fs::read_dir(&path)?.map(|entry| entry.unwrap().path()));
            continue;
        }
        let path = path.to_string_lossy();
        let Some(language) = detect_language(&path).filter(|l| l.has_grammar()) else {
            continue;
        };
        let (bytes, limits) = (fs::read(&*path)?, Limits::default());
        let request = Request {
            path: &path,
            language,
            bytes: &bytes,
            limits,
            keep_going: &|| true,
        };
        if let Ok(analysis) = analyzer.analyze(&request) {
            print(&mut out, &analysis)?;
        }
    }
    out.flush()
}

fn print(out: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    let path = &analysis.path;
    let lines = analysis.lines.unwrap_or_default();
    let values = [
        ("total", Some(lines.total)),
        ("code", lines.code),
        ("comment", lines.comment),
        ("blank", Some(lines.blank)),
        ("nesting", analysis.nesting_depth),
        ("errors", analysis.error_count),
    ];
    for (metric, value) in values {
        if let Some(value) = value {
            writeln!(out, "{path}\t-\t1\t{metric}\t{value}")?;
        }
    }
    for symbol in analysis.symbols.iter().flatten() {
        print_function(out, path, symbol)?;
    }
    Ok(())
}

fn print_function(out: &mut impl Write, path: &str, symbol: &Symbol) -> io::Result<()> {
    let name = symbol.name.replace(char::is_whitespace, " ");
    let clauses = symbol
        .clauses
        .iter()
        .map(|clause| (clause.start_line, clause.cyclomatic_complexity));
    let whole = [(symbol.start_line, symbol.cyclomatic_complexity)];
    let rows = clauses.chain(whole.into_iter().filter(|_| symbol.clauses.is_empty()));
    for (line, value) in rows {
        if let Some(value) = value {
            writeln!(out, "{path}\t{name}\t{line}\tcyclomatic\t{value}")?;
        }
    }
    Ok(())
}
