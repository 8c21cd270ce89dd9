//! How much things count. A metric is one file here and a field of [`Metrics`]; it sees roles and
//! functions, never a language or a node.

mod cyclomatic;
mod lines;
mod nesting;

pub(crate) use cyclomatic::of_file as cyclomatic_of_file;
pub(crate) use lines::{Prose, count as count_lines, count_text as count_text_lines};

use crate::languages::Spec;
use crate::role::Role;
use cyclomatic::Cyclomatic;
use nesting::Nesting;

/// What the metrics say about one function.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FunctionMetrics {
    pub(crate) cyclomatic: Option<u32>,
    pub(crate) nesting: Option<u32>,
}

/// What the metrics say about the file beyond its functions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FileMetrics {
    pub(crate) nesting: Option<u32>,
}

/// All metrics that are taken during the walk.
#[derive(Debug)]
pub(crate) struct Metrics {
    cyclomatic: Cyclomatic,
    nesting: Nesting,
}

impl Metrics {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            cyclomatic: Cyclomatic::new(spec),
            nesting: Nesting::new(spec),
        }
    }

    pub(crate) fn enter(&mut self, role: Role) {
        self.cyclomatic.enter(role);
        self.nesting.enter(role);
    }

    pub(crate) fn leave(&mut self, role: Role) {
        self.nesting.leave(role);
    }

    pub(crate) fn enter_function(&mut self) {
        self.cyclomatic.enter_function();
        self.nesting.enter_function();
    }

    pub(crate) fn leave_function(&mut self) -> FunctionMetrics {
        FunctionMetrics {
            cyclomatic: self.cyclomatic.leave_function(),
            nesting: self.nesting.leave_function(),
        }
    }

    pub(crate) fn finish(self) -> FileMetrics {
        FileMetrics {
            nesting: self.nesting.finish(),
        }
    }
}
