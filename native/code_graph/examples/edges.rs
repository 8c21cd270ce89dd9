//! The dependencies inside a tree, one line each: `from<TAB>to`. With `--others` also those that
//! are no file: `from<TAB>package NAME` or `from<TAB>unresolved SOURCE`.
//!
//! ```text
//! cargo run --release -p code_graph --example edges -- ROOT [--others]
//! ```

use std::path::Path;
use std::process::ExitCode;

use code_analysis::{Analyzer, Limits, Request, detect_language, languages};
use code_graph::manifest::{self, Manifests};
use code_graph::{Change, CodeGraph, FileFacts, Target, path};
use code_watch::{Filter, FilterOptions, read, scan};
use serde_json::json;

const MAX_BYTES: u64 = 2_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(root) = arguments.iter().find(|word| !word.starts_with("--")) else {
        eprintln!("usage: edges ROOT [--others]");
        return ExitCode::FAILURE;
    };
    match print(
        Path::new(root),
        arguments.iter().any(|word| word == "--others"),
    ) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("edges: {words}");
            ExitCode::FAILURE
        }
    }
}

fn print(root: &Path, others: bool) -> Result<(), String> {
    let facts = facts(root)?;
    let texts = manifest_texts(root, &facts);
    let (manifests, bad) = Manifests::read(texts.iter().map(|(path, text)| (&**path, &**text)));
    for (path, reason) in bad {
        eprintln!("{path}: {reason}");
    }
    let mut graph = CodeGraph::new();
    graph.update(manifests, facts.into_iter().map(Change::Facts).collect());
    for (from, to) in graph.edges() {
        println!("{from}\t{to}");
    }
    for (from, target) in graph.others().into_iter().filter(|_| others) {
        match target {
            Target::Package(name) => println!("{from}\tpackage {name}"),
            Target::Unresolved(source) => println!("{from}\tunresolved {source}"),
            Target::File(_) => {}
        }
    }
    Ok(())
}

fn facts(root: &Path) -> Result<Vec<FileFacts>, String> {
    let filter = Filter::new(FilterOptions {
        extensions: extensions(),
        respect_gitignore: false,
        ..FilterOptions::default()
    })
    .map_err(|error| error.reason)?;
    let mut paths = Vec::new();
    scan(root, &filter, None, &mut |entry| {
        paths.push(entry.path);
        true
    });
    let mut analyzer = Analyzer::new();
    Ok(paths
        .iter()
        .filter_map(|path| facts_of(root, path, &mut analyzer))
        .collect())
}

fn extensions() -> Vec<String> {
    let all = languages().iter().flat_map(|language| &language.extensions);
    all.map(ToString::to_string).collect()
}

fn facts_of(root: &Path, path: &str, analyzer: &mut Analyzer) -> Option<FileFacts> {
    let request = Request {
        path,
        language: detect_language(path)?,
        bytes: &read(root, path, MAX_BYTES).ok()?.bytes?,
        limits: Limits::default(),
        redact: false,
        keep_going: &|| true,
    };
    let analysis = analyzer.analyze(&request).ok()?;
    let facts = json!({
        "path": analysis.path,
        "language": analysis.language,
        "imports": analysis.imports,
        "exports": analysis.exports,
        "references": analysis.references,
        "modules": analysis.modules,
    });
    serde_json::from_value(facts).ok()
}

fn manifest_texts(root: &Path, facts: &[FileFacts]) -> Vec<(String, String)> {
    let mut directories: Vec<&str> = facts
        .iter()
        .flat_map(|facts| path::upwards(path::directory(&facts.path)))
        .collect();
    directories.sort_unstable();
    directories.dedup();
    let candidates = directories.into_iter().flat_map(|directory| {
        manifest::NAMES
            .iter()
            .filter_map(move |name| path::join(directory, name))
    });
    candidates
        .filter_map(|path| {
            let bytes = read(root, &path, MAX_BYTES).ok()?.bytes?;
            Some((path, String::from_utf8_lossy(&bytes).into_owned()))
        })
        .collect()
}
