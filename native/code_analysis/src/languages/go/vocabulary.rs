//! What Halstead's measures count: keywords, signs and opening brackets are operators, names and
//! literals are operands. A pair of brackets counts once; quotes belong to their literal.

use crate::languages::Vocabulary;

pub(super) const VOCABULARY: Vocabulary = Vocabulary {
    #[rustfmt::skip]
    tokens: &[
        "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough",
        "for", "func", "go", "goto", "if", "import", "interface", "map", "package", "range",
        "return", "select", "struct", "switch", "type", "var",
        "(", "[", "{", ",", ";", ":", ".", "...",
        "=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "&^=",
        "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "&^", "~",
        "++", "--", "&&", "||", "!", "<-", "==", "!=", "<", "<=", ">", ">=",
    ],
    operators: &["dot"],
    operands: &[
        "identifier",
        "blank_identifier",
        "field_identifier",
        "label_name",
        "package_identifier",
        "type_identifier",
        "int_literal",
        "float_literal",
        "imaginary_literal",
        "rune_literal",
        "interpreted_string_literal",
        "raw_string_literal",
        "true",
        "false",
        "nil",
        "iota",
    ],
    asked: &[],
    asked_tokens: &[],
};
