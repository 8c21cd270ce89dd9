//! PageRank and betweenness of a graph that is given as lines `from<TAB>to` on standard input:
//! `node<TAB>pagerank<TAB>betweenness`. For comparison with other tools.
//!
//! ```text
//! cargo run --release -p code_graph --example scores < EDGES.tsv
//! ```

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use code_graph::manifest::Manifests;
use code_graph::{Change, CodeGraph, FileFacts, Reference};

fn main() -> io::Result<()> {
    let mut nodes: BTreeMap<String, Vec<Reference>> = BTreeMap::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        if let Some((from, to)) = line.split_once('\t') {
            nodes.entry(to.to_owned()).or_default();
            nodes.entry(from.to_owned()).or_default().push(Reference {
                name: to.to_owned(),
                line: 1,
                kind: "call".to_owned(),
            });
        }
    }
    let names: Vec<String> = nodes.keys().cloned().collect();
    let mut graph = CodeGraph::new();
    graph.update(Manifests::default(), nodes.into_iter().map(file).collect());
    graph.rank();
    graph.centralize();
    let mut out = io::stdout().lock();
    for name in names {
        let scores = graph.scores(&name).unwrap_or_default();
        let [rank, centrality] =
            [scores.pagerank, scores.centrality].map(Option::unwrap_or_default);
        writeln!(out, "{name}\t{rank:e}\t{centrality:e}")?;
    }
    Ok(())
}

fn file((name, references): (String, Vec<Reference>)) -> Change {
    Change::Facts(FileFacts {
        path: name.clone(),
        language: "elixir".to_owned(),
        imports: Some(Vec::new()),
        references: Some(references),
        modules: Some(vec![name]),
        ..FileFacts::default()
    })
}
