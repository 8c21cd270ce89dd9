//! Which file of a codebase depends on which, what follows from it, and what files have copied.
//!
//! Values in, values out: the facts of files ([`FileFacts`]) and the texts of manifests go in,
//! dependencies, scores and clones come out. No file is read here, and no language is parsed.

#![deny(missing_docs)]

mod betweenness;
mod catalog;
pub mod clones;
mod dependency;
mod facts;
mod graph;
mod links;
pub mod manifest;
mod pagerank;
pub mod path;
mod resolve;
mod rows;
mod scores;

/// Raise it where the same rows and manifests lead to other dependencies, scores or clones: graphs
/// that were written are then made anew.
pub const VERSION: u32 = 1;

pub use betweenness::{EXACT, SAMPLE};
pub use catalog::FileId;
pub use dependency::{Dependency, Target};
pub use facts::{Export, FileFacts, Import, Quoted, Reference};
pub use graph::{Change, CodeGraph, Update};
pub use rows::{FileRow, Scope, Stored};
pub use scores::{Centrality, Scores, Snapshot};
