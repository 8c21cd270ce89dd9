//! Elixir, whose definitions and control structures are all calls in the grammar.
//!
//! Modules are listed as classes, structs and exceptions as structs, protocols and modules with
//! callbacks (behaviours) as traits. Enums and interfaces do not exist. Cyclomatic complexity and
//! nesting follow Credo; a definition inside a quote counts into the function around it. A `case`
//! whose clauses are spliced in by `unquote` has none to count (Credo counts one).

mod definitions;
mod imports;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, Hooks, Links, Roles, Spec, Tokens,
};
use crate::analysis::{Columns, SymbolKind};
use crate::role::{Role, RoleSet};
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
    nesting: Some(RoleSet::of(&[
        Role::If,
        Role::Match,
        Role::Closure,
        Role::Loop,
        Role::With,
    ])),
    functions_count_into_host: true,
    clauses: true,
    documentation: Some(Documentable::Symbols),
    columns: Columns {
        functions: true,
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
    ..Spec::plain(|| tree_sitter_elixir::LANGUAGE.into(), &Elixir)
};

const TOKENS: Tokens = &[
    (Role::And, "and", &["binary_operator"]),
    (Role::Or, "or", &["binary_operator"]),
    (Role::And, "&&", &["binary_operator"]),
    (Role::Or, "||", &["binary_operator"]),
];

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Ask, &["call", "unary_operator", "stab_clause"]),
    (Role::Closure, &["anonymous_function"]),
    (Role::Catch, &["rescue_block", "catch_block"]),
    (
        Role::Body,
        &["do_block", "else_block", "after_block", "block"],
    ),
    (Role::Argument, &["arguments", "keywords", "pair"]),
];

/// What a call of a local name is.
fn role_of_call(target: &str) -> Role {
    match target {
        "def" | "defp" | "defmacro" | "defmacrop" => Role::Function,
        "defguard" | "defguardp" | "defdelegate" | "defstruct" | "defexception" => {
            Role::Declaration
        }
        "defmodule" | "defprotocol" | "defimpl" => Role::Type,
        "alias" | "import" | "require" | "use" => Role::Import,
        "if" | "unless" => Role::If,
        "case" | "cond" => Role::Match,
        "for" => Role::Loop,
        "with" => Role::With,
        "try" => Role::Try,
        "receive" => Role::Receive,
        "quote" => Role::Quote,
        _ => Role::None,
    }
}

/// What `@name value` is.
fn role_of_attribute(name: &str) -> Role {
    match name {
        "doc" | "moduledoc" | "typedoc" => Role::Documentation,
        "callback" | "macrocallback" => Role::Contract,
        _ => Role::Attribute,
    }
}

struct Elixir;

impl Hooks for Elixir {
    fn role(&self, node: Node, context: &Context) -> Role {
        match node.kind() {
            "call" => local_target(node, context).map_or(Role::None, role_of_call),
            "stab_clause" => role_of_clause(context),
            _ => attribute(node, context).map_or(Role::None, |call| {
                local_target(call, context).map_or(Role::Attribute, role_of_attribute)
            }),
        }
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        if node.kind() == "comment" {
            return Documentation {
                of: Documented::Nothing,
                prose: true,
            };
        }
        let call = attribute(node, context);
        let value = call
            .and_then(first_argument)
            .map_or("", |value| context.text_of(value));
        let name = call.and_then(|call| local_target(call, context));
        let of = match name {
            Some("doc") if value == "false" => Documented::NextExempt,
            Some("moduledoc") if value == "false" => Documented::EnclosingExempt,
            _ if value == "false" => Documented::Nothing,
            Some("doc") => Documented::Next,
            Some("moduledoc") => Documented::Enclosing,
            _ => Documented::Other,
        };
        Documentation {
            of,
            prose: is_heredoc(value),
        }
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        imports::read(node, context, &mut links.imports);
    }
}

/// The clauses of `case` and `cond` are arms, whether in a do block or after `do:`.
fn role_of_clause(context: &Context) -> Role {
    let passes_on = |role| matches!(role, Role::Body | Role::Argument);
    let construct = context
        .ancestors()
        .map(|frame| frame.role)
        .find(|role| !passes_on(*role));
    if construct == Some(Role::Match) {
        Role::MatchArm
    } else {
        Role::None
    }
}

/// The name that is called, unless it belongs to a module or value.
fn local_target<'a>(call: Node, context: &Context<'a, '_>) -> Option<&'a str> {
    let target = call
        .child(0)
        .filter(|target| target.kind() == "identifier")?;
    Some(context.text_of(target))
}

/// The call after the `@`.
fn attribute<'t>(node: Node<'t>, context: &Context) -> Option<Node<'t>> {
    let operand = || {
        node.child_by_field_name("operand")
            .filter(|node| node.kind() == "call")
    };
    context.text_of(node).starts_with('@').then(operand)?
}

fn arguments(call: Node) -> Option<Node> {
    call.child(1)
        .filter(|arguments| arguments.kind() == "arguments")
}

fn first_argument(call: Node) -> Option<Node> {
    arguments(call)?.named_child(0)
}

/// A heredoc with or without sigil.
fn is_heredoc(value: &str) -> bool {
    let quotes = value.trim_start_matches(|c: char| c == '~' || c.is_ascii_alphabetic());
    quotes.starts_with("\"\"\"") || quotes.starts_with("'''")
}
