//! How much things count. A metric is one file here and a field of [`Metrics`]; it sees roles,
//! tokens and functions, never a language or a node.

mod cognitive;
mod cyclomatic;
mod exits;
mod halstead;
mod lines;
mod maintainability;
mod nesting;

pub(crate) use cognitive::Flow;
pub(crate) use cyclomatic::{Running as Complexity, of_file as cyclomatic_of_file};
pub use halstead::Halstead;
pub(crate) use halstead::{Census, Span, Tokens};
pub(crate) use lines::{LineTable, Prose, count_text as count_text_lines};
pub(crate) use maintainability::index as maintainability_index;

use crate::languages::Spec;
use crate::role::Role;
use cognitive::Cognitive;
use cyclomatic::Cyclomatic;
use exits::Exits;
use nesting::Nesting;

/// To four decimals: what lies beyond differs between machines, and takes space in the rows.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// What the metrics say about one function.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FunctionMetrics {
    pub(crate) cyclomatic: Option<Complexity>,
    pub(crate) cognitive: Option<u32>,
    pub(crate) nesting: Option<u32>,
    pub(crate) exits: Option<u32>,
}

/// What the metrics say about the file beyond its functions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FileMetrics {
    pub(crate) cognitive: Option<u32>,
    pub(crate) nesting: Option<u32>,
}

/// All metrics that are taken during the walk from roles alone.
#[derive(Debug)]
pub(crate) struct Metrics {
    cyclomatic: Cyclomatic,
    pub(crate) cognitive: Cognitive,
    nesting: Nesting,
    exits: Exits,
}

impl Metrics {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            cyclomatic: Cyclomatic::new(spec),
            cognitive: Cognitive::new(spec),
            nesting: Nesting::new(spec),
            exits: Exits::new(spec),
        }
    }

    /// `level` is the cognitive nesting level at which the node stands.
    pub(crate) fn enter(&mut self, role: Role, level: u32) {
        self.cyclomatic.enter(role);
        self.cognitive.enter(role, level);
        self.nesting.enter(role);
        self.exits.enter(role);
    }

    pub(crate) fn leave(&mut self, role: Role) {
        self.cyclomatic.leave(role);
        self.cognitive.leave(role);
        self.nesting.leave(role);
        self.exits.leave(role);
    }

    pub(crate) fn enter_function(&mut self, level: u32) {
        self.cyclomatic.enter_function();
        self.cognitive.enter_function(level);
        self.nesting.enter_function(level);
        self.exits.enter_function();
    }

    pub(crate) fn leave_function(&mut self) -> FunctionMetrics {
        FunctionMetrics {
            cyclomatic: self.cyclomatic.leave_function(),
            cognitive: self.cognitive.leave_function(),
            nesting: self.nesting.leave_function(),
            exits: self.exits.leave_function(),
        }
    }

    pub(crate) fn finish(self) -> FileMetrics {
        FileMetrics {
            cognitive: self.cognitive.finish(),
            nesting: self.nesting.finish(),
        }
    }
}
