//! The open nodes of the walk, and what hooks may see of them.

use tree_sitter::Node;

use crate::analysis::Symbol;
use crate::ast::OpenNode;
use crate::choices::Part;
use crate::notes::NotesId;
use crate::outline::{Outline, SymbolId};
use crate::role::Role;
use crate::scope::Scope;

/// An open node.
#[derive(Debug)]
pub(crate) struct Frame<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) role: Role,
    pub(super) kind: u16,
    /// The symbol that it is in, or that it is.
    pub(super) symbol: Option<SymbolId>,
    /// The innermost function or type that it is in, or that it is.
    pub(super) host: Role,
    /// What was written before it about it.
    pub(super) notes: NotesId,
    /// What was written about its next child.
    pub(super) notes_next: NotesId,
    /// Cognitive nesting level of what is inside.
    pub(super) level: u32,
    /// Nothing inside is code.
    pub(crate) silent: bool,
    /// Only comments stand before it in its parent.
    pub(crate) first: bool,
    /// Something other than a comment was met inside.
    pub(super) begun: bool,
    pub(super) run: Run,
    /// The branch that it is a part of.
    pub(super) part: Option<Part>,
    /// Of what was read of it, where it is in a branch.
    pub(super) fingerprint: Option<u64>,
    /// Its tokens are no matter of duplication, or told already.
    pub(super) told: bool,
    pub(super) ast: Option<OpenNode>,
}

/// Where a node stands to runs of boolean operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Outside,
    Inside,
    /// Is the outermost operation of one.
    Opens,
    /// In one that adds nothing.
    Free,
}

/// A look at all open nodes from each of them would take the square of the time.
const MAX_ANCESTORS: usize = 1_000;

/// What hooks may look at beside the node.
pub(crate) struct Context<'a, 't> {
    pub(crate) text: &'a str,
    /// All nodes around it, outermost first.
    pub(crate) frames: &'a [Frame<'t>],
    pub(super) outline: &'a Outline,
}

impl<'a, 't> Context<'a, 't> {
    pub(crate) fn text_of(&self, node: Node) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The nodes around it, outermost first, as far as anybody nests.
    pub(crate) fn open(&self) -> &'a [Frame<'t>] {
        let first = self.frames.len().saturating_sub(MAX_ANCESTORS);
        self.frames.get(first..).unwrap_or_default()
    }

    /// The nodes around it, innermost first, as far as anybody nests.
    pub(crate) fn ancestors(&self) -> impl Iterator<Item = &'a Frame<'t>> {
        self.frames.iter().rev().take(MAX_ANCESTORS)
    }

    pub(crate) fn parent(&self) -> Option<Node<'t>> {
        self.frames.last().map(|frame| frame.node)
    }

    /// Name of the class, module or the like around it.
    pub(crate) fn enclosing_type(&self) -> Option<&'a str> {
        let frame = self.ancestors().find(|frame| frame.role == Role::Type)?;
        self.outline.name(frame.symbol?)
    }

    /// Name of the symbol that an open node is, or is in.
    pub(crate) fn name_of(&self, frame: &Frame) -> Option<&'a str> {
        self.outline.name(frame.symbol?)
    }

    /// What short names mean here. Not for [`Hooks::links`](crate::hooks::Hooks::links), which has
    /// it in its hands.
    pub(crate) fn scope(&self) -> &'a Scope {
        &self.outline.links.scope
    }

    /// The innermost symbol around it.
    pub(crate) fn enclosing_symbol(&self) -> Option<&'a Symbol> {
        self.outline.symbol(self.frames.last()?.symbol?)
    }
}
