//! Go.
//!
//! Structs and interfaces are named types and aliases with that literal as their type; other named
//! types and aliases are symbols only. Classes, enums and traits do not exist. A method is called
//! by its own name and its parent is the receiver's type without `*` and type parameters, wherever
//! that is declared; the receiver is no parameter. Methods that a named interface asks for are
//! signatures. Constants and variables are exports, not symbols. Public is what has a capital
//! letter; documentation is asked of public functions and types, and of public methods of public
//! types. A comment group right above a declaration documents it, that of a group of types each of
//! them that has none of its own; directives such as `//go:noinline` are no documentation.
//!
//! References are the name in the package clause, as `package`; what is used of imported packages,
//! as `selector`: `http.Get`; names that the file uses and declares nowhere, as `name`; and as `item`
//! what it declares for its package only. Scopes are not told apart: what is a variable anywhere in
//! the file is no `name`, nor are keys, but those of maps and arrays.
//!
//! Cyclomatic complexity follows gocyclo 0.6.0: function literals count into the function around
//! them. Outside of functions it knows only literals that are the very value of a variable; they
//! are rows of their own, called after the first variable of their declaration, and anonymous
//! functions here. What other literals outside of functions decide, such as those in a table of
//! commands, counts nowhere in cyclomatic complexity, and in cognitive complexity and nesting into
//! the file. Cognitive complexity follows gocognit, but else branches nest, runs of boolean
//! operators go on through parentheses, and recursion is free. Nesting counts a literal
//! in the head of a block as inside that block. Exits are return statements.
//!
//! Halstead: types count as other code does, since `T(x)` may be a call or a conversion.
//!
//! The grammar takes the first argument of `new` and `make` for a type, so that `new(1)` is an
//! error, and knows no two labels at the end of a block. It has no scanner of its own.

mod branches;
mod definitions;
mod links;
mod names;
mod references;
mod security;
mod semantics;
mod vocabulary;

use tree_sitter::Node;

use super::{
    Bodies, Definition, Documentable, Documentation, Documented, FileDoc, Flow, Hooks, Lexemes,
    LineScan, Links, Roles, Spec, Tokens,
};
use crate::analysis::{Columns, Symbol, SymbolKind};
use crate::choices::Branches;
use crate::notes::without_signs;
use crate::role::{Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    tokens: &[TOKENS],
    bodies: BODIES,
    decisions: Some(RoleSet::of(&[
        Role::If,
        Role::ElseIf,
        Role::Loop,
        Role::MatchArm,
        Role::And,
        Role::Or,
    ])),
    cognitive: Some(Flow {
        structural: RoleSet::of(&[Role::If, Role::Loop, Role::Match]),
        flat: RoleSet::of(&[Role::Else, Role::Jump]),
        nesting: RoleSet::of(&[Role::Closure]),
        mute: RoleSet::NONE,
        counts_into_host: false,
    }),
    nesting: Some(RoleSet::of(&[Role::If, Role::Loop, Role::Match])),
    exits: Some(RoleSet::of(&[Role::Return])),
    handlers: RoleSet::of(&[Role::If, Role::ElseIf]),
    vocabulary: Some(vocabulary::VOCABULARY),
    lexemes: Some(LEXEMES),
    documentation: Some(Documentable::Symbols),
    adjacent_documentation: true,
    line_scan: LineScan {
        modifiers: &[],
        definitions: &[("func", SymbolKind::Function), ("type", SymbolKind::Type)],
    },
    columns: Columns {
        functions: true,
        parameters: true,
        imports: true,
        exports: true,
        references: true,
        classes: None,
        structs: Some(&[SymbolKind::Struct]),
        enums: None,
        traits: None,
        interfaces: Some(&[SymbolKind::Interface]),
        ..Columns::NONE
    },
    security: Some(security::RULES),
    semantics: Some(semantics::SEMANTICS),
    ..Spec::plain(|| tree_sitter_go::LANGUAGE.into(), &Go)
};

const LEXEMES: Lexemes = Lexemes {
    identifiers: &[
        "blank_identifier",
        "field_identifier",
        "identifier",
        "label_name",
        "package_identifier",
        "type_identifier",
    ],
    literals: &["interpreted_string_literal", "raw_string_literal"],
};

/// An else counts by its keyword, so that an else if has no more to add.
const TOKENS: Tokens = &[
    (Role::And, "&&", &["binary_expression"]),
    (Role::Or, "||", &["binary_expression"]),
    (Role::Else, "else", &["if_statement"]),
];

