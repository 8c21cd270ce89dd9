//! Functions, classes and types; functions without a name are called after what they are assigned
//! to.

use tree_sitter::Node;

use super::unquoted;
use crate::analysis::{SymbolKind, Visibility};
use crate::languages::{Definition, last_child};
use crate::outline::to_u32;
use crate::role::Role;
use crate::walk::{Context, Frame};

const ANONYMOUS: &str = "<anonymous>";

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    let parts = Parts::of(node);
    let kind = kind(node, &parts, context)?;
    let own_name = parts.name.map(|name| unquoted(context.text_of(name)));
    let (name, place) = match (own_name, kind) {
        (Some(name), _) => (name, node),
        (None, SymbolKind::StaticBlock) => ("static", node),
        (None, _) => assigned_name(node, context).unwrap_or((ANONYMOUS, node)),
    };
    let kind = match kind {
        SymbolKind::Function if name == ANONYMOUS => SymbolKind::AnonymousFunction,
        kind => kind,
    };
    let visibility = visibility(&parts, name, context);
    let is_public = visibility == Some(Visibility::Public);
    let (end_byte, end_row) = end(node, context);
    Some(Definition {
        range: place.start_byte()..end_byte,
        rows: place.start_position().row..=end_row,
        head_end: parts.body.map_or(end_byte, |body| body.start_byte()),
        visibility,
        parameters: takes_parameters(kind).then(|| parts.parameter_count()),
        documentable: is_public && wants_documentation(node, kind, name, context),
        ..Definition::new(kind, name, place)
    })
}

/// The children of a definition that matter here.
#[derive(Default)]
struct Parts<'t> {
    name: Option<Node<'t>>,
    /// A list of parameters, or the only one.
    parameters: Option<Node<'t>>,
    body: Option<Node<'t>>,
    value: Option<Node<'t>>,
    accessibility: Option<Node<'t>>,
}

impl<'t> Parts<'t> {
    fn of(node: Node<'t>) -> Self {
        let mut parts = Self::default();
        let mut cursor = node.walk();
        let mut more = cursor.goto_first_child();
        while more {
            let child = Some(cursor.node());
            match cursor.field_name() {
                // A JavaScript field's name is called `property`.
                Some("name" | "property") => parts.name = child,
                Some("parameters" | "parameter") => parts.parameters = child,
                Some("body") => parts.body = child,
                Some("value") => parts.value = child,
                None if cursor.node().kind() == "accessibility_modifier" => {
                    parts.accessibility = child;
                }
                _ => {}
            }
            more = cursor.goto_next_sibling();
        }
        parts
    }

    fn parameter_count(&self) -> u32 {
        let Some(list) = self.parameters else {
            return 0;
        };
        if list.kind() != "formal_parameters" {
            return 1;
        }
        let mut cursor = list.walk();
        let parameters = list
            .named_children(&mut cursor)
            .filter(|child| !child.is_extra());
        to_u32(parameters.count())
    }
}

fn kind(node: Node, parts: &Parts, context: &Context) -> Option<SymbolKind> {
    Some(match node.kind() {
        "method_definition" => SymbolKind::Method,
        "class_static_block" => SymbolKind::StaticBlock,
        "field_definition" | "public_field_definition" => match parts.value {
            Some(_) => SymbolKind::FieldInitializer,
            None => SymbolKind::Field,
        },
        "class" | "class_declaration" | "abstract_class_declaration" => SymbolKind::Class,
        "interface_declaration" => SymbolKind::Interface,
        "enum_declaration" => SymbolKind::Enum,
        "type_alias_declaration" => SymbolKind::TypeAlias,
        "module" | "internal_module" => SymbolKind::Module,
        "method_signature" if owner(context).is_none() => return None,
        "function_signature" | "method_signature" | "abstract_method_signature" => {
            SymbolKind::Signature
        }
        _ => SymbolKind::Function,
    })
}

/// Of functions that end together, each is looked through for its end.
const MAX_STEPS_TO_END: usize = 50;

/// Byte and row of the end. The grammar takes a comment after a closing brace in the same line to
/// be inside.
fn end(mut node: Node, context: &Context) -> (usize, usize) {
    let whole = (node.end_byte(), node.end_position().row);
    let has_comment = |line: &str| line.contains("//") || line.ends_with("*/");
    if !last_line(context.text_of(node)).is_some_and(has_comment) {
        return whole;
    }
    for _ in 0..MAX_STEPS_TO_END {
        let Some(last) = last_child(node) else { break };
        if !last.is_extra() {
            node = last;
            continue;
        }
        let mut cursor = node.walk();
        let code = node.children(&mut cursor).filter(|child| !child.is_extra());
        return code
            .last()
            .map_or(whole, |code| (code.end_byte(), code.end_position().row));
    }
    whole
}

/// As far as it has to be looked at.
fn last_line(text: &str) -> Option<&str> {
    const FAR: usize = 300;
    let near = text.ceil_char_boundary(text.len().saturating_sub(FAR));
    text[near..].rsplit('\n').next()
}

/// What the members directly around belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Class,
    Interface,
}

fn owner(context: &Context) -> Option<Owner> {
    match context.parent()?.kind() {
        "class_body" => Some(Owner::Class),
        "interface_body" => Some(Owner::Interface),
        _ => None,
    }
}

/// The name that a function or class expression is given at once, and the node that gives it.
fn assigned_name<'a, 't>(node: Node<'t>, context: &Context<'a, 't>) -> Option<(&'a str, Node<'t>)> {
    let mut around = context.ancestors();
    let parent = around.find(|frame| frame.role != Role::Parenthesis)?.node;
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
fn visibility(parts: &Parts, name: &str, context: &Context) -> Option<Visibility> {
    if owner(context).is_some() {
        let is_private = name.starts_with('#') || has_private_modifier(parts, context);
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

/// Of something public.
fn wants_documentation(node: Node, kind: SymbolKind, name: &str, context: &Context) -> bool {
    let is_reachable = || {
        let around = context.enclosing_symbol();
        around.is_some_and(|symbol| symbol.visibility == Some(Visibility::Public))
    };
    match kind {
        SymbolKind::StaticBlock | SymbolKind::Module => false,
        SymbolKind::Signature if is_overload(node, context) => false,
        _ if owner(context).is_some() => name != "constructor" && is_reachable(),
        _ => true,
    }
}

/// A signature that a body follows.
fn is_overload(signature: Node, context: &Context) -> bool {
    let is_ambient = |frame: &Frame| frame.node.kind() == "ambient_declaration";
    signature.kind() != "abstract_method_signature"
        && owner(context) != Some(Owner::Interface)
        && !context.ancestors().any(is_ambient)
}

fn has_private_modifier(parts: &Parts, context: &Context) -> bool {
    parts
        .accessibility
        .is_some_and(|modifier| context.text_of(modifier) != "public")
}

fn takes_parameters(kind: SymbolKind) -> bool {
    kind.is_function() || kind == SymbolKind::Signature
}
