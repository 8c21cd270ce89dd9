//! Exits: the explicit ways out of a function, those of functions and closures inside not included.

use crate::role::{Role, RoleSet};
use crate::spec::Spec;

#[derive(Debug)]
pub(crate) struct Exits {
    exits: Option<RoleSet>,
    /// One running value for each open function or closure.
    open: Vec<u32>,
}

const LITERALS: RoleSet = RoleSet::of(&[Role::Closure, Role::ClosureMatch]);

impl Exits {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            exits: spec.exits,
            open: Vec::new(),
        }
    }

    pub(crate) fn enter(&mut self, role: Role) {
        if LITERALS.contains(role) {
            self.open.push(0);
        } else if self.exits.is_some_and(|exits| exits.contains(role))
            && let Some(exits) = self.open.last_mut()
        {
            *exits += 1;
        }
    }

    pub(crate) fn leave(&mut self, role: Role) {
        if LITERALS.contains(role) {
            self.open.pop();
        }
    }

    pub(crate) fn enter_function(&mut self) {
        self.open.push(0);
    }

    pub(crate) fn leave_function(&mut self) -> Option<u32> {
        let value = self.open.pop();
        self.exits.and(value)
    }
}
