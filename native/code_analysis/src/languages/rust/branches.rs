//! The branches of `if` and `match`, and errors that are ignored.

use tree_sitter::Node;

use crate::choices::{Branch, Branches, chain, children};
use crate::walk::Context;

pub(super) fn of<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    match choice.kind() {
        "match_expression" => of_match(choice, context),
        _ => chain(choice, branch, otherwise, |node| {
            let condition = node.child_by_field_name("condition");
            condition.is_some_and(|condition| condition.kind().starts_with("let_"))
        }),
    }
}

fn branch(node: Node) -> Branch {
    match node.kind() {
        "block" => Branch::block(node),
        _ => Branch::expression(node),
    }
}

fn otherwise(choice: Node) -> Option<Node> {
    let alternative = choice.child_by_field_name("alternative")?;
    children(alternative).into_iter().next()
}

fn of_match<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    let body = choice.child_by_field_name("body");
    let arms = body.map(children).unwrap_or_default();
    let of_arm = |arm: Node<'t>| {
        let value = arm.child_by_field_name("value")?;
        let pattern = arm.child_by_field_name("pattern")?;
        Some(branch(value).bound(binds(pattern, context)))
    };
    Branches::complete(arms.into_iter().filter_map(of_arm).collect())
}

/// Has a name of its own for something: what else has no capital letter at its start is written
/// with `::`. A guard, which may hold any code, counts as one.
fn binds(pattern: Node, context: &Context) -> bool {
    if pattern.child_by_field_name("condition").is_some() {
        return true;
    }
    let mut open = vec![pattern];
    while let Some(node) = open.pop() {
        match node.kind() {
            "identifier" | "shorthand_field_identifier" => {
                if !context.text_of(node).starts_with(char::is_uppercase) {
                    return true;
                }
            }
            "scoped_identifier" | "scoped_type_identifier" => {}
            _ => open.extend(children(node)),
        }
    }
    false
}

/// What is done in `Err(_) => {}` and `if let Err(_) = … {}`, without a guard and without a reason
/// in a comment.
pub(super) fn ignored_error<'t>(node: Node<'t>, context: &Context) -> Option<Node<'t>> {
    let (taker, body) = match node.kind() {
        "match_arm" => ("pattern", "value"),
        _ => ("condition", "consequence"),
    };
    let pattern = pattern(node.child_by_field_name(taker)?)?;
    let body = node.child_by_field_name(body)?;
    (takes_any_error(pattern, context) && is_nothing(body)).then_some(body)
}

fn pattern(taker: Node) -> Option<Node> {
    match taker.kind() {
        "let_condition" => taker.child_by_field_name("pattern"),
        "match_pattern" if taker.named_child_count() == 1 => taker.named_child(0),
        _ => None,
    }
}

/// `Err(_)` or `Err(name)`; a `_` has no node.
fn takes_any_error(pattern: Node, context: &Context) -> bool {
    let parts = children(pattern);
    let is_name = |part: &Node| part.kind() == "identifier";
    pattern.kind() == "tuple_struct_pattern"
        && parts.iter().all(is_name)
        && parts.len() <= 2
        && parts
            .first()
            .is_some_and(|name| context.text_of(*name) == "Err")
}

fn is_nothing(body: Node) -> bool {
    matches!(body.kind(), "block" | "unit_expression") && body.named_child_count() == 0
}
