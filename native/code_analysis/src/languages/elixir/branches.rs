//! The branches of `if`, `unless`, `case` and `cond`, and errors that are ignored.

use tree_sitter::Node;

use super::{definitions, local_target};
use crate::choices::{Branch, Branches, children};
use crate::walk::Context;

pub(super) fn of<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    match children(choice).last() {
        Some(block) if block.kind() == "do_block" => match local_target(choice, context) {
            Some("if" | "unless") => of_blocks(*block),
            target => of_clauses(*block, target == Some("case"), context),
        },
        _ => of_keywords(choice, context),
    }
}

fn of_blocks(do_block: Node) -> Branches {
    let (others, code): (Vec<Node>, Vec<Node>) = children(do_block)
        .into_iter()
        .partition(|child| child.kind() == "else_block");
    let mut branches = vec![Branch::new(do_block, code)];
    branches.extend(others.into_iter().map(Branch::block));
    Branches::complete(branches)
}

fn of_keywords<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    let values = ["do", "else"].map(|key| definitions::keyword(choice, key, context));
    let values = values.into_iter().flatten();
    Branches::complete(values.map(Branch::expression).collect())
}

fn of_clauses<'t>(block: Node<'t>, has_patterns: bool, context: &Context) -> Branches<'t> {
    let branch = |clause: Node<'t>| {
        let body = clause.child_by_field_name("right")?;
        let head = clause.child_by_field_name("left")?;
        Some(Branch::block(body).bound(has_patterns && binds(head, context)))
    };
    // What no clause takes raises.
    Branches::complete(children(block).into_iter().filter_map(branch).collect())
}

/// A name that begins with `_` is not used.
fn binds(pattern: Node, context: &Context) -> bool {
    let mut open = vec![pattern];
    while let Some(node) = open.pop() {
        if node.kind() == "identifier" && !context.text_of(node).starts_with('_') {
            return true;
        }
        open.extend(children(node));
    }
    false
}

/// The clauses of a `rescue` or `catch` that take whatever comes and go on as if nothing had
/// happened.
pub(super) fn ignored_errors<'t>(handler: Node<'t>, context: &Context) -> Vec<Node<'t>> {
    if !matches!(handler.kind(), "rescue_block" | "catch_block") {
        return Vec::new();
    }
    let mut clauses = children(handler);
    clauses.retain(|clause| takes_all(*clause) && does_nothing(*clause, context));
    clauses
}

/// Names are all that stands left of the arrow.
fn takes_all(clause: Node) -> bool {
    let head = clause.child_by_field_name("left");
    let names = head.filter(|head| head.kind() == "arguments").map(children);
    names.is_some_and(|names| names.iter().all(|name| name.kind() == "identifier"))
}

/// `nil`, `:ok` or nothing at all, without a reason in a comment.
fn does_nothing(clause: Node, context: &Context) -> bool {
    let parts = [Some(clause), clause.child_by_field_name("right")];
    let has_comment = |node: &Node| {
        let mut cursor = node.walk();
        node.named_children(&mut cursor)
            .any(|child| child.is_extra())
    };
    let is_nothing = |value: Node| matches!(context.text_of(value), "nil" | ":ok");
    let values = parts[1].map(children).unwrap_or_default();
    !parts.iter().flatten().any(has_comment) && values.into_iter().all(is_nothing)
}
