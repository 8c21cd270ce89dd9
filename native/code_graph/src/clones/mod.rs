//! Duplication: the clones that files have in common, kept while files change.
//!
//! Files come in as tokens. [`fingerprint`] picks some places of each, [`postings`] knows which files
//! have the same, [`matching`] compares two files around them, [`index`] keeps all of this, and
//! [`rows`] tells what the rows of the files should hold.

mod crowded;
mod fingerprint;
mod index;
mod matching;
mod postings;
mod rows;
mod settings;

pub use index::{CloneChange, CloneIndex, Compared};
pub use rows::{Clone, CloneFacts, Duplication};
pub use settings::Settings;

/// The number of a file in the index.
type FileId = u32;
