//! The branches of `if` and `case`.

use tree_sitter::{Node, TreeCursor};

use crate::choices::{Branch, Branches, children};
use crate::walk::Context;

pub(super) fn of<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    match choice.kind() {
        "case_statement" => of_case(choice, context),
        _ => of_if(choice),
    }
}

fn of_case<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    let items = children(choice);
    let is_any = |pattern: Node| context.text_of(pattern) == "*";
    let takes_all = |item: &Node| item.child_by_field_name("value").is_some_and(is_any);
    let has_default = items.iter().any(takes_all);
    let branches = items.into_iter().filter_map(of_item).collect();
    Branches::new(branches, has_default)
}

fn of_item(item: Node) -> Option<Branch> {
    let is_command = |cursor: &TreeCursor| cursor.field_name().is_none();
    (item.kind() == "case_item").then(|| Branch::new(item, commands(item, false, is_command)))
}

fn of_if(choice: Node) -> Branches {
    let is_clause = |node: &Node| matches!(node.kind(), "elif_clause" | "else_clause");
    let mut branches = vec![after_then(choice)];
    for clause in children(choice).into_iter().filter(is_clause) {
        branches.push(match clause.kind() {
            "elif_clause" => after_then(clause),
            _ => Branch::block(clause),
        });
    }
    let has_else = children(choice)
        .iter()
        .any(|one| one.kind() == "else_clause");
    Branches::new(branches, has_else)
}

fn after_then(node: Node) -> Branch {
    let is_command =
        |cursor: &TreeCursor| !matches!(cursor.node().kind(), "elif_clause" | "else_clause");
    Branch::new(node, commands(node, true, is_command))
}

/// The named children that are commands of the branch, in an `if` those behind its `then`.
fn commands<'t>(
    node: Node<'t>,
    behind_then: bool,
    is_command: impl Fn(&TreeCursor<'t>) -> bool,
) -> Vec<Node<'t>> {
    let mut commands = Vec::new();
    let mut has_begun = !behind_then;
    let mut cursor = node.walk();
    let mut more = cursor.goto_first_child();
    while more {
        let child = cursor.node();
        has_begun |= child.kind() == "then";
        if has_begun && child.is_named() && !child.is_extra() && is_command(&cursor) {
            commands.push(child);
        }
        more = cursor.goto_next_sibling();
    }
    commands
}
