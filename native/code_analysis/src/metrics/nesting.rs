//! Nesting depth: how many control blocks lie around the innermost one, that one included.

use crate::languages::Spec;
use crate::role::{Role, RoleSet};

#[derive(Debug)]
pub(crate) struct Nesting {
    blocks: Option<RoleSet>,
    /// Levels of the open functions, outermost first. The file's own is at the bottom.
    functions: Vec<Level>,
    counts_into_host: bool,
    /// A function inside another is as deep in it as its cognitive level says.
    functions_nest: bool,
    deepest: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// The function's cognitive level.
    base: u32,
    open: u32,
    deepest: u32,
}

impl Level {
    fn reach(&mut self, depth: u32) {
        self.deepest = self.deepest.max(self.open + depth);
    }
}

impl Nesting {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            blocks: spec.nesting,
            functions: vec![Level::default()],
            counts_into_host: spec.functions_count_into_host,
            functions_nest: spec
                .nesting
                .is_some_and(|blocks| blocks.contains(Role::Function)),
            deepest: 0,
        }
    }

    fn is_block(&self, role: Role) -> bool {
        role != Role::Function && self.blocks.is_some_and(|blocks| blocks.contains(role))
    }

    pub(crate) fn enter(&mut self, role: Role) {
        if self.is_block(role)
            && let Some(level) = self.functions.last_mut()
        {
            level.open += 1;
            level.reach(0);
        }
    }

    pub(crate) fn leave(&mut self, role: Role) {
        if self.is_block(role)
            && let Some(level) = self.functions.last_mut()
        {
            level.open = level.open.saturating_sub(1);
        }
    }

    pub(crate) fn enter_function(&mut self, level: u32) {
        self.functions.push(Level {
            base: level,
            ..Level::default()
        });
    }

    pub(crate) fn leave_function(&mut self) -> Option<u32> {
        let Level { base, deepest, .. } = self.functions.pop()?;
        self.deepest = self.deepest.max(deepest);
        if let Some(host) = self.functions.last_mut() {
            if self.counts_into_host {
                host.reach(deepest);
            } else if self.functions_nest && deepest > 0 {
                let inside = base.saturating_sub(host.base) + deepest;
                host.deepest = host.deepest.max(inside);
            }
        }
        self.blocks.map(|_| deepest)
    }

    pub(crate) fn finish(self) -> Option<u32> {
        let open = self.functions.iter().map(|level| level.deepest);
        self.blocks.map(|_| open.fold(self.deepest, u32::max))
    }
}
