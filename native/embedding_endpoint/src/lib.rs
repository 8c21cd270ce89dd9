//! Asks an endpoint for vectors by the protocol that OpenAI's has made common: a `POST` with a JSON
//! object, answered by `{"data": [{"index": 0, "embedding": [0.1, …]}, …]}`.
//!
//! Whatever the endpoint does ends in vectors or in a [`Failure`], after a bounded time and with
//! bounded memory. The request is not looked into; its headers hold secrets, so they are in no
//! failure, and no type here that has them can be printed.
//!
//! ```
//! use embedding_endpoint::{Expected, answered_vectors};
//!
//! let answer = br#"{"data": [{"index": 1, "embedding": [0, 2]}, {"index": 0, "embedding": [3, 4]}]}"#;
//! let expected = Expected { inputs: 2, dimensions: Some(2) };
//! let vectors = answered_vectors(answer, expected)?;
//! assert_eq!(vectors, [Some(vec![0.6, 0.8]), Some(vec![0.0, 1.0])]);
//! # Ok::<(), String>(())
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod answer;
mod client;
mod failure;
mod retry_after;
mod words;

pub use answer::{Expected, answered_vectors};
pub use client::{Client, Request, Vector};
pub use failure::Failure;
