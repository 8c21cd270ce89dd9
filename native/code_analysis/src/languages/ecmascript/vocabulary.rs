//! What Halstead's measures count: a table of our own.
//!
//! - Operators are the tokens that act or separate. Of a pair of brackets or braces only the
//!   opening one counts; so do the `<` of type arguments and of JSX tags, whose closing tags add
//!   nothing but their name.
//! - Operands are names and literals. Names and built-in types in type annotations are among them,
//!   and the tokens of annotations among the operators: they too are written and read.
//! - A string, regular expression, template string or piece of JSX text is one operand by its whole
//!   text. The expressions inside a template string count besides, each `${` as an operator. JSX
//!   attributes are names, `=` and values.

use tree_sitter::Node;

use crate::languages::{Lexemes, Vocabulary};
use crate::role::Lexical;
use crate::walk::Context;

/// The tokens of both languages and further ones.
macro_rules! tokens {
    ($($further:literal)*) => {
        &[
            "!", "!=", "!==", "${", "%", "%=", "&", "&&", "&&=", "&=", "(", "*", "**", "**=", "*=",
            "+", "++", "+=", ",", "-", "--", "-=", ".", "...", "/=", ":", ";", "<", "<<", "<<=",
            "<=", "=", "==", "===", "=>", ">=", ">>", ">>=", ">>>", ">>>=", "?", "??", "??=", "@",
            "[", "^", "^=", "{", "|", "|=", "||", "||=", "~", "as", "async", "await", "break",
            "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do",
            "else", "export", "extends", "finally", "for", "function", "get", "if", "import", "in",
            "instanceof", "let", "new", "of", "return", "set", "static", "switch", "throw", "try",
            "typeof", "using", "var", "void", "while", "with", "yield",
            $($further),*
        ]
    };
}

/// The operands of both languages and further ones.
macro_rules! operands {
    ($($further:literal)*) => {
        &[
            "false", "identifier", "meta_property", "null", "number",
            "private_property_identifier", "property_identifier", "regex",
            "shorthand_property_identifier", "shorthand_property_identifier_pattern",
            "statement_identifier", "string", "super", "template_string", "this", "true",
            "undefined",
            $($further),*
        ]
    };
}

pub(super) const JAVASCRIPT: Vocabulary = Vocabulary {
    tokens: tokens!(),
    operators: &["import", "optional_chain"],
    operands: operands!(),
    asked: &["jsx_text"],
    asked_tokens: &["/", ">"],
};

pub(super) const TYPESCRIPT: Vocabulary = Vocabulary {
    tokens: tokens!(
        "+?:" "-?:" "?." "?:" "abstract" "accessor" "asserts" "declare" "enum" "global"
        "implements" "infer" "interface" "is" "keyof" "module" "namespace" "override" "private"
        "protected" "public" "readonly" "require" "satisfies" "type" "unique symbol"
    ),
    operators: &["import"],
    operands: operands!("predefined_type" "this_type" "type_identifier"),
    ..JAVASCRIPT
};

pub(super) const JAVASCRIPT_LEXEMES: Lexemes = Lexemes {
    identifiers: &[
        "identifier",
        "private_property_identifier",
        "property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "statement_identifier",
    ],
    literals: &["regex", "string", "template_string"],
};

pub(super) const TYPESCRIPT_LEXEMES: Lexemes = Lexemes {
    identifiers: &[
        "identifier",
        "private_property_identifier",
        "property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "statement_identifier",
        "type_identifier",
    ],
    literals: &["regex", "string", "template_string"],
};

/// JSX text counts unless it is white space. Slashes are operators unless they enclose a regular
/// expression, and `>` unless it closes a tag or type arguments.
pub(super) fn lexical(node: Node, context: &Context) -> Lexical {
    if node.is_named() {
        return match context.text_of(node).trim() {
            "" => Lexical::None,
            _ => Lexical::Operand,
        };
    }
    match context.parent().map(|parent| parent.kind()) {
        Some("binary_expression") => Lexical::Operator,
        _ => Lexical::None,
    }
}
