//! Operators and operands as rust-code-analysis has them.

use tree_sitter::Node;

use crate::languages::Vocabulary;
use crate::role::{Lexical, Role};
use crate::walk::{Context, Frame};

pub(super) const VOCABULARY: Vocabulary = Vocabulary {
    tokens: &[
        "(", "[", "{", "async", "await", "continue", "fn", "for", "if", "let", "loop", "match",
        "move", "return", "unsafe", "while",
    ],
    operators: &["mutable_specifier", "primitive_type"],
    operands: &[
        "identifier",
        "self",
        "string_literal",
        "raw_string_literal",
        "char_literal",
        "integer_literal",
        "float_literal",
        "boolean_literal",
    ],
    asked: &[],
    asked_tokens: &[
        "_", ",", ";", ".", "..", "..=", "->", "=>", "?", "!", "=", "+", "-", "*", "/", "%", "&",
        "|", "^", "<<", ">>", "&&", "||", "==", "!=", "<", ">", "<=", ">=", "+=", "-=", "*=", "/=",
        "%=", "&=", "|=", "^=", "<<=", ">>=",
    ],
};

/// Punctuation inside macros is no operator but where it says how often something repeats.
pub(super) fn of_punctuation(node: Node, context: &Context) -> Lexical {
    let in_macro =
        |parent: &Frame| parent.role == Role::Quote && node.end_byte() < parent.node.end_byte();
    match context.text_of(node) {
        _ if context.frames.last().is_some_and(in_macro) => Lexical::None,
        "_" => Lexical::Operand,
        _ => Lexical::Operator,
    }
}
