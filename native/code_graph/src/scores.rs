//! The scores of files, and which rows hold others.

use serde::Serialize;

use crate::betweenness::betweenness;
use crate::catalog::FileId;
use crate::graph::{CodeGraph, Node};
use crate::links::Links;
use crate::pagerank::pagerank;
use crate::rows::hash;

/// A stored score may be off by so much of itself.
const TOLERANCE: f64 = 1e-6;

/// `None` until they are computed, and where a file has no part in the graph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// Sums to 1 over the codebase.
    pub pagerank: Option<f64>,
    /// Betweenness, 0 to 1.
    pub centrality: Option<f64>,
}

/// The edges of a graph as they were once.
#[derive(Clone, Debug)]
pub struct Snapshot {
    links: Links,
    /// Of the file that each node is.
    keys: Vec<u64>,
}

impl Snapshot {
    /// Betweenness, exact up to [`crate::EXACT`] files.
    #[must_use]
    pub fn centrality(&self) -> Centrality {
        let key = |node: usize| self.keys.get(node).copied().unwrap_or_default();
        let scores = betweenness(&self.links, key);
        let files = self
            .links
            .files
            .iter()
            .copied()
            .zip(self.keys.iter().copied());
        let values = files.zip(scores);
        Centrality {
            values: values.map(|((id, key), value)| (id, key, value)).collect(),
        }
    }
}

/// What was computed from a [`Snapshot`].
#[derive(Clone, Debug)]
pub struct Centrality {
    values: Vec<(FileId, u64, f64)>,
}

/// As in the columns of these names.
#[derive(Serialize)]
struct ScoresRow<'a> {
    path: &'a str,
    pagerank_score: Option<f64>,
    centrality_score: Option<f64>,
}

impl CodeGraph {
    /// A file has a part in the graph if its language has dependencies, or something depends on it.
    pub(crate) fn is_node(&self, id: FileId) -> bool {
        let depends = self.catalog.get(id).is_some_and(|facts| facts.has_links());
        let node = self.nodes.get(id as usize);
        depends || node.is_some_and(|node| !node.incoming.is_empty())
    }

    fn links(&self) -> Links {
        let mut files = self.catalog.ids();
        files.retain(|id| self.is_node(*id));
        Links::new(files, self.nodes.len(), |id| {
            self.nodes.get(id as usize).map_or(&[], |node| &node.out)
        })
    }

    /// Computes PageRank, beginning with the ranks of the last time, or those in the rows.
    pub fn rank(&mut self) {
        let links = self.links();
        let known = |node: &Node| node.scores.pagerank.or(node.stored.pagerank_score);
        let start = |node: usize| known(self.nodes.get(*links.files.get(node)? as usize)?);
        let ranks = pagerank(&links, start);
        for node in &mut self.nodes {
            node.scores.pagerank = None;
        }
        for (id, rank) in links.files.iter().zip(ranks) {
            if let Some(node) = self.nodes.get_mut(*id as usize) {
                node.scores.pagerank = finite(rank);
            }
        }
    }

    /// Computes betweenness, exact up to [`crate::EXACT`] files.
    pub fn centralize(&mut self) {
        let centrality = self.snapshot().centrality();
        self.take_centrality(&centrality);
    }

    /// What betweenness is computed from, which takes so long that the graph should not wait for it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let links = self.links();
        let keys = links.files.iter().map(|id| self.key(*id)).collect();
        Snapshot { links, keys }
    }

    /// Tells a file from another that has its number later.
    fn key(&self, id: FileId) -> u64 {
        let path = self.path(id).unwrap_or_default();
        hash(path.as_bytes()).cast_unsigned()
    }

    /// Takes the centrality of those files that are there still, though edges may be others by now:
    /// it is nearer to the truth than what was computed before. Files that came since have none.
    pub fn take_centrality(&mut self, computed: &Centrality) {
        for node in &mut self.nodes {
            node.scores.centrality = None;
        }
        for (id, key, value) in &computed.values {
            if *key == self.key(*id)
                && let Some(node) = self.nodes.get_mut(*id as usize)
            {
                node.scores.centrality = finite(*value);
            }
        }
    }

    /// The scores of a file.
    #[must_use]
    pub fn scores(&self, path: &str) -> Option<Scores> {
        let id = self.catalog.id(path)?;
        self.nodes.get(id as usize).map(|node| node.scores)
    }

    /// At most `count` rows of those files whose rows hold scores that are off by more than a
    /// millionth, as JSON objects; from now on they count as written. What is not computed yet is
    /// left as it is.
    pub fn take_scores(&mut self, count: usize) -> Vec<String> {
        let mut rows = Vec::new();
        for id in self.catalog.ids() {
            if rows.len() == count {
                break;
            }
            rows.extend(self.take_score(id));
        }
        rows
    }

    fn take_score(&mut self, id: FileId) -> Option<String> {
        let is_node = self.is_node(id);
        let node = self.nodes.get_mut(id as usize)?;
        let held = (node.stored.pagerank_score, node.stored.centrality_score);
        let part = |computed: Option<f64>, held: Option<f64>| computed.or(held).filter(|_| is_node);
        let pagerank = part(node.scores.pagerank, held.0);
        let centrality = part(node.scores.centrality, held.1);
        if !is_off(held.0, pagerank) && !is_off(held.1, centrality) {
            return None;
        }
        node.stored.pagerank_score = pagerank;
        node.stored.centrality_score = centrality;
        let row = ScoresRow {
            path: self.path(id)?,
            pagerank_score: pagerank,
            centrality_score: centrality,
        };
        serde_json::to_string(&row).ok()
    }
}

fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

fn is_off(held: Option<f64>, computed: Option<f64>) -> bool {
    match (held, computed) {
        (Some(held), Some(computed)) => (held - computed).abs() > TOLERANCE * computed.abs(),
        (held, computed) => held.is_some() != computed.is_some(),
    }
}
