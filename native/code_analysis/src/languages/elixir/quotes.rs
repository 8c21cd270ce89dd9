//! Code that functions make for others.

use std::collections::HashSet;

use tree_sitter::Node;

use super::local_target;
use crate::analysis::Quoted;
use crate::languages::{Links, line};
use crate::notes::short_name;
use crate::role::Role;
use crate::walk::{Context, Frame};

/// `local` says that the code of one function has that of another in it.
const LOCAL: &str = "local";

/// Functions that have their code from others that have it from others, and so on, so many times.
const MAX_STEPS: usize = 10;

/// Where something stands.
pub(super) enum Place {
    /// In code of the file's own.
    Outside,
    /// In code that a function makes, by its full name.
    In(String),
    /// In code of which nobody can say who gets it.
    Nowhere,
}

pub(super) fn place(context: &Context) -> Place {
    match outermost_quote(context) {
        None => Place::Outside,
        Some(outside) => function(outside, context).map_or(Place::Nowhere, Place::In),
    }
}

/// What is around the outermost quote that is not undone by an `unquote` inside.
fn outermost_quote<'a, 't>(context: &Context<'a, 't>) -> Option<&'a [Frame<'t>]> {
    let frames = context.open();
    frames.iter().rposition(|frame| frame.role == Role::Quote)?;
    let (mut found, mut unquoted) = (None, 0);
    for (depth, frame) in frames.iter().enumerate().rev() {
        if frame.role == Role::Quote && is_code(frames.get(depth + 1..).unwrap_or_default()) {
            if unquoted == 0 {
                found = frames.get(..depth);
            } else {
                unquoted -= 1;
            }
        } else if frame.role == Role::Reference && is_unquote(frame.node, context) {
            unquoted += 1;
        }
    }
    found
}

/// The block of a quote, and not its options.
fn is_code(inside: &[Frame]) -> bool {
    match inside {
        [block, ..] if block.node.kind() == "do_block" => true,
        [_arguments, _keywords, pair, ..] => pair.role == Role::Argument,
        _ => false,
    }
}

fn is_unquote(call: Node, context: &Context) -> bool {
    let target = local_target(call, context);
    matches!(target, Some("unquote" | "unquote_splicing"))
}

/// Full name of the innermost function.
fn function(around: &[Frame], context: &Context) -> Option<String> {
    let function = around
        .iter()
        .rev()
        .find(|frame| frame.role == Role::Function)?;
    let module = around.iter().rev().find(|frame| frame.role == Role::Type)?;
    let (module, function) = (context.name_of(module)?, context.name_of(function)?);
    Some(format!("{module}.{function}"))
}

/// The call of a local function by another, which may be of the code that it makes.
pub(super) fn call(call: Node, context: &Context, links: &mut Links) {
    let outside = outermost_quote(context).unwrap_or(context.open());
    let (Some(within), Some(target)) = (function(outside, context), local_target(call, context))
    else {
        return;
    };
    let module = within.rsplit_once('.').map_or("", |(module, _name)| module);
    links.quoted.push(Quoted {
        name: short_name(format!("{module}.{target}")),
        within,
        kind: LOCAL,
        short: None,
        line: line(call),
    });
}

/// An `alias` in code for others is one for them, too.
pub(super) fn alias(short: &str, full: &str, node: Node, context: &Context, links: &mut Links) {
    if let Place::In(within) = place(context) {
        links.quoted.push(Quoted {
            within,
            name: short_name(full.to_owned()),
            kind: "alias",
            short: Some(short_name(short.to_owned())),
            line: line(node),
        });
    }
}

/// Each once, and of local calls only those of functions that make code.
pub(super) fn settle(quoted: &mut Vec<Quoted>) {
    quoted.sort_unstable();
    quoted.dedup_by(|a, b| is_same(a, b));
    let makers = makers(quoted);
    quoted.retain(|one| one.kind != LOCAL || one.name != one.within && makers.contains(&one.name));
}

/// Functions with a quote, and those that call such ones.
fn makers(quoted: &[Quoted]) -> HashSet<String> {
    let mut makers: HashSet<String> = HashSet::new();
    for _ in 0..MAX_STEPS {
        let makes = |one: &&Quoted| one.kind != LOCAL || makers.contains(&one.name);
        let found = quoted.iter().filter(makes).map(|one| &one.within);
        let more: Vec<String> = found
            .filter(|name| !makers.contains(*name))
            .cloned()
            .collect();
        if more.is_empty() {
            break;
        }
        makers.extend(more);
    }
    makers
}

fn is_same(a: &Quoted, b: &Quoted) -> bool {
    (&a.within, &a.name, a.kind, &a.short) == (&b.within, &b.name, b.kind, &b.short)
}
