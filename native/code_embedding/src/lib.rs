//! Code and English to vectors that are near each other where they mean the same: the library's
//! own static embedding.
//!
//! ```
//! use code_embedding::{FunctionText, Identity, Model, RECIPE, Weights};
//!
//! let identity = Identity {
//!     name: "example".into(),
//!     version: "1".into(),
//!     dimensions: 2,
//!     recipe: RECIPE.into(),
//! };
//! let rows = [1.0, 0.0, 0.8, 0.6, 0.0, 0.1];
//! let stems = vec!["check".into(), "valid".into()];
//! let model = Model::new(Weights::quantized(identity, stems, &rows)?)?;
//!
//! let query = model.embed_text("check").ok_or("no words")?;
//! let function = FunctionText { name: "validate", ..FunctionText::default() };
//! let found = model.embed_function(&function).ok_or("no words")?;
//! let cosine: f32 = query.iter().zip(&found).map(|(one, other)| one * other).sum();
//! assert!((cosine - 0.8).abs() < 0.01);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A text is split into words ([`RECIPE`] says how), words are cut to stems, and the vector is the
//! sum of the stems' rows, damped by how often each occurs, at unit length. The weights are trained
//! by `training/` on pairs of documentation and code. The crate knows no file: weights come as
//! bytes.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod file;
mod late_interaction;
mod model;
mod recipe;
mod row;
mod stem;
mod weights;
mod words;

pub use file::{FILE_DIMENSIONS, file_vector};
pub use late_interaction::{
    Candidate, Counterpart, MAX_QUERY_WORDS, MAX_STEMS, Relevance, Reranker,
};
pub use model::{Embedder, Model, damping, hash};
pub use recipe::{FunctionText, MAX_TEXT_BYTES, Part, PartCounts, RECIPE, StemCounts};
pub use weights::{Identity, Weights, WeightsError};
