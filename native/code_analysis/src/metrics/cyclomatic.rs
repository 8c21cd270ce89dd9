//! Cyclomatic complexity: 1 plus the decision points of a function.

use crate::languages::Spec;
use crate::role::{Role, RoleSet};

#[derive(Debug)]
pub(crate) struct Cyclomatic {
    decisions: Option<RoleSet>,
    counts_into_host: bool,
    /// One for each open function.
    functions: Vec<Running>,
}

/// The value of a function so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Running {
    /// Of the function itself.
    pub(crate) own: u32,
    /// Of all functions inside that do not count into it.
    pub(crate) inside: u32,
}

impl Cyclomatic {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            decisions: spec.decisions,
            counts_into_host: spec.functions_count_into_host,
            functions: Vec::new(),
        }
    }

    pub(crate) fn enter(&mut self, role: Role) {
        if self
            .decisions
            .is_some_and(|decisions| decisions.contains(role))
        {
            self.add(1);
        }
    }

    pub(crate) fn enter_function(&mut self) {
        self.functions.push(Running { own: 1, inside: 0 });
    }

    pub(crate) fn leave_function(&mut self) -> Option<Running> {
        let value = self.functions.pop()?;
        if self.counts_into_host {
            self.add(value.own);
        } else if let Some(host) = self.functions.last_mut() {
            host.inside += value.own + value.inside;
        }
        self.decisions.map(|_| value)
    }

    fn add(&mut self, value: u32) {
        if let Some(function) = self.functions.last_mut() {
            function.own += value;
        }
    }
}

/// The file's value: its functions' values and 1 for the file itself.
pub(crate) fn of_file(spec: &Spec, functions: impl Iterator<Item = u32>) -> Option<u32> {
    spec.decisions.map(|_| 1 + functions.sum::<u32>())
}
