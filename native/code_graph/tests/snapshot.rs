//! Centrality that was computed from edges which are others by now.

#![allow(clippy::unwrap_used)]

use code_graph::{Change, CodeGraph, FileFacts, Reference};

/// Defines the module `name` and calls another.
fn file(path: &str, name: &str, calls: &str) -> Change {
    Change::Facts(FileFacts {
        path: path.to_owned(),
        language: "elixir".to_owned(),
        imports: Some(Vec::new()),
        references: Some(vec![Reference {
            name: calls.to_owned(),
            line: 1,
            kind: "call".to_owned(),
        }]),
        modules: Some(vec![name.to_owned()]),
        ..FileFacts::default()
    })
}

fn centrality(graph: &CodeGraph, path: &str) -> Option<f64> {
    graph.scores(path).unwrap().centrality
}

/// `a` calls `b`, which calls `c`.
fn chain() -> CodeGraph {
    let mut graph = CodeGraph::new();
    let files = [("a", "A", "B"), ("b", "B", "C"), ("c", "C", "D")];
    let changes = files.map(|(path, name, calls)| file(path, name, calls));
    graph.update(None, changes.into());
    assert_eq!(graph.edges(), [("a", "b"), ("b", "c")]);
    graph
}

#[test]
fn files_that_are_still_there_take_it() {
    let mut graph = chain();
    let snapshot = graph.snapshot();
    graph.update(None, vec![file("a", "A", "C")]);
    graph.take_centrality(&snapshot.centrality());
    assert_eq!(centrality(&graph, "b"), Some(0.5));
    graph.centralize();
    assert_eq!(centrality(&graph, "b"), Some(0.0));
}

#[test]
fn a_file_that_came_since_takes_none_from_one_that_went() {
    let mut graph = chain();
    let snapshot = graph.snapshot();
    graph.update(None, vec![Change::Gone("b".to_owned())]);
    graph.update(None, vec![file("d", "B", "C")]);
    graph.take_centrality(&snapshot.centrality());
    assert_eq!(centrality(&graph, "d"), None);
    assert_eq!(centrality(&graph, "a"), Some(0.0));
    graph.centralize();
    assert_eq!(centrality(&graph, "d"), Some(0.5));
}
