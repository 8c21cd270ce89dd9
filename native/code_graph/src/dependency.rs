//! What a file depends on.

use crate::catalog::FileId;

/// Lines and kinds of one dependency that are listed.
const MAX_LISTED: usize = 20;

/// Where something that a file uses comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A file of the codebase.
    File(FileId),
    /// A package from elsewhere, or the language's own library.
    Package(String),
    /// It should be in the codebase, and is not.
    Unresolved(String),
}

/// One use of a target, as a resolver finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) target: Target,
    /// `import`, `use`, `call`, …
    pub(crate) kind: String,
    /// From 1.
    pub(crate) line: u32,
}

/// All uses of one target by one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Where it comes from.
    pub target: Target,
    /// What is done with it, in order of appearance, each once.
    pub kinds: Vec<String>,
    /// Where, from 1, ascending, the first few.
    pub lines: Vec<u32>,
}

/// The uses of each target together, in the order of targets. A file does not depend on itself.
pub(crate) fn gather(this: FileId, mut uses: Vec<Use>) -> Vec<Dependency> {
    uses.retain(|one| one.target != Target::File(this));
    uses.iter_mut().for_each(|one| one.target.clean());
    uses.sort_by(|a, b| (&a.target, a.line).cmp(&(&b.target, b.line)));
    let mut gathered: Vec<Dependency> = Vec::new();
    for one in uses {
        match gathered.last_mut() {
            Some(last) if last.target == one.target => last.add(one),
            _ => gathered.push(Dependency {
                target: one.target,
                kinds: vec![one.kind],
                lines: vec![one.line],
            }),
        }
    }
    gathered
}

impl Target {
    /// A manifest may name a package by characters that PostgreSQL does not take.
    fn clean(&mut self) {
        if let Self::Package(name) | Self::Unresolved(name) = self {
            name.retain(|character| !character.is_control());
        }
    }
}

impl Dependency {
    fn add(&mut self, one: Use) {
        if self.kinds.len() < MAX_LISTED && !self.kinds.contains(&one.kind) {
            self.kinds.push(one.kind);
        }
        if self.lines.len() < MAX_LISTED && self.lines.last() != Some(&one.line) {
            self.lines.push(one.line);
        }
    }

    /// The file, if it is one of the codebase.
    #[must_use]
    pub fn file(&self) -> Option<FileId> {
        match self.target {
            Target::File(id) => Some(id),
            _ => None,
        }
    }
}
