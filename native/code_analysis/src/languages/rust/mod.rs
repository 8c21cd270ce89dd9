//! Rust.
//!
//! Structs and unions are listed as structs; impl blocks, modules and type aliases are symbols and
//! parents only. Classes and interfaces do not exist. Cyclomatic complexity follows
//! rust-code-analysis without its counting of `for<'a>` and `?Sized`; a closure's decisions count
//! into its function. Code inside macro invocations is tokens to the grammar and counts nothing.

mod uses;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, Hooks, Links, Roles, Spec, Tokens,
};
use crate::analysis::{Columns, SymbolKind, Visibility};
use crate::notes::without_signs;
use crate::outline::to_u32;
use crate::role::{Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    tokens: &[TOKENS],
    decisions: Some(RoleSet::of(&[
        Role::If,
        Role::ElseIf,
        Role::Loop,
        Role::MatchArm,
        Role::MatchGuard,
        Role::EarlyReturn,
        Role::And,
        Role::Or,
    ])),
    nesting: Some(RoleSet::of(&[Role::If, Role::Loop, Role::Match])),
    documentation: Some(Documentable::Symbols),
    columns: Columns {
        functions: true,
        classes: None,
        structs: Some(&[SymbolKind::Struct, SymbolKind::Union]),
        enums: Some(&[SymbolKind::Enum]),
        traits: Some(&[SymbolKind::Trait]),
        interfaces: None,
    },
    ..Spec::plain(|| tree_sitter_rust::LANGUAGE.into(), &Rust)
};

const TOKENS: Tokens = &[
    (Role::And, "&&", &["binary_expression", "let_chain"]),
    (Role::Or, "||", &["binary_expression"]),
    (Role::MatchGuard, "if", &["match_pattern"]),
];

const ROLES: Roles = &[
    (Role::Comment, &["line_comment", "block_comment"]),
    (Role::Attribute, &["attribute_item"]),
    (Role::Function, &["function_item"]),
    (
        Role::Declaration,
        &["function_signature_item", "macro_definition", "type_item"],
    ),
    (
        Role::Type,
        &[
            "struct_item",
            "union_item",
            "enum_item",
            "trait_item",
            "impl_item",
            "mod_item",
        ],
    ),
    (Role::Closure, &["closure_expression"]),
    (
        Role::Import,
        &["use_declaration", "extern_crate_declaration"],
    ),
    (Role::If, &["if_expression"]),
    (Role::Else, &["else_clause"]),
    (
        Role::Loop,
        &["while_expression", "for_expression", "loop_expression"],
    ),
    (Role::Match, &["match_expression"]),
    (Role::MatchArm, &["match_arm"]),
    (Role::EarlyReturn, &["try_expression"]),
];

struct Rust;

impl Hooks for Rust {
    fn documentation(&self, node: Node, _context: &Context) -> Documentation {
        let of = if node.child_by_field_name("outer").is_some() {
            Documented::Next
        } else if node.child_by_field_name("inner").is_some() {
            Documented::Enclosing
        } else {
            Documented::Nothing
        };
        Documentation { of, prose: true }
    }

    fn words(&self, raw: &str) -> String {
        without_signs(raw, &["/**", "/*!"], &["*/"], &["///", "//!", "*"])
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        let kind = kind(node, context)?;
        let name = name(node, context)?;
        let visibility = visibility(node, context);
        let body = node.child_by_field_name("body");
        Some(Definition {
            head_end: body.map_or(node.end_byte(), |body| body.start_byte()),
            visibility,
            parameters: node.child_by_field_name("parameters").map(parameters),
            exported: visibility == Some(Visibility::Public) && is_item(kind),
            documentable: visibility == Some(Visibility::Public),
            ..Definition::new(kind, &name, node)
        })
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        uses::read(node, context, links);
    }
}

fn kind(node: Node, context: &Context) -> Option<SymbolKind> {
    Some(match node.kind() {
        "function_item" if is_associated(context) => SymbolKind::Method,
        "function_item" => SymbolKind::Function,
        "function_signature_item" => SymbolKind::Signature,
        "macro_definition" => SymbolKind::Macro,
        "type_item" => SymbolKind::TypeAlias,
        "struct_item" => SymbolKind::Struct,
        "union_item" => SymbolKind::Union,
        "enum_item" => SymbolKind::Enum,
        "trait_item" => SymbolKind::Trait,
        "impl_item" => SymbolKind::Implementation,
        "mod_item" => SymbolKind::Module,
        _ => return None,
    })
}

/// Directly inside an impl block or trait.
fn is_associated(context: &Context) -> bool {
    let around = context.ancestors().nth(1);
    around.is_some_and(|frame| matches!(frame.node.kind(), "impl_item" | "trait_item"))
}

/// `Type` or `Trait for Type` for impl blocks.
fn name(node: Node, context: &Context) -> Option<String> {
    let text = |field| {
        node.child_by_field_name(field)
            .map(|node| context.text_of(node))
    };
    match (text("name"), text("trait"), text("type")) {
        (Some(name), ..) => Some(name.to_owned()),
        (None, Some(name), Some(target)) => Some(format!("{name} for {target}")),
        (None, None, Some(target)) => Some(target.to_owned()),
        _ => None,
    }
}

/// `pub(crate)` and the like are private to the crate's users. What implements a trait is as
/// visible as the trait, which the file does not tell.
fn visibility(node: Node, context: &Context) -> Option<Visibility> {
    let mut cursor = node.walk();
    let modifier = node
        .children(&mut cursor)
        .find(|child| child.kind() == "visibility_modifier");
    let host = context.ancestors().nth(1).map(|frame| frame.node);
    match (modifier, node.kind(), host) {
        (Some(modifier), ..) if context.text_of(modifier) == "pub" => Some(Visibility::Public),
        (Some(_), ..) => Some(Visibility::Private),
        (None, "impl_item" | "macro_definition", _) => None,
        (None, _, Some(host)) if host.kind() == "trait_item" => None,
        (None, _, Some(host)) if host.child_by_field_name("trait").is_some() => None,
        _ => Some(Visibility::Private),
    }
}

/// Methods are reached through their type.
fn is_item(kind: SymbolKind) -> bool {
    !matches!(kind, SymbolKind::Method | SymbolKind::Signature)
}

/// `self` included.
fn parameters(list: Node) -> u32 {
    let mut cursor = list.walk();
    let is_parameter = |node: &Node| {
        matches!(
            node.kind(),
            "parameter" | "self_parameter" | "variadic_parameter"
        )
    };
    to_u32(
        list.named_children(&mut cursor)
            .filter(is_parameter)
            .count(),
    )
}
