//! Functions, classes and types; functions without a name are called after what they are assigned
//! to.

use tree_sitter::Node;

use super::unquoted;
use crate::analysis::{SymbolKind, Visibility};
use crate::languages::Definition;
use crate::outline::to_u32;
use crate::role::Role;
use crate::walk::Context;

const ANONYMOUS: &str = "<anonymous>";

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    let kind = kind(node)?;
    let own_name = name_field(node).map(|name| unquoted(context.text_of(name)));
    let (name, place) = match (own_name, kind) {
        (Some(name), _) => (name, node),
        (None, SymbolKind::StaticBlock) => ("static", node),
        (None, _) => assigned_name(node, context).unwrap_or((ANONYMOUS, node)),
    };
    let kind = match kind {
        SymbolKind::Function if name == ANONYMOUS => SymbolKind::AnonymousFunction,
        kind => kind,
    };
    Some(Definition {
        head_end: node
            .child_by_field_name("body")
            .map_or(node.end_byte(), |body| body.start_byte()),
        visibility: visibility(node, name, context),
        parameters: takes_parameters(kind).then(|| parameters(node)),
        ..Definition::new(kind, name, place)
    })
}

fn kind(node: Node) -> Option<SymbolKind> {
    Some(match node.kind() {
        "method_definition" => SymbolKind::Method,
        "class_static_block" => SymbolKind::StaticBlock,
        "field_definition" | "public_field_definition" => {
            node.child_by_field_name("value")?;
            SymbolKind::FieldInitializer
        }
        "class" | "class_declaration" | "abstract_class_declaration" => SymbolKind::Class,
        "interface_declaration" => SymbolKind::Interface,
        "enum_declaration" => SymbolKind::Enum,
        "type_alias_declaration" => SymbolKind::TypeAlias,
        "module" | "internal_module" => SymbolKind::Module,
        "function_signature" | "abstract_method_signature" => SymbolKind::Signature,
        _ => SymbolKind::Function,
    })
}

fn name_field(node: Node) -> Option<Node> {
    // A JavaScript field's name is called `property`.
    node.child_by_field_name("name")
        .or_else(|| node.child_by_field_name("property"))
}

/// The name that a function or class expression is given at once, and the node that gives it.
fn assigned_name<'a, 't>(node: Node<'t>, context: &Context<'a, 't>) -> Option<(&'a str, Node<'t>)> {
    let parent = context.parent()?;
    let (field, place) = match parent.kind() {
        "variable_declarator" => ("name", parent),
        "assignment_expression" => ("left", parent),
        "pair" => ("key", parent),
        "field_definition" => ("property", node),
        "public_field_definition" => ("name", node),
        "export_statement" => return Some(("default", node)),
        _ => return None,
    };
    let name = parent.child_by_field_name(field)?;
    Some((unquoted(context.text_of(name)), place))
}

/// Members are public unless they say otherwise; elsewhere only an export is certain.
fn visibility(node: Node, name: &str, context: &Context) -> Option<Visibility> {
    let in_class = context
        .parent()
        .is_some_and(|parent| parent.kind() == "class_body");
    if in_class {
        let is_private = name.starts_with('#') || has_private_modifier(node, context);
        return Some(if is_private {
            Visibility::Private
        } else {
            Visibility::Public
        });
    }
    let around = context
        .ancestors()
        .find(|frame| frame.role != Role::Wrapper);
    around
        .filter(|frame| frame.role == Role::Export)
        .map(|_| Visibility::Public)
}

fn has_private_modifier(node: Node, context: &Context) -> bool {
    let mut cursor = node.walk();
    let mut modifiers = node
        .children(&mut cursor)
        .filter(|child| child.kind() == "accessibility_modifier");
    modifiers.any(|modifier| context.text_of(modifier) != "public")
}

fn takes_parameters(kind: SymbolKind) -> bool {
    kind.is_function() || kind == SymbolKind::Signature
}

fn parameters(node: Node) -> u32 {
    if node.child_by_field_name("parameter").is_some() {
        return 1;
    }
    let Some(list) = node.child_by_field_name("parameters") else {
        return 0;
    };
    let mut cursor = list.walk();
    to_u32(
        list.named_children(&mut cursor)
            .filter(|child| !child.is_extra())
            .count(),
    )
}
