//! Elixir, whose definitions and control structures are all calls in the grammar.
//!
//! Modules are listed as classes, structs and exceptions as structs, protocols and modules with
//! callbacks (behaviours) as traits. Enums and interfaces do not exist. A function ends with its
//! last expression and in no other way, so that exits do not exist either. Callbacks are symbols of
//! kind signature; `@type`, `@typep` and `@opaque` define type aliases.
//!
//! Cyclomatic complexity and nesting follow Credo. A definition inside a quote counts into the
//! function around it, and a `case` whose clauses are spliced in by `unquote` has one. Credo's
//! nesting overlooks what is inside a pair, a literal list, a block beside `rescue` or `catch`, and
//! all before an empty list; and it takes a definition that is itself named `if` for a condition:
//! neither is so here. Cognitive complexity has no reference tool: `roles` says what counts. For
//! Halstead's measures see `vocabulary`, for what should be documented `attributes`.
//!
//! The grammar does not know CJK ideographs in names and calls them errors. Long chains of `-` and
//! `..`, and text full of errors, cost it time in the square of their length or worse; it looks at
//! the time budget every few hundredths of a second meanwhile.

mod attributes;
mod branches;
mod definitions;
mod directives;
mod imports;
mod quotes;
mod references;
mod roles;
mod security;
mod semantics;
mod vocabulary;

use std::borrow::Cow;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, FileDoc, Flow, Hooks, Lexemes, LineScan,
    Links, Roles, Spec, Tokens,
};
use crate::analysis::{Columns, Symbol, SymbolKind};
use crate::choices::Branches;
use crate::role::{Lexical, Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    tokens: &[TOKENS],
    decisions: Some(RoleSet::of(&[
        Role::If,
        Role::Loop,
        Role::Try,
        Role::And,
        Role::Or,
        Role::MatchArm,
    ])),
    cognitive: Some(Flow {
        structural: RoleSet::of(&[
            Role::If,
            Role::Match,
            Role::Receive,
            Role::Loop,
            Role::ClosureMatch,
            Role::WithElse,
            Role::Catch,
        ]),
        flat: RoleSet::of(&[Role::Else]),
        nesting: RoleSet::of(&[
            Role::Branch,
            Role::MatchArm,
            Role::Catch,
            Role::Closure,
            Role::ClosureMatch,
        ]),
        mute: RoleSet::of(&[Role::Quote]),
        counts_into_host: false,
    }),
    nesting: Some(RoleSet::of(&[
        Role::If,
        Role::Match,
        Role::Closure,
        Role::ClosureMatch,
        Role::Loop,
        Role::With,
        Role::WithElse,
    ])),
    vocabulary: Some(vocabulary::VOCABULARY),
    functions_count_into_host: true,
    clauses: true,
    lexemes: Some(LEXEMES),
    documentation: Some(Documentable::Symbols),
    patient_documentation: true,
    line_scan: LineScan {
        modifiers: &[],
        definitions: &[
            ("defmodule", SymbolKind::Module),
            ("defprotocol", SymbolKind::Protocol),
            ("defimpl", SymbolKind::Implementation),
            ("def", SymbolKind::Function),
            ("defp", SymbolKind::Function),
            ("defmacro", SymbolKind::Macro),
            ("defmacrop", SymbolKind::Macro),
            ("defguard", SymbolKind::Guard),
            ("defguardp", SymbolKind::Guard),
            ("defdelegate", SymbolKind::Delegate),
        ],
    },
    columns: Columns {
        functions: true,
        parameters: true,
        imports: true,
        exports: true,
        references: true,
        modules: Some(&[
            SymbolKind::Module,
            SymbolKind::Behaviour,
            SymbolKind::Protocol,
            SymbolKind::Implementation,
        ]),
        classes: Some(&[
            SymbolKind::Module,
            SymbolKind::Behaviour,
            SymbolKind::Implementation,
        ]),
        structs: Some(&[SymbolKind::Struct, SymbolKind::Exception]),
        enums: None,
        traits: Some(&[SymbolKind::Protocol, SymbolKind::Behaviour]),
        interfaces: None,
    },
    security: Some(security::RULES),
    semantics: Some(semantics::SEMANTICS),
    ..Spec::plain(|| tree_sitter_elixir::LANGUAGE.into(), &Elixir)
};

const LEXEMES: Lexemes = Lexemes {
    identifiers: &["identifier", "alias"],
    literals: &[
        "charlist",
        "quoted_atom",
        "quoted_keyword",
        "sigil",
        "string",
    ],
};

const TOKENS: Tokens = &[
    (Role::And, "and", &["binary_operator"]),
    (Role::Or, "or", &["binary_operator"]),
    (Role::And, "&&", &["binary_operator"]),
    (Role::Or, "||", &["binary_operator"]),
];

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Reference, &["alias"]),
    (
        Role::Ask,
        &[
            "call",
            "dot",
            "unary_operator",
            "stab_clause",
            "anonymous_function",
            "do_block",
            "else_block",
            "keywords",
            "pair",
            "block",
        ],
    ),
    (Role::Operation, &["binary_operator"]),
    (Role::Catch, &["rescue_block", "catch_block"]),
    (Role::Body, &["after_block"]),
    (Role::Argument, &["arguments"]),
];

struct Elixir;

impl Hooks for Elixir {
    fn role(&self, node: Node, context: &Context) -> Role {
        roles::of(node, context)
    }

    fn lexical(&self, node: Node, context: &Context) -> Lexical {
        vocabulary::lexical(node, context)
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        if node.kind() == "comment" {
            return Documentation {
                of: Documented::Nothing,
                prose: true,
            };
        }
        attributes::documentation(node, context)
    }

    fn words(&self, raw: &str) -> String {
        attributes::words(raw)
    }

    fn swallowed<'t>(&self, handler: Node<'t>, context: &Context) -> Vec<Node<'t>> {
        branches::ignored_errors(handler, context)
    }

    fn branches<'t>(&self, choice: Node<'t>, context: &Context) -> Branches<'t> {
        branches::of(choice, context)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        references::read(node, context, links);
    }

    fn full_name<'a>(&self, name: &'a str, at: usize, links: &Links) -> Cow<'a, str> {
        match name.starts_with(|c: char| c.is_ascii_uppercase()) {
            true => references::full_at(name, at, links),
            false => name.into(),
        }
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text)
    }

    fn settle(&self, symbols: &mut [Symbol], links: &mut Links, _text: &str) {
        attributes::hide(symbols);
        quotes::settle(&mut links.quoted);
    }
}

/// The name that is called, unless it belongs to a module or value.
fn local_target<'a>(call: Node, context: &Context<'a, '_>) -> Option<&'a str> {
    let target = call
        .child(0)
        .filter(|target| target.kind() == "identifier")?;
    Some(context.text_of(target))
}

fn arguments(call: Node) -> Option<Node> {
    call.child(1)
        .filter(|arguments| arguments.kind() == "arguments")
}

fn first_argument(call: Node) -> Option<Node> {
    arguments(call)?.named_child(0)
}

/// Comments may stand anywhere.
fn first_child(node: Node) -> Option<Node> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| !child.is_extra())
}

/// The key of a keyword pair as a word: `do` of `do: x`.
fn key<'a>(pair: Node, context: &Context<'a, '_>) -> &'a str {
    let key = pair.child(0).map_or("", |key| context.text_of(key));
    key.trim_end().trim_end_matches(':')
}
