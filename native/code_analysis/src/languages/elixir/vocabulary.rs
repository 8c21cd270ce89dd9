//! What Halstead's measures count.
//!
//! | operators | distinct by |
//! |---|---|
//! | symbols and word operators, `.`, `->`, `,`; `/` of a capture `&f/1` too | token |
//! | `fn`, `do`, `rescue`, `catch`, `else`, `after` of blocks; their `end` belongs to them | token |
//! | `do:`, `else:`, … of a call with a block as keyword | text |
//! | what is called to define, import, choose, loop, try or quote: `def`, `use`, `if`, `case`, … | text |
//! | any other call with arguments, with or without brackets | one |
//! | each sort of brackets: `(…)` around an expression, `[…]`, `{…}`, `%{…}`, `<<…>>`, `a[…]`, `#{…}` | pair |
//!
//! Operands, distinct by their text, are names of variables, functions and attributes, keys,
//! aliases, atoms, numbers, `true`, `false`, `nil`, and strings, charlists and sigils as a whole;
//! what is interpolated counts besides. Nothing counts of comments, documentation attributes,
//! `@spec`, `@type` and its like, and `@callback`: they do nothing. `;` and line ends are no
//! separators, so that one may replace the other.

use tree_sitter::Node;

use super::roles::CONSTRUCTS;
use crate::languages::Vocabulary;
use crate::role::{Lexical, Role};
use crate::walk::Context;

pub(super) const VOCABULARY: Vocabulary = Vocabulary {
    tokens: &[
        "!", "!=", "!==", "&", "&&", "&&&", "*", "**", "+", "++", "+++", ",", "-", "--", "---",
        "->", ".", "..", "...", "/", "//", "::", "<", "<-", "<<<", "<<~", "<=", "<>", "<|>", "<~",
        "<~>", "=", "==", "===", "=>", "=~", ">", ">=", ">>>", "@", "\\\\", "^", "^^^", "after",
        "and", "catch", "do", "else", "fn", "in", "not", "not in", "or", "rescue", "when", "|",
        "|>", "||", "|||", "~>", "~>>", "~~~",
    ],
    operators: &[
        "access_call",
        "bitstring",
        "block",
        "interpolation",
        "list",
        "map",
        "tuple",
    ],
    operands: &[
        "alias",
        "atom",
        "boolean",
        "char",
        "charlist",
        "float",
        "integer",
        "nil",
        "quoted_atom",
        "quoted_keyword",
        "sigil",
        "string",
    ],
    asked: &["arguments", "identifier", "keyword"],
    asked_tokens: &[],
};

pub(super) fn lexical(node: Node, context: &Context) -> Lexical {
    let Some(parent) = context.ancestors().next() else {
        return Lexical::Operand;
    };
    let is_construct = CONSTRUCTS.contains(parent.role);
    match node.kind() {
        "identifier" if is_construct && node.start_byte() == parent.node.start_byte() => {
            Lexical::Word
        }
        "keyword" if parent.role != Role::None => Lexical::Word,
        "arguments" if !is_construct && parent.node.kind() == "call" => Lexical::Operator,
        "arguments" => Lexical::None,
        _ => Lexical::Operand,
    }
}
