//! Bytes of a source file in, what is in it out: symbols, imports, exports, a compact syntax tree,
//! line counts, metrics, and the two database rows as JSON text.
//!
//! ```
//! use code_analysis::{Limits, Request, analyze, detect_language, Thresholds};
//!
//! let path = "lib/greeter.ex";
//! let request = Request {
//!     path,
//!     language: detect_language(path).ok_or("unknown language")?,
//!     bytes: b"defmodule Greeter do\n  def greet(name), do: name || :you\nend\n",
//!     limits: Limits::default(),
//!     redact: true,
//!     thresholds: Thresholds::DEFAULT,
//!     keep_going: &|| true,
//! };
//! let analysis = analyze(&request)?;
//! let functions = analysis.functions().ok_or("not parsed")?;
//! assert_eq!(functions[0].name, "greet");
//! assert_eq!(functions[0].measures.cyclomatic_complexity, Some(2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The crate knows no file, clock, thread or database. `languages` say what a syntax node is,
//! `metrics` say how much it counts, one iterative `walk` joins them.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod analysis;
mod analyzer;
pub mod ast;
mod choices;
mod errors;
mod grammar;
mod hooks;
mod language;
mod languages;
mod limits;
mod line_scan;
mod metrics;
mod notes;
mod outline;
mod recent_trees;
mod redaction;
mod role;
mod rows;
mod scope;
mod security;
mod semantics;
mod smells;
mod source;
mod spec;
mod summary;
mod walk;

pub use analysis::{
    Analysis, Clause, Counts, Export, Import, LineCounts, Measures, Metadata, ParseStatus, Quoted,
    Reference, Symbol, SymbolKind, Visibility,
};
pub use analyzer::{Refusal, Request, analyze, analyze_again, analyze_text_only};
pub use language::{Language, detect_language, languages};
pub use limits::{Limits, parse_memory};
pub use metrics::Halstead;
pub use recent_trees::RecentTrees;
pub use redaction::{Redacted, redact};
pub use rows::{Origin, Rows, rows};
pub use security::{Finding, RuleError, SecurityRule, Severity, check_rules, security_rules};
pub use semantics::{
    Aspect, BusinessContext, Evidence, SemanticRule, SemanticRuleError, Tag, TagMeaning,
    semantic_rules, tag_meanings,
};
pub use smells::{Smell, Thresholds, UnknownSmell, smell_ids};

/// Changes whenever the same bytes give other rows, so that rows can be told to be outdated.
pub const ANALYSIS_VERSION: &str = "7";

/// The version of an analysis, which differs where secrets are not hidden, or other things smell.
#[must_use]
pub fn analysis_version(redact: bool, thresholds: &Thresholds) -> String {
    let mut version = ANALYSIS_VERSION.to_owned();
    if !redact {
        version.push_str("+unredacted");
    }
    if let Some(told) = thresholds.told() {
        version.push('+');
        version.push_str(&told);
    }
    version
}
