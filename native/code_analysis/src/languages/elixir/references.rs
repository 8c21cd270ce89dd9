//! The modules that a file names, in full by the aliases in force.
//!
//! | kind | what |
//! |---|---|
//! | `import`, `require`, `use`, `behaviour` | the directive |
//! | `implementation` | the protocol of a `defimpl`, and what it is for |
//! | `struct` | `%Name{}`, in types too |
//! | `call` | `Name.function`, called or captured; also of an Erlang module: `:lists` |
//! | `type` | in `@spec`, `@type`, `@callback` and the like |
//! | `module` | a value: a child specification, the argument of a macro, an attribute, … |
//!
//! An `alias` alone names nothing. What is in a `quote` is named by those who have that code, so
//! that it is kept by the function that makes it (`quoted`), with a `local` for each other function
//! that this one has its code from. Outside of functions a quote makes code for nobody in particular.

use std::borrow::Cow;

use tree_sitter::Node;

use super::definitions::{ROOT, keyword};
use super::{attributes, directives, imports, local_target, quotes};
use crate::analysis::{Quoted, Reference};
use crate::languages::{Links, line};
use crate::notes::short_name;
use crate::role::Role;
use crate::walk::{Context, Frame};

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    match node.kind() {
        "alias" => name(node, context, links),
        "dot" => erlang_module(node, context, links),
        "call" if !directives::is_one(node, context) => quotes::call(node, context, links),
        _ => directives::read(node, context, links),
    }
}

/// `Elixir.A` is `A` whatever the aliases say.
pub(super) fn full<'a>(name: &'a str, node: Node, links: &Links) -> Cow<'a, str> {
    full_at(name, node.start_byte(), links)
}

pub(super) fn full_at<'a>(name: &'a str, at: usize, links: &Links) -> Cow<'a, str> {
    match name.strip_prefix(ROOT) {
        Some(name) => name.into(),
        None => links.scope.full(name, at),
    }
}

pub(super) fn refer(
    name: &str,
    kind: &'static str,
    node: Node,
    context: &Context,
    links: &mut Links,
) {
    if !imports::is_known(name) {
        return;
    }
    match quotes::place(context) {
        quotes::Place::Outside => {
            if links.scope.list(name, kind) {
                links.references.push(Reference {
                    name: short_name(name.to_owned()),
                    kind,
                    line: line(node),
                });
            }
        }
        quotes::Place::In(within) => links.quoted.push(Quoted {
            within,
            name: short_name(name.to_owned()),
            kind,
            short: None,
            line: line(node),
        }),
        quotes::Place::Nowhere => {}
    }
}

/// `:lists.map`
fn erlang_module(dot: Node, context: &Context, links: &mut Links) {
    if let Some(module) = dot.child(0).filter(|left| left.kind() == "atom") {
        refer(context.text_of(module), "call", dot, context, links);
    }
}

/// A name that stands for itself, or for the part after the dot of `__MODULE__.Name`.
fn name(node: Node, context: &Context, links: &mut Links) {
    if links.scope.is_read(node.start_byte()) {
        return;
    }
    let around = context.open();
    let Some((parent, outer)) = around.split_last() else {
        return;
    };
    if parent.node.is_error() {
        return;
    }
    let text = without_space(context.text_of(node));
    if !is_right_of_dot(node, parent.node) {
        match head_of(node, parent, outer) {
            Some(call) => head(node, call, outer, context, links),
            None => refer(
                &full(&text, node, links),
                kind(node, around),
                node,
                context,
                links,
            ),
        }
    } else if let Some(module) = own_module(parent.node, context)
        && head_of(parent.node, outer.last().unwrap_or(parent), outer).is_none()
    {
        let kind = kind(parent.node, outer);
        refer(&format!("{module}.{text}"), kind, node, context, links);
    }
}

/// A name may go on in the next line.
fn without_space(name: &str) -> Cow<'_, str> {
    match name.contains(char::is_whitespace) {
        true => name.replace(char::is_whitespace, "").into(),
        false => name.into(),
    }
}

fn is_right_of_dot(node: Node, parent: Node) -> bool {
    parent.kind() == "dot" && !is_left(node, parent)
}

fn is_left(node: Node, dot: Node) -> bool {
    node.start_byte() == dot.start_byte()
}

/// What `__MODULE__` before the dot means; in a quote it is another module.
fn own_module<'a>(dot: Node, context: &Context<'a, '_>) -> Option<&'a str> {
    let left = dot
        .child(0)
        .filter(|left| context.text_of(*left) == "__MODULE__");
    left.filter(|_| !attributes::is_quoted(context))?;
    context.enclosing_type()
}

/// The call that defines a module, if the node is its first argument.
fn head_of<'a, 't>(node: Node, parent: &Frame, outer: &'a [Frame<'t>]) -> Option<&'a Frame<'t>> {
    let is_first = || {
        let first = parent.node.named_child(0);
        parent.node.kind() == "arguments" && first.is_some_and(|first| first.id() == node.id())
    };
    let call = outer.last().filter(|call| call.role == Role::Type);
    call.filter(|_| is_first())
}

fn kind(node: Node, around: &[Frame]) -> &'static str {
    let Some((parent, outer)) = around.split_last() else {
        return "module";
    };
    match parent.node.kind() {
        "struct" => "struct",
        _ if parent.silent && is_type(around) => "type",
        "dot" if is_left(node, parent.node) => "call",
        "pair" | "list" if is_for_implementation(outer) => "implementation",
        _ => "module",
    }
}

fn is_type(around: &[Frame]) -> bool {
    let silent = around.iter().rev().take_while(|frame| frame.silent).last();
    silent.is_some_and(|frame| frame.role != Role::Documentation)
}

/// In `for: Name` or `for: [Name]` of a `defimpl`.
fn is_for_implementation(around: &[Frame]) -> bool {
    let mut outer = around.iter().rev().take(4);
    let call = outer.find(|frame| !matches!(frame.node.kind(), "pair" | "keywords" | "arguments"));
    call.is_some_and(|call| call.role == Role::Type)
}

/// What defines a module within another also makes an alias of the first segment.
fn head(node: Node, call: &Frame, around: &[Frame], context: &Context, links: &mut Links) {
    let outside = around
        .split_last()
        .map_or(&[][..], |(_call, outside)| outside);
    let written = context.text_of(node);
    if local_target(call.node, context) == Some("defimpl") {
        let protocol = full(written, node, links);
        refer(&protocol, "implementation", node, context, links);
        return implementations(&protocol, call.node, context, links);
    }
    links.scope.skip_to(node.end_byte());
    let is_inside = outside.iter().any(|frame| frame.role == Role::Type);
    let module = context.name_of(call).unwrap_or_default();
    let first = written.split('.').next().unwrap_or(written);
    if is_inside
        && first != "Elixir"
        && let Some(outer) = module.strip_suffix(written)
    {
        directives::bind(first, &format!("{outer}{first}"), node, outside, links);
    }
}

/// `for: [A, B]` defines several modules.
fn implementations(protocol: &str, call: Node, context: &Context, links: &mut Links) {
    let Some(list) = keyword(call, "for", context).filter(|types| types.kind() == "list") else {
        return;
    };
    let mut cursor = list.walk();
    for node in list.named_children(&mut cursor) {
        if node.kind() == "alias" {
            let name = full(context.text_of(node), node, links);
            let module = short_name(format!("{protocol}.{name}"));
            links.modules.push(module);
        }
    }
}
