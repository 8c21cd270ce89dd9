//! Every number of every function and file under a directory, for comparison with reference tools:
//! path, name (`-` for the file), line, metric, value, separated by tabs. Functions of several
//! clauses have a row of complexities for each clause.
//!
//! `cargo run --release -p code_analysis --example metrics -- DIR`
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use code_analysis::{
    Analysis, Clause, Halstead, Limits, Request, Symbol, Thresholds, analyze, detect_language,
};
use support::files_below;

type Numbers = Vec<(&'static str, Option<f64>)>;

fn main() -> io::Result<()> {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let mut out = BufWriter::new(io::stdout().lock());
    for path in files_below(Path::new(&root)) {
        let path = path.to_string_lossy();
        let Some(language) = detect_language(&path) else {
            continue;
        };
        let (bytes, limits) = (fs::read(&*path)?, Limits::default());
        let request = Request {
            path: &path,
            language,
            bytes: &bytes,
            limits,
            redact: true,
            thresholds: Thresholds::DEFAULT,
            keep_going: &|| true,
        };
        if let Ok(analysis) = analyze(&request) {
            print(&mut out, &analysis)?;
        }
    }
    out.flush()
}

fn print(out: &mut impl Write, analysis: &Analysis) -> io::Result<()> {
    let path = &analysis.path;
    write(out, path, "-", 1, of_file(analysis))?;
    for symbol in analysis.symbols.iter().flatten() {
        let name = symbol.name.replace(char::is_whitespace, " ");
        write(out, path, &name, symbol.start_line, of_function(symbol))?;
        match symbol.clauses.as_slice() {
            [] => {
                let measures = &symbol.measures;
                let numbers = complexities(
                    measures.cyclomatic_complexity,
                    measures.cognitive_complexity,
                    measures.nesting_depth,
                );
                write(out, path, &name, symbol.start_line, numbers)?;
            }
            clauses => {
                for clause in clauses {
                    write(out, path, &name, clause.start_line, of_clause(clause))?;
                }
            }
        }
    }
    Ok(())
}

fn write(
    out: &mut impl Write,
    path: &str,
    name: &str,
    line: u32,
    numbers: Numbers,
) -> io::Result<()> {
    for (metric, value) in numbers {
        if let Some(value) = value {
            writeln!(out, "{path}\t{name}\t{line}\t{metric}\t{value}")?;
        }
    }
    Ok(())
}

fn number(count: Option<u32>) -> Option<f64> {
    count.map(f64::from)
}

fn of_file(analysis: &Analysis) -> Numbers {
    let lines = analysis.lines.unwrap_or_default();
    let (counts, metadata) = (analysis.counts, analysis.metadata);
    let mut numbers = vec![
        ("total", Some(f64::from(lines.total))),
        ("code", number(lines.code)),
        ("comment", number(lines.comment)),
        ("blank", Some(f64::from(lines.blank))),
        ("doc", number(lines.doc)),
        ("functions", number(counts.functions)),
        ("classes", number(counts.classes)),
        ("structs", number(counts.structs)),
        ("enums", number(counts.enums)),
        ("traits", number(counts.traits)),
        ("interfaces", number(counts.interfaces)),
        ("errors", number(analysis.error_count)),
        ("documentable", number(metadata.documentable)),
        ("documented_items", number(metadata.documented)),
        ("file_cyclomatic", number(analysis.cyclomatic_complexity)),
        ("file_cognitive", number(analysis.cognitive_complexity)),
        ("file_nesting", number(analysis.nesting_depth)),
        ("file_maintainability", analysis.maintainability_index),
    ];
    let names = [
        "file_n1",
        "file_n2",
        "file_N1",
        "file_N2",
        "file_volume",
        "file_difficulty",
        "file_effort",
    ];
    numbers.extend(names.into_iter().zip(halstead(analysis.halstead)));
    numbers
}

fn halstead(halstead: Option<Halstead>) -> [Option<f64>; 7] {
    let count = |count: fn(&Halstead) -> u32| halstead.as_ref().map(count).map(f64::from);
    let value = |value: fn(&Halstead) -> f64| halstead.as_ref().map(value);
    [
        count(|halstead| halstead.distinct_operators),
        count(|halstead| halstead.distinct_operands),
        count(|halstead| halstead.operators),
        count(|halstead| halstead.operands),
        value(|halstead| halstead.volume),
        value(|halstead| halstead.difficulty),
        value(|halstead| halstead.effort),
    ]
}

/// What a function has as a whole, whatever the number of its clauses.
fn of_function(symbol: &Symbol) -> Numbers {
    let measures = &symbol.measures;
    if measures.cyclomatic_complexity.is_none() && measures.lines.is_none() {
        return Vec::new();
    }
    let mut numbers = vec![
        ("parameters", number(symbol.parameters)),
        ("exits", number(measures.exits)),
        ("lines", number(measures.lines)),
        ("documented", Some(f64::from(u8::from(symbol.documented)))),
        ("maintainability", measures.maintainability_index),
    ];
    let names = ["n1", "n2", "N1", "N2", "volume", "difficulty", "effort"];
    numbers.extend(names.into_iter().zip(halstead(measures.halstead)));
    numbers
}

fn of_clause(clause: &Clause) -> Numbers {
    complexities(
        clause.cyclomatic_complexity,
        clause.cognitive_complexity,
        clause.nesting_depth,
    )
}

fn complexities(cyclomatic: Option<u32>, cognitive: Option<u32>, nesting: Option<u32>) -> Numbers {
    vec![
        ("cyclomatic", number(cyclomatic)),
        ("cognitive", number(cognitive)),
        ("nesting", number(nesting)),
    ]
}
