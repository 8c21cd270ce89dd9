//! Modules, functions and what else Elixir defines.

use tree_sitter::Node;

use super::attributes::{self, is_quoted};
use super::{arguments, first_argument, key, local_target};
use crate::analysis::{SymbolKind, Visibility};
use crate::languages::Definition;
use crate::outline::to_u32;
use crate::walk::Context;

/// What the name of every module begins with, though nobody writes it.
pub(super) const ROOT: &str = "Elixir.";

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    if let Some(call) = attributes::call(node, context) {
        return attribute(node, call, context);
    }
    match local_target(node, context)? {
        "defmodule" => module(node, context, SymbolKind::Module),
        "defprotocol" => module(node, context, SymbolKind::Protocol),
        "defimpl" => implementation(node, context),
        "defstruct" => of_module(node, context, SymbolKind::Struct),
        "defexception" => of_module(node, context, SymbolKind::Exception),
        "def" => function(node, context, SymbolKind::Function, Visibility::Public),
        "defp" => function(node, context, SymbolKind::Function, Visibility::Private),
        "defmacro" => function(node, context, SymbolKind::Macro, Visibility::Public),
        "defmacrop" => function(node, context, SymbolKind::Macro, Visibility::Private),
        "defguard" => function(node, context, SymbolKind::Guard, Visibility::Public),
        "defguardp" => function(node, context, SymbolKind::Guard, Visibility::Private),
        "defdelegate" => function(node, context, SymbolKind::Delegate, Visibility::Public),
        _ => None,
    }
}

/// The name of a module includes those of the modules around it.
fn module(node: Node, context: &Context, kind: SymbolKind) -> Option<Definition> {
    let head = first_argument(node)?;
    let name = match context.enclosing_type() {
        Some(outer) if head.kind() == "alias" && !is_absolute(head, context) => {
            format!("{outer}.{}", context.text_of(head))
        }
        _ => in_full(head, context),
    };
    Some(Definition {
        documentable: !is_quoted(context),
        ..with_head(Definition::new(kind, &name, node), head)
    })
}

fn is_absolute(name: Node, context: &Context) -> bool {
    context.text_of(name).starts_with(ROOT)
}

/// The name of a module as the aliases in force mean it.
fn in_full(name: Node, context: &Context) -> String {
    let resolved = resolved(name, context);
    match resolved.strip_prefix(ROOT) {
        Some(absolute) => absolute.to_owned(),
        None => context
            .scope()
            .full(&resolved, name.start_byte())
            .into_owned(),
    }
}

/// The text of a module name with `__MODULE__` replaced.
pub(super) fn resolved(name: Node, context: &Context) -> String {
    let text = context.text_of(name);
    match context
        .enclosing_type()
        .filter(|_| text.starts_with("__MODULE__"))
    {
        Some(module) => text.replacen("__MODULE__", module, 1),
        None => text.to_owned(),
    }
}

/// Named as the module that it becomes: protocol, then type.
fn implementation(node: Node, context: &Context) -> Option<Definition> {
    let head = first_argument(node)?;
    let protocol = in_full(head, context);
    let target = keyword(node, "for", context).map(|value| in_full(value, context));
    let target = target.or_else(|| context.enclosing_type().map(str::to_owned));
    let name = target.map_or(protocol.clone(), |target| format!("{protocol}.{target}"));
    Some(with_head(
        Definition::new(SymbolKind::Implementation, &name, node),
        arguments(node)?,
    ))
}

fn of_module(node: Node, context: &Context, kind: SymbolKind) -> Option<Definition> {
    Some(Definition::new(kind, context.enclosing_type()?, node))
}

fn function(
    node: Node,
    context: &Context,
    kind: SymbolKind,
    visibility: Visibility,
) -> Option<Definition> {
    let head = first_argument(node)?;
    let call = without_guard(head, context);
    let (name, parameters) = name_and_arity(call, context);
    let exported = visibility == Visibility::Public && is_offered(context);
    Some(Definition {
        visibility: Some(visibility),
        parameters: Some(parameters),
        optional: optional(call, context),
        exported,
        documentable: exported && is_in_documentation(context),
        ..with_head(Definition::new(kind, name, node), head)
    })
}

