//! Cognitive complexity (G. Ann Campbell, SonarSource): how hard control flow is to follow.
//!
//! A break in the flow adds 1, and where it is *structural* also its nesting level. A run of like
//! boolean operators adds 1. What a role adds and what nests is the language's to say.

use crate::languages::Spec;
use crate::role::{Role, RoleSet};

/// What adds to cognitive complexity in a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flow {
    /// Add 1 and their nesting level.
    pub(crate) structural: RoleSet,
    /// Add 1.
    pub(crate) flat: RoleSet,
    /// Everything inside lies one level deeper. Bodies of constructs do so by
    /// [`crate::languages::Spec::bodies`].
    pub(crate) nesting: RoleSet,
    /// Nothing inside adds anything, but to functions that are defined there.
    pub(crate) mute: RoleSet,
    /// A function inside another also adds to that one, a level deeper. A type inside a function
    /// starts at level 0 again.
    pub(crate) counts_into_host: bool,
}

/// The running values of a function, of a type inside one, or of the file.
#[derive(Clone, Copy, Debug, Default)]
struct Scope {
    flat: u32,
    structural: u32,
    /// Sum of the levels of everything structural.
    levels: u32,
    /// Level at which the scope starts.
    base: u32,
    muted: u32,
}

impl Scope {
    fn value(&self) -> u32 {
        let nesting = self
            .levels
            .saturating_sub(self.structural.saturating_mul(self.base));
        self.flat
            .saturating_add(self.structural)
            .saturating_add(nesting)
    }

    /// Takes in what an inner scope that goes on counting levels has found.
    fn add(&mut self, inner: &Self) {
        self.flat = self.flat.saturating_add(inner.flat);
        self.structural = self.structural.saturating_add(inner.structural);
        self.levels = self.levels.saturating_add(inner.levels);
    }
}

#[derive(Debug)]
pub(crate) struct Cognitive {
    flow: Option<Flow>,
    /// Open functions and types, outermost first.
    scopes: Vec<Scope>,
    file: Scope,
    /// What decorators bring into the next function or type.
    decoration: u32,
    /// The last operator of each open run of boolean operations.
    runs: Vec<Option<Role>>,
}

impl Cognitive {
    pub(crate) fn new(spec: &Spec) -> Self {
        Self {
            flow: spec.cognitive,
            scopes: Vec::new(),
            file: Scope::default(),
            decoration: 0,
            runs: Vec::new(),
        }
    }

    fn scope(&mut self) -> &mut Scope {
        self.scopes.last_mut().unwrap_or(&mut self.file)
    }

    /// `level` is that at which the node stands.
    pub(crate) fn enter(&mut self, role: Role, level: u32) {
        let Some(flow) = self.flow else { return };
        match role {
            Role::Type => self.open(0),
            Role::Decorator => self.scopes.push(Scope {
                base: level,
                ..Scope::default()
            }),
            _ => {}
        }
        let scope = self.scope();
        scope.muted += u32::from(flow.mute.contains(role));
        if scope.muted > 0 {
            return;
        }
        if flow.structural.contains(role) {
            scope.structural += 1;
            scope.levels = scope.levels.saturating_add(level);
        } else if flow.flat.contains(role) {
            scope.flat += 1;
        }
    }

    pub(crate) fn leave(&mut self, role: Role) {
        let Some(flow) = self.flow else { return };
        if flow.mute.contains(role) {
            self.scope().muted -= 1;
        }
        match role {
            Role::Type => {
                let value = self.close();
                let scope = self.scope();
                if scope.muted == 0 {
                    scope.flat = scope.flat.saturating_add(value);
                }
            }
            Role::Decorator => self.decoration = self.decoration.saturating_add(self.close()),
            _ => {}
        }
    }

    pub(crate) fn open_run(&mut self) {
        self.runs.push(None);
    }

    pub(crate) fn close_run(&mut self) {
        self.runs.pop();
    }

    /// An operator of the innermost open run.
    pub(crate) fn operator(&mut self, role: Role) {
        let changed = self
            .runs
            .last_mut()
            .is_some_and(|last| last.replace(role) != Some(role));
        let scope = self.scope();
        if changed && scope.muted == 0 {
            scope.flat += 1;
        }
    }

    /// Opens a function or type.
    fn open(&mut self, base: u32) {
        self.scopes.push(Scope {
            base,
            flat: std::mem::take(&mut self.decoration),
            ..Scope::default()
        });
    }

    fn close(&mut self) -> u32 {
        self.scopes.pop().map_or(0, |scope| scope.value())
    }

    pub(crate) fn enter_function(&mut self, level: u32) {
        self.open(level);
    }

    pub(crate) fn leave_function(&mut self) -> Option<u32> {
        let (flow, scope) = (self.flow?, self.scopes.pop()?);
        let value = scope.value();
        match self.scopes.last_mut() {
            Some(host) if flow.counts_into_host => host.add(&scope),
            _ => self.file.flat = self.file.flat.saturating_add(value),
        }
        Some(value)
    }

    pub(crate) fn finish(self) -> Option<u32> {
        self.flow.map(|_| self.file.value())
    }
}
