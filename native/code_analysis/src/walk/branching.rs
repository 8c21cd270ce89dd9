//! Compares the branches of choices, and sees handlers that do nothing.
//!
//! Nodes inside a branch have a fingerprint, which is their kind's with those of all that is
//! inside, so that each node is read once, however many branches lie around it.

use tree_sitter::Node;

use super::{Frame, Walk};
use crate::choices::lines;
use crate::grammar::Kind;
use crate::redaction::may_hide;
use crate::role::Role;

const MAX_NESTED_BYTES: usize = 2_000;

impl<'t> Walk<'_, '_, 't> {
    pub(super) fn choose(&mut self, choice: Node<'t>) {
        let branches = self.grammar.spec.hooks.branches(choice, &self.context());
        self.choices.open(choice, &branches);
    }

    /// Starts the fingerprint of a node in a branch.
    pub(super) fn begin_fingerprint(&mut self, frame: &mut Frame<'t>, kind: &Kind) {
        frame.part = self.choices.meet(frame.node);
        let is_inside = self
            .frames
            .last()
            .is_some_and(|parent| parent.fingerprint.is_some());
        if is_inside || frame.part.is_some() {
            frame.fingerprint = Some(u64::from(kind.token));
        }
    }

    /// A token without a frame of its own.
    pub(super) fn mark_mere_token(&mut self, kind: &Kind) {
        if let Some(parent) = self.frames.last_mut()
            && let Some(before) = parent.fingerprint
        {
            let token = u64::from(kind.token);
            parent.fingerprint = Some(self.choices.joined(before, token));
        }
    }

    /// Hands the fingerprint of a node that was left on to its parent and its branch.
    pub(super) fn end_fingerprint(&mut self, frame: &Frame<'t>) {
        let Some(mut fingerprint) = frame.fingerprint.filter(|_| frame.role != Role::Comment)
        else {
            return;
        };
        let kind = self.grammar.kind(frame.kind);
        if kind.verbatim || frame.node.child_count() == 0 {
            let token = self.of_token(frame.node, kind);
            fingerprint = self.choices.joined(fingerprint, token);
        }
        if let Some(parent) = self.frames.last_mut()
            && let Some(before) = parent.fingerprint
        {
            parent.fingerprint = Some(self.choices.joined(before, fingerprint));
        }
        if let Some(part) = frame.part {
            self.choices.add(part, fingerprint);
        }
    }

    /// What is hidden is like nothing else. What lies in others of its like is the same if it begins
    /// alike: the text of each is that of all inside.
    fn of_token(&self, token: Node<'t>, kind: &Kind) -> u64 {
        let text = self.text.get(token.byte_range()).unwrap_or_default();
        let text = match token.child_count() {
            0 => text,
            _ => &text[..text.floor_char_boundary(MAX_NESTED_BYTES)],
        };
        match may_hide(text) {
            true => token.id() as u64,
            false => self.choices.of_token(kind.token, text),
        }
    }

    pub(super) fn swallow(&mut self, handler: Node<'t>) {
        let swallowed = self.grammar.spec.hooks.swallowed(handler, &self.context());
        let lines = swallowed.into_iter().map(lines);
        self.outline.swallowed.extend(lines);
    }
}
