//! The part of the walk that tells the tokens in which duplication is looked for.

use clone_tokens::Token;
use tree_sitter::Node;

use super::Walk;
use super::frame::Frame;
use crate::grammar::Kind;
use crate::outline::to_u32;
use crate::role::{Lexeme, Role};

/// A file with more tokens is made by a machine or minified; duplication is not measured in it.
const MAX_TOKENS: usize = 200_000;

impl<'t> Walk<'_, '_, 't> {
    /// The tokens of a node that stays open, unless those of its children tell it all.
    pub(super) fn tell_lexemes(&mut self, frame: &mut Frame<'t>, kind: &Kind) {
        frame.told |= matches!(frame.role, Role::Comment | Role::Documentation);
        if frame.told || self.clone_tokens.is_none() {
            return;
        }
        let children = frame.node.child_count();
        if children == 0 || kind.lexeme == Lexeme::Literal && !self.has_code(frame.node) {
            self.tell_lexeme(frame.node, kind);
            frame.told = true;
        }
    }

    /// Whether anything is put into the literal.
    fn has_code(&self, literal: Node) -> bool {
        let mut cursor = literal.walk();
        let is_code = |child: Node| {
            child.child_count() > 0 && self.grammar.kind(child.kind_id()).lexeme != Lexeme::Literal
        };
        literal.children(&mut cursor).any(is_code)
    }

    /// A token without a role.
    pub(super) fn tell_mere_lexeme(&mut self, node: Node, kind: &Kind) {
        if !self.frames.last().is_some_and(|parent| parent.told) {
            self.tell_lexeme(node, kind);
        }
    }

    fn tell_lexeme(&mut self, node: Node, kind: &Kind) {
        let Some(tokens) = &mut self.clone_tokens else {
            return;
        };
        if tokens.tokens().len() == MAX_TOKENS {
            self.clone_tokens = None;
            return;
        }
        let line = to_u32(node.start_position().row + 1);
        if let Some(token) = kind
            .clone_token
            .filter(|_| node.start_byte() < node.end_byte())
        {
            tokens.push(token, line, line);
            return;
        }
        let text = self.text.get(node.byte_range()).unwrap_or_default();
        // Some grammars' tokens reach over the white space behind them.
        let text = text.trim_ascii_end();
        if text.trim_ascii_start().is_empty() {
            return;
        }
        let token = match kind.lexeme {
            Lexeme::Identifier => Token::identifier(text),
            Lexeme::Literal | Lexeme::Other => Token::fixed(text),
        };
        let more = text.bytes().filter(|byte| *byte == b'\n').count();
        tokens.push(token, line, line + to_u32(more));
    }
}
