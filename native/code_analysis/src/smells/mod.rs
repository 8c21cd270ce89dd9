//! Smells: places that a reader should not have to put up with. What counts as one is data
//! (`smells.tsv`); here is how it is measured, for all languages alike.

mod branches;
mod detect;
mod table;

use serde::Serialize;

pub(crate) use detect::{Inspected, find, todo_lines};
pub use table::{Thresholds, UnknownSmell, smell_ids};

/// A place with the rule that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Smell {
    /// As in `smells.tsv`.
    pub id: &'static str,
    /// First line, from 1.
    pub line: u32,
    /// Last line, inclusive.
    pub end_line: u32,
    /// Of the function or type, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What was measured, where more than `threshold` is a smell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
    /// What would have been no smell yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
    /// What it takes to mend it.
    #[serde(skip)]
    pub(crate) minutes: u32,
}

/// Minutes that a line of code takes to write, after which the debt ratio is measured (SQALE).
const MINUTES_PER_LINE: f64 = 30.0;

/// The technical debt of a file: minutes to mend all smells, as a share of the time that its code
/// takes to write. `None` without code and with smells: there is nothing to compare them with.
pub(crate) fn debt_ratio(smells: &[Smell], code_lines: u32) -> Option<f64> {
    let minutes: u64 = smells.iter().map(|smell| u64::from(smell.minutes)).sum();
    match code_lines {
        0 => smells.is_empty().then_some(0.0),
        lines => Some(minutes as f64 / (f64::from(lines) * MINUTES_PER_LINE)),
    }
}
