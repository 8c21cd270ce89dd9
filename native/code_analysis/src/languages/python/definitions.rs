//! Functions and classes.

use tree_sitter::Node;

use super::children;
use crate::analysis::{SymbolKind, Visibility};
use crate::languages::Definition;
use crate::outline::to_u32;
use crate::role::Role;
use crate::walk::Context;

const ENUMS: &[&str] = &["Enum", "IntEnum", "StrEnum", "ReprEnum", "Flag", "IntFlag"];

/// More statements than this make no wrapper.
const MAX_WRAPPER: usize = 50;

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    let name = context.text_of(node.child_by_field_name("name")?);
    let host = context.enclosing_symbol().map(|symbol| symbol.kind);
    let parameters = node.child_by_field_name("parameters");
    let kind = match node.kind() {
        "class_definition" => class_kind(node, context),
        _ if host.is_some_and(is_class) => SymbolKind::Method,
        _ => SymbolKind::Function,
    };
    let is_local = host.is_some_and(SymbolKind::is_function);
    Some(Definition {
        head_end: head_end(node),
        visibility: Some(visibility(name, is_local)),
        parameters: parameters.map(count),
        documentable: true,
        ..Definition::new(kind, name, node)
    })
}

fn is_class(kind: SymbolKind) -> bool {
    matches!(
        kind,
        SymbolKind::Class | SymbolKind::Enum | SymbolKind::Interface
    )
}

/// By the names of the base classes.
pub(super) fn class_kind(class: Node, context: &Context) -> SymbolKind {
    let bases = class.child_by_field_name("superclasses").map(children);
    for base in bases.into_iter().flatten() {
        let path = context.text_of(base).split('[').next().unwrap_or_default();
        let name = path.rsplit('.').next().unwrap_or_default();
        match base.kind() {
            "identifier" | "attribute" if ENUMS.contains(&name) => return SymbolKind::Enum,
            "identifier" | "attribute" | "subscript" if name == "Protocol" => {
                return SymbolKind::Interface;
            }
            _ => {}
        }
    }
    SymbolKind::Class
}

pub(super) fn is_public(name: &str) -> bool {
    !name.starts_with('_') || (name.len() > 4 && name.starts_with("__") && name.ends_with("__"))
}

fn visibility(name: &str, is_local: bool) -> Visibility {
    match is_public(name) && !is_local {
        true => Visibility::Public,
        false => Visibility::Private,
    }
}

/// Before the colon.
fn head_end(node: Node) -> usize {
    let parts = [
        "return_type",
        "parameters",
        "superclasses",
        "type_parameters",
        "name",
    ];
    let last = parts.iter().find_map(|part| node.child_by_field_name(part));
    last.map_or(node.end_byte(), |last| last.end_byte())
}

/// `self` included, the separators `/` and `*` not.
fn count(parameters: Node) -> u32 {
    let is_parameter = |node: &Node| !node.kind().ends_with("_separator");
    to_u32(
        children(parameters)
            .iter()
            .filter(|node| is_parameter(node))
            .count(),
    )
}

/// The function around this one does nothing but define it and return a name, as decorators do.
pub(super) fn is_wrapped(node: Node, context: &Context) -> bool {
    let mut around = context.ancestors();
    let mut next = around.next();
    let decorated = next.filter(|frame| frame.node.kind() == "decorated_definition");
    let statement = decorated.map_or(node, |frame| frame.node);
    if decorated.is_some() {
        next = around.next();
    }
    let (Some(block), Some(host)) = (next.map(|frame| frame.node), around.next()) else {
        return false;
    };
    let mut cursor = block.walk();
    host.role == Role::Function
        && block.named_child_count() <= MAX_WRAPPER
        && block
            .named_children(&mut cursor)
            .filter(|other| !other.is_extra())
            .all(|other| other.id() == statement.id() || returns_name(other))
}

fn returns_name(statement: Node) -> bool {
    statement.kind() == "return_statement"
        && statement
            .child(1)
            .is_some_and(|value| value.kind() == "identifier")
}