/// Not in a quote, nor in the implementation of a protocol: the protocol offers and documents that.
fn is_offered(context: &Context) -> bool {
    let host = context.enclosing_symbol();
    host.is_none_or(|host| host.kind != SymbolKind::Implementation) && !is_quoted(context)
}

/// What is in a hidden module is hidden.
fn is_in_documentation(context: &Context) -> bool {
    let host = context.enclosing_symbol();
    host.is_none_or(|host| host.documentable)
}

/// `@callback name(type) :: type` and `@type name(variable) :: type`.
fn attribute(node: Node, call: Node, context: &Context) -> Option<Definition> {
    let (kind, visibility) = match local_target(call, context)? {
        "callback" | "macrocallback" => (SymbolKind::Signature, Visibility::Public),
        "type" | "opaque" => (SymbolKind::TypeAlias, Visibility::Public),
        "typep" => (SymbolKind::TypeAlias, Visibility::Private),
        _ => return None,
    };
    let head = without_type(first_argument(call)?, context);
    let (name, parameters) = name_and_arity(head, context);
    Some(Definition {
        visibility: Some(visibility),
        parameters: Some(parameters),
        documentable: kind == SymbolKind::Signature && is_in_documentation(context),
        ..Definition::new(kind, name, node)
    })
}

/// What stands before `::`, and before `when` after that.
fn without_type<'t>(mut head: Node<'t>, context: &Context) -> Node<'t> {
    while let Some(operator) = head.child_by_field_name("operator") {
        let left = head.child_by_field_name("left");
        match left.filter(|_| matches!(context.text_of(operator), "::" | "when")) {
            Some(left) => head = left,
            None => break,
        }
    }
    head
}

fn with_head(definition: Definition, head: Node) -> Definition {
    Definition {
        head_end: head.end_byte(),
        ..definition
    }
}

fn without_guard<'t>(head: Node<'t>, context: &Context) -> Node<'t> {
    let is_guard = |operator| context.text_of(operator) == "when";
    match head.child_by_field_name("operator") {
        Some(operator) if is_guard(operator) => head.child_by_field_name("left").unwrap_or(head),
        _ => head,
    }
}

/// `name(a, b)`, `name`, `left ++ right`, `!value` or `unquote(name)(a, b)`.
fn name_and_arity<'a>(head: Node, context: &Context<'a, '_>) -> (&'a str, u32) {
    let operator = head
        .child_by_field_name("operator")
        .map(|node| context.text_of(node));
    match (head.kind(), operator) {
        ("binary_operator", Some(operator)) => (operator, 2),
        ("unary_operator", Some(operator)) => (operator, 1),
        ("call", _) if local_target(head, context) == Some("unquote") => (context.text_of(head), 0),
        ("call", _) => {
            let target = head.child(0).unwrap_or(head);
            (context.text_of(target), arguments(head).map_or(0, arity))
        }
        _ => (context.text_of(head), 0),
    }
}

fn arity(arguments: Node) -> u32 {
    let mut cursor = arguments.walk();
    let values = arguments
        .named_children(&mut cursor)
        .filter(|node| !node.is_extra());
    to_u32(values.count())
}

/// How many parameters have a default value.
fn optional(head: Node, context: &Context) -> u32 {
    let Some(arguments) = arguments(head) else {
        return 0;
    };
    let mut cursor = arguments.walk();
    let has_default = |node: &Node| {
        let operator = node.child_by_field_name("operator");
        operator.is_some_and(|operator| context.text_of(operator) == "\\\\")
    };
    to_u32(
        arguments
            .named_children(&mut cursor)
            .filter(has_default)
            .count(),
    )
}

/// The value of a keyword argument.
pub(super) fn keyword<'t>(call: Node<'t>, name: &str, context: &Context) -> Option<Node<'t>> {
    let arguments = arguments(call)?;
    let mut cursor = arguments.walk();
    let keywords = arguments
        .named_children(&mut cursor)
        .find(|node| node.kind() == "keywords")?;
    let mut cursor = keywords.walk();
    keywords
        .named_children(&mut cursor)
        .find(|pair| key(*pair, context) == name)?
        .child_by_field_name("value")
}