const BODIES: Bodies = &[
    ("consequence", &["if_statement"]),
    ("alternative", &["if_statement"]),
    ("body", &["for_statement"]),
    (
        "",
        &[
            "expression_switch_statement",
            "type_switch_statement",
            "select_statement",
        ],
    ),
];

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (
        Role::Wrapper,
        &[
            "package_clause",
            "type_declaration",
            "const_spec",
            "var_spec",
            "var_spec_list",
            "expression_list",
        ],
    ),
    (
        Role::Ask,
        &[
            "const_declaration",
            "var_declaration",
            "func_literal",
            "if_statement",
            "break_statement",
            "continue_statement",
        ],
    ),
    (
        Role::Function,
        &["function_declaration", "method_declaration"],
    ),
    (Role::Type, &["type_spec"]),
    (Role::Declaration, &["type_alias", "method_elem"]),
    (Role::Import, &["import_declaration"]),
    (
        Role::Reference,
        &[
            "package_identifier",
            "selector_expression",
            "identifier",
            "type_identifier",
        ],
    ),
    (Role::Loop, &["for_statement"]),
    (
        Role::Match,
        &[
            "expression_switch_statement",
            "type_switch_statement",
            "select_statement",
        ],
    ),
    (
        Role::MatchArm,
        &["expression_case", "type_case", "communication_case"],
    ),
    (Role::Operation, &["binary_expression"]),
    (Role::Parenthesis, &["parenthesized_expression"]),
    (Role::Return, &["return_statement"]),
    (Role::Jump, &["goto_statement"]),
];

struct Go;

impl Hooks for Go {
    fn role(&self, node: Node, context: &Context) -> Role {
        match node.kind() {
            "if_statement" if follows_else(context) => Role::ElseIf,
            "if_statement" => Role::If,
            "func_literal" if definitions::is_value_of_variable(context) => Role::Function,
            "func_literal" => Role::Closure,
            "break_statement" | "continue_statement" => match node.child(1) {
                Some(label) if label.kind() == "label_name" => Role::Jump,
                _ => Role::None,
            },
            _ if context.frames.len() == 1 => Role::Export,
            _ => Role::None,
        }
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        let documents = begins_line(node, context) && !is_directive(context.text_of(node));
        let of = match documents {
            true => Documented::Next,
            false => Documented::Nothing,
        };
        Documentation { of, prose: true }
    }

    fn words(&self, raw: &str) -> String {
        words(raw)
    }

    fn swallowed<'t>(&self, handler: Node<'t>, context: &Context) -> Vec<Node<'t>> {
        let ignored = branches::ignored_error(handler, context);
        ignored.into_iter().collect()
    }

    fn branches<'t>(&self, choice: Node<'t>, _context: &Context) -> Branches<'t> {
        branches::of(choice)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        match node.kind() {
            kind if kind.ends_with("_declaration") => links::read(node, context, links),
            _ => references::read(node, context, links),
        }
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text, words)
    }

    fn settle(&self, _symbols: &mut [Symbol], links: &mut Links, _text: &str) {
        references::settle(links);
    }
}

fn words(raw: &str) -> String {
    if raw.starts_with("/*") {
        return without_signs(raw, &["/*"], &["*/"], &[]);
    }
    let lines = raw.lines().filter(|line| !is_directive(line.trim_start()));
    let lines: Vec<&str> = lines.collect();
    without_signs(&lines.join("\n"), &[], &[], &["//"])
}

/// Directly inside another there is only the one after `else`.
fn follows_else(context: &Context) -> bool {
    let parent = context.frames.last().map(|frame| frame.role);
    matches!(parent, Some(Role::If | Role::ElseIf))
}

/// A comment behind code belongs to that code.
fn begins_line(comment: Node, context: &Context) -> bool {
    let before = context.text.get(..comment.start_byte()).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '\r', '\u{feff}'])
}

/// As in `go/ast`: `//line `, `//extern `, `//export ` and `//tool:word`.
fn is_directive(comment: &str) -> bool {
    let Some(text) = comment.strip_prefix("//") else {
        return false;
    };
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let of_tool = text.split_once(':').is_some_and(|(tool, rest)| {
        !tool.is_empty() && tool.chars().all(is_plain) && rest.starts_with(is_plain)
    });
    let words = ["line ", "extern ", "export "];
    of_tool || words.iter().any(|word| text.starts_with(word))
}
