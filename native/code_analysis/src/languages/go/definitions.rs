//! Functions, methods and named types.

use tree_sitter::Node;

use crate::analysis::{SymbolKind, Visibility};
use crate::languages::Definition;
use crate::outline::to_u32;
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    match node.kind() {
        "function_declaration" => function(node, context),
        "method_declaration" => method(node, context),
        "func_literal" => literal(node, context),
        "method_elem" => element(node, context),
        _ => named_type(node, context),
    }
}

/// Begins with a capital letter.
pub(super) fn is_exported(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

fn visibility(is_public: bool) -> Option<Visibility> {
    Some(if is_public {
        Visibility::Public
    } else {
        Visibility::Private
    })
}

fn name<'a>(node: Node, context: &Context<'a, '_>) -> Option<&'a str> {
    let name = context.text_of(node.child_by_field_name("name")?);
    (!name.is_empty()).then_some(name)
}

fn callable(kind: SymbolKind, name: &str, node: Node) -> Definition {
    let body = node.child_by_field_name("body");
    Definition {
        head_end: body.map_or(node.end_byte(), |body| body.start_byte()),
        visibility: visibility(is_exported(name)),
        parameters: node.child_by_field_name("parameters").map(parameters),
        ..Definition::new(kind, name, node)
    }
}

fn parameters(list: Node) -> u32 {
    list.named_children(&mut list.walk()).map(declared).sum()
}

/// `a, b int` declares two, `int` and `rest ...int` one.
fn declared(parameter: Node) -> u32 {
    match parameter.kind() {
        "parameter_declaration" => {
            let mut cursor = parameter.walk();
            let names = parameter.children_by_field_name("name", &mut cursor);
            to_u32(names.count()).max(1)
        }
        "variadic_parameter_declaration" => 1,
        _ => 0,
    }
}

fn function(node: Node, context: &Context) -> Option<Definition> {
    let name = name(node, context)?;
    Some(Definition {
        exported: is_exported(name),
        documentable: is_exported(name),
        ..callable(SymbolKind::Function, name, node)
    })
}

fn method(node: Node, context: &Context) -> Option<Definition> {
    let name = name(node, context)?;
    let receiver = receiver(node).map(|receiver| context.text_of(receiver));
    Some(Definition {
        documentable: is_exported(name) && receiver.is_some_and(is_exported),
        parent: receiver.map(str::to_owned),
        ..callable(SymbolKind::Method, name, node)
    })
}

/// The name of the type: `T` in `(t *T[K, V])`.
fn receiver(method: Node) -> Option<Node> {
    let list = method.child_by_field_name("receiver")?;
    let mut part = inner(list)?.child_by_field_name("type")?;
    loop {
        part = match part.kind() {
            "pointer_type" | "parenthesized_type" => inner(part)?,
            "generic_type" => part.child_by_field_name("type")?,
            "type_identifier" => return Some(part),
            _ => return None,
        };
    }
}

fn inner(node: Node) -> Option<Node> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| !child.is_extra())
}

/// Asked about a function literal: it is all of a value in a variable declaration of the file.
pub(super) fn is_value_of_variable(context: &Context) -> bool {
    let mut around = context.ancestors().map(|frame| frame.node.kind());
    around.next() == Some("expression_list")
        && around.next() == Some("var_spec")
        && matches!(context.frames.len(), 4 | 5)
}

fn literal(node: Node, context: &Context) -> Option<Definition> {
    let spec = context.ancestors().nth(1)?.node;
    let name = name(spec, context)?;
    Some(callable(SymbolKind::AnonymousFunction, name, node))
}

/// A method that a named interface asks for.
fn element(node: Node, context: &Context) -> Option<Definition> {
    let owner = context.ancestors().nth(1)?.node.kind();
    let is_named = matches!(owner, "type_spec" | "type_alias");
    let name = name(node, context).filter(|_| is_named)?;
    Some(callable(SymbolKind::Signature, name, node))
}

fn named_type(node: Node, context: &Context) -> Option<Definition> {
    let name = name(node, context)?;
    let is_public = is_exported(name) && context.enclosing_symbol().is_none();
    let literal = node.child_by_field_name("type")?;
    let kind = match (literal.kind(), node.kind()) {
        ("struct_type", _) => SymbolKind::Struct,
        ("interface_type", _) => SymbolKind::Interface,
        (_, "type_alias") => SymbolKind::TypeAlias,
        _ => SymbolKind::Type,
    };
    let keyword = literal
        .child(0)
        .filter(|_| matches!(literal.kind(), "struct_type" | "interface_type"));
    Some(Definition {
        head_end: keyword.unwrap_or(node).end_byte(),
        visibility: visibility(is_public),
        exported: is_public,
        documentable: is_public,
        ..Definition::new(kind, name, declaration(node, context))
    })
}

/// With its keyword, unless that is shared with others.
fn declaration<'t>(node: Node<'t>, context: &Context<'_, 't>) -> Node<'t> {
    let around = context.parent();
    around
        .filter(|around| around.child(1) == Some(node))
        .unwrap_or(node)
}
