//! Names that a file declares, and those that it uses without a package.

use std::sync::LazyLock;

use hashbrown::HashSet;
use tree_sitter::Node;

use super::definitions::is_exported;
use crate::languages::{Links, line};
use crate::walk::Context;

/// For a name that the file declares, wherever: kept until the end of the file.
pub(super) const DECLARED: &str = "declared";

/// Names that no file has to declare.
#[rustfmt::skip]
static PREDECLARED: LazyLock<HashSet<&str>> = LazyLock::new(|| HashSet::from([
    "_", "any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex",
    "complex128", "complex64", "copy", "delete", "error", "false", "float32", "float64", "imag",
    "init", "int", "int16", "int32", "int64", "int8", "iota", "len", "make", "max", "min", "new",
    "nil", "panic", "print", "println", "real", "recover", "rune", "string", "true", "uint",
    "uint16", "uint32", "uint64", "uint8", "uintptr",
]));

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    let text = context.text_of(node);
    if PREDECLARED.contains(text) {
        return;
    }
    match usage(node, context) {
        Usage::Declared => links.refer(DECLARED, text, line(node)),
        Usage::Item => {
            links.refer(DECLARED, text, line(node));
            if !is_exported(text) {
                links.refer("item", text, line(node));
            }
        }
        Usage::Used => links.refer("name", text, line(node)),
        Usage::Other => {}
    }
}

/// What an identifier does where it stands.
enum Usage {
    /// Declares something inside a function, or a parameter.
    Declared,
    /// Declares something that all of the package may use.
    Item,
    Used,
    /// Belongs to something else: a field, or what another package has.
    Other,
}

fn usage(node: Node, context: &Context) -> Usage {
    let mut around = context.ancestors().map(|frame| frame.node);
    let (Some(parent), outer) = (around.next(), around.next()) else {
        return Usage::Other;
    };
    // The file, the declaration, and with brackets their list, are around the parent then.
    let is_of_package = context.frames.len() <= 4 && context.enclosing_symbol().is_none();
    match parent.kind() {
        "parameter_declaration"
        | "variadic_parameter_declaration"
        | "type_parameter_declaration"
            if node.kind() == "identifier" =>
        {
            Usage::Declared
        }
        "var_spec" | "const_spec" if node.kind() == "identifier" => match is_of_package {
            true => Usage::Item,
            false => Usage::Declared,
        },
        "type_spec" | "type_alias" if names(parent, node) => match context.frames.len() <= 4 {
            true => Usage::Item,
            false => Usage::Declared,
        },
        "function_declaration" => Usage::Item,
        "qualified_type" => Usage::Other,
        "expression_list" if outer.is_some_and(|outer| declares(outer, parent)) => Usage::Declared,
        "literal_element" => key(parent, context),
        _ => Usage::Used,
    }
}

/// The name stands first.
fn names(definition: Node, node: Node) -> bool {
    definition.child(0).map(|name| name.id()) == Some(node.id())
}

/// The statement gives the members of the list their values for the first time, or may.
fn declares(statement: Node, list: Node) -> bool {
    let declared = match statement.kind() {
        "short_var_declaration" | "range_clause" | "receive_statement" => statement.child(0),
        "type_switch_statement" => statement.child_by_field_name("alias"),
        _ => None,
    };
    declared.map(|declared| declared.id()) == Some(list.id())
}

/// Keys of a map or an array are values; others are mostly fields.
fn key(element: Node, context: &Context) -> Usage {
    let mut around = context.ancestors().skip(1).map(|frame| frame.node);
    let pair = around.next().filter(|pair| pair.kind() == "keyed_element");
    if pair
        .and_then(|pair| pair.named_child(0))
        .map(|key| key.id())
        != Some(element.id())
    {
        return Usage::Used;
    }
    let literal = around
        .nth(1)
        .filter(|literal| literal.kind() == "composite_literal");
    let of = literal.and_then(|literal| literal.child(0));
    match of.map(|of| of.kind()) {
        Some("map_type" | "array_type" | "slice_type" | "implicit_length_array_type") => {
            Usage::Used
        }
        _ => Usage::Other,
    }
}
