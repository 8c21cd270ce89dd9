//! The graph of a tree on disk, for tests and examples.

mod tree;

use std::fmt::Write;
use std::path::Path;

use code_analysis::Analysis;
use code_graph::manifest::{self, Manifests};
use code_graph::{Change, CodeGraph, FileFacts, Target};
use code_watch::read_named;
use serde_json::json;

use tree::MAX_BYTES;

/// What depends on what, one line each: `from<TAB>to`, and for what is no file
/// `from<TAB>package NAME` or `from<TAB>unresolved SOURCE`. Then the manifests that are no good.
pub fn listing(root: &Path) -> String {
    let (graph, bad) = graph(root);
    let mut lines = String::new();
    for (from, to) in graph.edges() {
        let _ = writeln!(lines, "{from}\t{to}");
    }
    for (from, target) in graph.others() {
        let _ = match target {
            Target::Package(name) => writeln!(lines, "{from}\tpackage {name}"),
            Target::Unresolved(source) => writeln!(lines, "{from}\tunresolved {source}"),
            Target::File(_) => Ok(()),
        };
    }
    for (path, reason) in bad {
        let _ = writeln!(lines, "{path}\tbad manifest: {reason}");
    }
    lines
}

/// The graph, and the manifests that cannot be understood with the reasons.
fn graph(root: &Path) -> (CodeGraph, Vec<(String, String)>) {
    let facts = facts(root);
    let texts = manifest_texts(root, &facts);
    let (manifests, bad) = Manifests::read(texts.iter().map(|(path, text)| (&**path, &**text)));
    let mut graph = CodeGraph::new();
    graph.update(manifests, facts.into_iter().map(Change::Facts).collect());
    (graph, bad)
}

fn facts(root: &Path) -> Vec<FileFacts> {
    let mut facts = Vec::new();
    tree::analyze(root, |analysis| facts.extend(facts_of(&analysis)));
    facts
}

fn facts_of(analysis: &Analysis) -> Option<FileFacts> {
    let facts = json!({
        "path": analysis.path,
        "language": analysis.language,
        "imports": analysis.imports,
        "exports": analysis.exports,
        "references": analysis.references,
        "quoted": analysis.quoted,
        "modules": analysis.modules,
    });
    serde_json::from_value(facts).ok()
}

fn manifest_texts(root: &Path, facts: &[FileFacts]) -> Vec<(String, String)> {
    let paths = facts.iter().map(|facts| facts.path.as_str());
    manifest::texts(paths, |directory| {
        read_named(root, directory, manifest::NAMES, MAX_BYTES)
    })
}
