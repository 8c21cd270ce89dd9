//! Python 3. What Python 2 had beside it (`print x`, `exec x`) is parsed, `except E, e` too.
//!
//! Classes are listed as classes, those that directly inherit from an enum of the standard library
//! also as enums, those that directly inherit from `Protocol` also as interfaces. Dataclasses,
//! named tuples and abstract base classes are classes and nothing else. Structs and traits do not
//! exist. Lambdas are no symbols; what they hold counts into the function around them. A name with
//! a leading underscore is private unless it is dunder, and so is what is defined in a function.
//!
//! - Cyclomatic complexity follows radon 6.0.1: nothing inside an `assert`, in decorators and
//!   parameters, or directly in the body of a class in a function counts. Not copied: radon does
//!   not see the handlers of `except*`, and takes `case x if y` for a wildcard.
//! - Cognitive complexity follows SonarSource's analyzer, with `match` (which it overlooks) and
//!   with runs of boolean operators flattened through parentheses. Lambdas do not nest.
//! - Nesting depth is the deepest suite that depends on a condition, a ternary included; `with`,
//!   `try` and `finally` do not deepen. A function inside another counts into it, one level deeper
//!   unless it is all that the other returns.
//! - Halstead's measures and exits follow rust-code-analysis 0.0.25. Type annotations count as any
//!   expression does.
//! - Documentation coverage follows interrogate 1.7 with its defaults: all functions and classes,
//!   private and nested ones too, and the file. Every string that is a statement is comment lines.
//!
//! Known gaps of the grammar: `type(a).b = c` is taken for a type alias; a line inside brackets that
//! starts left of its block, after a dot, is a syntax error; a function may end with a comment
//! below it that is indented deeper; time grows with the square of a run of comment lines
//! (some 5,000 take a second or two).

mod branches;
mod definitions;
mod docstrings;
mod exports;
mod guard;
mod imports;
mod security;
mod semantics;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, FileDoc, Flow, Hooks, Lexemes, LineScan, Links, Roles,
    Spec, Tokens, Vocabulary,
};
use crate::analysis::{Columns, SymbolKind};
use crate::choices::Branches;
use crate::role::{Lexical, Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    tokens: TOKENS,
    verbatim: &["string_content", "format_specifier"],
    decisions: Some(RoleSet::of(&[
        Role::If,
        Role::ElseIf,
        Role::Ternary,
        Role::Loop,
        Role::Completion,
        Role::Comprehension,
        Role::Catch,
        Role::MatchArm,
        Role::Assertion,
        Role::And,
        Role::Or,
    ])),
    no_decisions_in: RoleSet::of(&[
        Role::Assertion,
        Role::Parameters,
        Role::Decorator,
        Role::Type,
    ]),
    cognitive: Some(Flow {
        structural: RoleSet::of(&[
            Role::If,
            Role::Ternary,
            Role::Loop,
            Role::Match,
            Role::Catch,
        ]),
        flat: RoleSet::of(&[Role::ElseIf, Role::Else, Role::Completion]),
        nesting: RoleSet::of(&[Role::Branch, Role::Ternary]),
        mute: RoleSet::NONE,
        counts_into_host: true,
    }),
    nesting: Some(RoleSet::of(&[Role::Branch, Role::Ternary, Role::Function])),
    exits: Some(RoleSet::of(&[Role::Return])),
    vocabulary: Some(VOCABULARY),
    lexemes: Some(LEXEMES),
    documentation: Some(Documentable::SymbolsAndFile),
    line_scan: LineScan {
        modifiers: &["async"],
        definitions: &[("def", SymbolKind::Function), ("class", SymbolKind::Class)],
    },
    guard: guard::refusal,
    columns: Columns {
        functions: true,
        parameters: true,
        imports: true,
        exports: true,
        classes: Some(&[SymbolKind::Class, SymbolKind::Enum, SymbolKind::Interface]),
        structs: None,
        enums: Some(&[SymbolKind::Enum]),
        traits: None,
        interfaces: Some(&[SymbolKind::Interface]),
        ..Columns::NONE
    },
    security: Some(security::RULES),
    semantics: Some(semantics::SEMANTICS),
    ..Spec::plain(|| tree_sitter_python::LANGUAGE.into(), &Python)
};

const LEXEMES: Lexemes = Lexemes {
    identifiers: &["identifier"],
    literals: &["string", "string_content"],
};

const TOKENS: &[Tokens] = &[&[
    (Role::And, "and", &["boolean_operator"]),
    (Role::Or, "or", &["boolean_operator"]),
]];

