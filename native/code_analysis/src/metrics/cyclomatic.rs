//! Cyclomatic complexity: 1 plus the decision points of a function.

use crate::languages::Spec;
use crate::role::{Role, RoleSet};

#[derive(Debug)]
pub(crate) struct Cyclomatic {
    decisions: Option<RoleSet>,
    mute: RoleSet,
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
    /// Open nodes inside which nothing counts.
    muted: u32,
}

impl Cyclomatic {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            decisions: spec.decisions,
            mute: spec.no_decisions_in,
            counts_into_host: spec.functions_count_into_host,
            functions: Vec::new(),
        }
    }

    pub(crate) fn enter(&mut self, role: Role) {
        let decides = self
            .decisions
            .is_some_and(|decisions| decisions.contains(role));
        if let Some(function) = self.functions.last_mut() {
            function.own += u32::from(decides && function.muted == 0);
            function.muted += u32::from(self.mute.contains(role));
        }
    }

    pub(crate) fn leave(&mut self, role: Role) {
        if self.mute.contains(role)
            && let Some(function) = self.functions.last_mut()
        {
            function.muted -= 1;
        }
    }

    pub(crate) fn enter_function(&mut self) {
        self.functions.push(Running {
            own: 1,
            inside: 0,
            muted: 0,
        });
    }

    pub(crate) fn leave_function(&mut self) -> Option<Running> {
        let value = self.functions.pop()?;
        if let Some(host) = self.functions.last_mut() {
            if self.counts_into_host {
                host.own += value.own;
            } else {
                host.inside += value.own + value.inside;
            }
        }
        self.decisions.map(|_| value)
    }
}

/// The file's value: its functions' values and 1 for the file itself.
pub(crate) fn of_file(spec: &Spec, functions: impl Iterator<Item = u32>) -> Option<u32> {
    spec.decisions.map(|_| 1 + functions.sum::<u32>())
}
