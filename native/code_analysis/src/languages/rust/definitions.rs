//! Items.

use tree_sitter::Node;

use crate::analysis::{SymbolKind, Visibility};
use crate::languages::Definition;
use crate::outline::to_u32;
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    let host = context.ancestors().nth(1).map(|frame| frame.node);
    let kind = kind(node, host)?;
    let name = name(node, context)?;
    let visibility = visibility(node, host, context);
    let body = node.child_by_field_name("body");
    Some(Definition {
        head_end: body.map_or(node.end_byte(), |body| body.start_byte()),
        visibility,
        parameters: node.child_by_field_name("parameters").map(parameters),
        documentable: true,
        ..Definition::new(kind, &name, node)
    })
}

fn kind(node: Node, host: Option<Node>) -> Option<SymbolKind> {
    let is_associated = host.is_some_and(|host| matches!(host.kind(), "impl_item" | "trait_item"));
    Some(match node.kind() {
        "function_item" if is_associated => SymbolKind::Method,
        "function_item" => SymbolKind::Function,
        "function_signature_item" => SymbolKind::Signature,
        "macro_definition" => SymbolKind::MacroRules,
        "type_item" | "associated_type" => SymbolKind::TypeAlias,
        "const_item" | "static_item" => SymbolKind::Constant,
        "struct_item" => SymbolKind::Struct,
        "union_item" => SymbolKind::Union,
        "enum_item" => SymbolKind::Enum,
        "trait_item" => SymbolKind::Trait,
        "impl_item" => SymbolKind::Implementation,
        "mod_item" => SymbolKind::Module,
        _ => return None,
    })
}

/// `Type` or `Trait for Type` for impl blocks; nothing for `const _`.
fn name(node: Node, context: &Context) -> Option<String> {
    let text = |field| {
        node.child_by_field_name(field)
            .map(|node| context.text_of(node))
    };
    match (text("name"), text("trait"), text("type")) {
        (Some("_"), ..) => None,
        (Some(name), ..) => Some(name.to_owned()),
        (None, Some(name), Some(target)) => Some(format!("{name} for {target}")),
        (None, None, Some(target)) => Some(target.to_owned()),
        _ => None,
    }
}

/// What belongs to a trait is as visible as the trait; which one that is an impl block does not
/// tell.
fn visibility(node: Node, host: Option<Node>, context: &Context) -> Option<Visibility> {
    if is_public(node, context) {
        return Some(Visibility::Public);
    }
    match (node.kind(), host) {
        ("impl_item", _) => None,
        (_, Some(host)) if host.kind() == "trait_item" => {
            context.enclosing_symbol().and_then(|host| host.visibility)
        }
        (_, Some(host)) if host.child_by_field_name("trait").is_some() => None,
        _ => Some(Visibility::Private),
    }
}

/// `pub(crate)` and the like are private to the crate's users.
pub(super) fn is_public(node: Node, context: &Context) -> bool {
    modifier(node).is_some_and(|modifier| context.text_of(modifier) == "pub")
}

fn modifier(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| child.kind() == "visibility_modifier")
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