const ROLES: Roles = &[
    (
        Role::Ask,
        &[
            "block",
            "case_clause",
            "concatenated_string",
            "else_clause",
            "if_clause",
            "string",
        ],
    ),
    (Role::Comment, &["comment"]),
    (Role::Decorator, &["decorator"]),
    (Role::Function, &["function_definition"]),
    (Role::Parameters, &["parameters"]),
    (Role::Type, &["class_definition"]),
    (
        Role::Import,
        &[
            "import_statement",
            "import_from_statement",
            "future_import_statement",
        ],
    ),
    // Only the whole module tells what it exports.
    (Role::Export, &["module"]),
    (Role::If, &["if_statement"]),
    (Role::ElseIf, &["elif_clause"]),
    (Role::Ternary, &["conditional_expression"]),
    (Role::Loop, &["for_statement", "while_statement"]),
    (Role::Comprehension, &["for_in_clause"]),
    (Role::Match, &["match_statement"]),
    (Role::Catch, &["except_clause"]),
    (Role::Assertion, &["assert_statement"]),
    (Role::Return, &["return_statement"]),
    (Role::BooleanOperation, &["boolean_operator"]),
    (Role::Parenthesis, &["parenthesized_expression"]),
];

const VOCABULARY: Vocabulary = Vocabulary {
    tokens: &[
        "import", ".", "from", ",", "as", "*", ">>", "assert", ":=", "return", "def", "del",
        "raise", "pass", "break", "continue", "if", "elif", "else", "async", "for", "in", "while",
        "try", "except", "finally", "with", "->", "=", "global", "exec", "@", "not", "and", "or",
        "+", "-", "/", "%", "//", "**", "|", "&", "^", "<<", "~", "<", "<=", "==", "!=", ">=", ">",
        "<>", "is", "+=", "-=", "*=", "/=", "@=", "//=", "%=", "**=", ">>=", "<<=", "&=", "^=",
        "|=", "await", "print",
    ],
    // An `await` is two operators in the reference: the word and the whole expression.
    operators: &["await", "yield"],
    operands: &[
        "identifier",
        "integer",
        "float",
        "true",
        "false",
        "none",
        "string",
    ],
    asked: &[],
    // The pattern that takes all.
    asked_tokens: &["_"],
};

struct Python;

impl Hooks for Python {
    fn role(&self, node: Node, context: &Context) -> Role {
        let Some(parent) = context.parent() else {
            return Role::None;
        };
        match node.kind() {
            "block" => role_of_block(parent.kind()),
            "else_clause" if parent.kind() == "if_statement" => Role::Else,
            "else_clause" => Role::Completion,
            "if_clause" if parent.kind() == "case_clause" => Role::MatchGuard,
            "if_clause" => Role::Comprehension,
            "case_clause" if is_default(node, context) => Role::None,
            "case_clause" => Role::MatchArm,
            _ if docstrings::is_statement(node, parent, context) => Role::Documentation,
            _ => Role::None,
        }
    }

    fn lexical(&self, _node: Node, _context: &Context) -> Lexical {
        Lexical::Operand
    }

    fn nests(&self, node: Node, context: &Context) -> bool {
        !definitions::is_wrapped(node, context)
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        Documentation {
            of: docstrings::documented(node, context),
            prose: true,
        }
    }

    fn words(&self, raw: &str) -> String {
        docstrings::words(raw)
    }

    fn swallowed<'t>(&self, handler: Node<'t>, _context: &Context) -> Vec<Node<'t>> {
        let block = children(handler).last().copied();
        let does_nothing = block
            .filter(|block| block.kind() == "block")
            .is_some_and(|block| children(block).into_iter().all(does_nothing));
        does_nothing.then_some(handler).into_iter().collect()
    }

    fn branches<'t>(&self, choice: Node<'t>, context: &Context) -> Branches<'t> {
        branches::of(choice, context)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        match node.kind() {
            "module" => links.exports = exports::read(node, context),
            _ => imports::read(node, context, links),
        }
    }
}

/// Whether the block depends on a condition.
fn role_of_block(parent: &str) -> Role {
    match parent {
        "if_statement" | "elif_clause" | "else_clause" | "for_statement" | "while_statement"
        | "case_clause" | "except_clause" => Role::Branch,
        _ => Role::None,
    }
}

/// `case _:` and `case name:` take whatever comes.
fn is_default(case: Node, context: &Context) -> bool {
    let is_capture = |pattern: Node| {
        let name = context.text_of(pattern);
        name.starts_with(|c: char| c == '_' || c.is_alphabetic())
            && name.chars().all(|c| c == '_' || c.is_alphanumeric())
            && !matches!(name, "True" | "False" | "None")
    };
    let mut cursor = case.walk();
    let mut parts = case.children(&mut cursor).skip(1);
    parts.next().is_some_and(is_capture) && parts.next().is_some_and(|next| next.kind() == ":")
}

/// A string without prefix and quotes.
fn unquoted(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_alphabetic())
        .trim_matches(['"', '\''])
}

fn children(node: Node) -> Vec<Node> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !child.is_extra())
        .collect()
}

/// `pass` or `...`
fn does_nothing(statement: Node) -> bool {
    let only = statement
        .named_child(0)
        .filter(|_| statement.named_child_count() == 1);
    statement.kind() == "pass_statement" || only.is_some_and(|only| only.kind() == "ellipsis")
}
