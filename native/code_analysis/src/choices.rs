//! Choices: constructs that go one of several ways, and whether ways are the same.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap};
use tree_sitter::Node;

use crate::outline::to_u32;

/// One way that a choice may go, as a language's hooks tell it.
pub(crate) struct Branch<'t> {
    /// What runs, without the brackets around and comments at both ends.
    code: Vec<Node<'t>>,
    /// Stands for the branch where nothing runs.
    place: Node<'t>,
    /// Takes what its condition binds, so that the same words may mean something else elsewhere.
    bound: bool,
}

impl<'t> Branch<'t> {
    /// What runs are the statements of `block`.
    pub(crate) fn block(block: Node<'t>) -> Self {
        Self::new(block, children(block))
    }

    /// What runs is the node itself.
    pub(crate) fn expression(node: Node<'t>) -> Self {
        Self::new(node, vec![node])
    }

    pub(crate) fn new(place: Node<'t>, code: Vec<Node<'t>>) -> Self {
        Self {
            code,
            place,
            bound: false,
        }
    }

    pub(crate) fn bound(self, bound: bool) -> Self {
        Self { bound, ..self }
    }

    /// As it is before the walk.
    fn way(&self) -> Way {
        let first = self.code.first().unwrap_or(&self.place);
        let last = self.code.last().unwrap_or(&self.place);
        let (line, end_line) = (lines(*first).0, lines(*last).1);
        Way {
            lines: (line, end_line),
            length: match self.code.is_empty() {
                true => 0,
                false => end_line + 1 - line,
            },
            fingerprint: (!self.bound).then_some(0),
        }
    }
}

/// All children that are no comments.
pub(crate) fn children(node: Node) -> Vec<Node> {
    let mut cursor = node.walk();
    let children = node.named_children(&mut cursor);
    children.filter(|child| !child.is_extra()).collect()
}

/// The ways of a choice.
pub(crate) struct Branches<'t> {
    ways: Vec<Branch<'t>>,
    /// One of them is gone whatever is the case.
    is_complete: bool,
}

impl<'t> Branches<'t> {
    pub(crate) fn new(ways: Vec<Branch<'t>>, is_complete: bool) -> Self {
        Self { ways, is_complete }
    }

    /// Nothing is left out.
    pub(crate) fn complete(ways: Vec<Branch<'t>>) -> Self {
        Self::new(ways, true)
    }

    pub(crate) fn none() -> Self {
        Self::complete(Vec::new())
    }
}

/// The branches of an `if` and of those that follow its `else`. `branch` reads a consequence or
/// what is done otherwise; `otherwise` finds the latter.
pub(crate) fn chain<'t>(
    first: Node<'t>,
    branch: impl Fn(Node<'t>) -> Branch<'t>,
    otherwise: impl Fn(Node<'t>) -> Option<Node<'t>>,
    binds: impl Fn(Node<'t>) -> bool,
) -> Branches<'t> {
    let mut branches = Vec::new();
    let mut is_complete = false;
    let mut next = Some(first);
    while let Some(node) = next.take() {
        if node.kind_id() != first.kind_id() {
            branches.push(branch(node));
            is_complete = true;
            break;
        }
        let consequence = node.child_by_field_name("consequence");
        branches.extend(consequence.map(|block| branch(block).bound(binds(node))));
        next = otherwise(node);
    }
    Branches::new(branches, is_complete)
}

/// First and last line, from 1. Some nodes reach to the start of the line below.
pub(crate) fn lines(node: Node) -> (u32, u32) {
    let (start, end) = (node.start_position(), node.end_position());
    let reaches_over = end.column == 0 && end.row > start.row;
    let last_row = end.row - usize::from(reaches_over);
    (to_u32(start.row + 1), to_u32(last_row + 1))
}

/// A choice of the file.
#[derive(Debug)]
pub(crate) struct Choice {
    /// First and last.
    pub(crate) lines: (u32, u32),
    /// At least two.
    pub(crate) branches: Vec<Way>,
    /// One of them is gone whatever is the case.
    pub(crate) is_complete: bool,
}

/// A branch, once it was walked over.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) lines: (u32, u32),
    /// Lines of code, from its first to its last; 0 where nothing runs.
    pub(crate) length: u32,
    /// That of other branches of the same tokens. `None` where they may mean something else.
    pub(crate) fingerprint: Option<u64>,
}

/// All choices of a file, and what of them the walk has not come to yet.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    found: Vec<Choice>,
    /// The nodes of branches, by their ids: which choice and which branch of it they belong to.
    awaited: HashMap<usize, Part>,
    hasher: DefaultHashBuilder,
}

/// Where a node belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    choice: usize,
    branch: usize,
}

impl Choices {
    /// A choice of one branch is none.
    pub(crate) fn open(&mut self, node: Node, branches: &Branches) {
        let Branches { ways, is_complete } = branches;
        if ways.len() < 2 {
            return;
        }
        let choice = self.found.len();
        for (branch, Branch { code, .. }) in ways.iter().enumerate() {
            let part = Part { choice, branch };
            self.awaited
                .extend(code.iter().map(|node| (node.id(), part)));
        }
        self.found.push(Choice {
            lines: lines(node),
            branches: ways.iter().map(Branch::way).collect(),
            is_complete: *is_complete,
        });
    }

    /// What the node is a part of, once.
    pub(crate) fn meet(&mut self, node: Node) -> Option<Part> {
        if self.awaited.is_empty() {
            return None;
        }
        self.awaited.remove(&node.id())
    }

    /// Adds a node of a branch to it.
    pub(crate) fn add(&mut self, part: Part, fingerprint: u64) {
        let hasher = &self.hasher;
        let choice = self.found.get_mut(part.choice);
        let way = choice.and_then(|choice| choice.branches.get_mut(part.branch));
        if let Some(of) = way.and_then(|way| way.fingerprint.as_mut()) {
            *of = hasher.hash_one((*of, fingerprint));
        }
    }

    /// The fingerprint of what has `before` and goes on with `next`.
    pub(crate) fn joined(&self, before: u64, next: u64) -> u64 {
        self.hasher.hash_one((before, next))
    }

    /// The fingerprint of a token.
    pub(crate) fn of_token(&self, kind: u16, text: &str) -> u64 {
        self.hasher.hash_one((kind, text))
    }

    pub(crate) fn finish(self) -> Vec<Choice> {
        self.found
    }
}
