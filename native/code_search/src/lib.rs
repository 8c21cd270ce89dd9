//! What a codebase is searched by: the definitions of a file as documents, and the rows that tell
//! of them.
//!
//! ```
//! use code_search::FileText;
//!
//! let file = FileText::read(
//!     r#"{"file_path": "lib/session.ex", "language": "elixir",
//!         "content": "def valid?(token), do: token != nil\n",
//!         "symbols": [{"name": "valid?", "kind": "function", "parent": "Session",
//!                      "start_line": 1, "end_line": 1, "start_byte": 0, "end_byte": 35,
//!                      "signature": "valid?(token)", "doc": "Whether a token holds. Or not."}]}"#,
//! )?;
//! let documents = file.documents();
//! assert_eq!(documents[0].container, "Session");
//! assert_eq!(documents[0].code, "def valid?(token), do: token != nil");
//! assert_eq!(documents[0].first_sentence().as_deref(), Some("Whether a token holds."));
//! # Ok::<(), String>(())
//! ```
//!
//! A file comes as the JSON of its row in `code_files`, so that it is neither read nor parsed again.
//! The crate knows no file and no database; vectors of another embedder's are handed to it.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod document;
mod file_text;
mod lexemes;
mod nearest;
mod role;
mod rows;

pub use document::Document;
pub use file_text::FileText;
pub use lexemes::{QueryStem, StemsByPart, query_stems};
pub use nearest::nearest;
pub use role::Role;
pub use rows::{FileColumn, Format, RowWriter, SymbolColumn};
