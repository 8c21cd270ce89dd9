//! The branches of `if` and `switch`, and errors that are ignored.
//!
//! The cases of a `select`, and those of a type switch that gives the value a name, could not be
//! written as one: they are no branches to compare.

use tree_sitter::Node;

use crate::choices::{Branch, Branches, chain, children};
use crate::walk::Context;

pub(super) fn of(choice: Node) -> Branches {
    match choice.kind() {
        "if_statement" => chain(choice, branch, otherwise, has_initializer),
        "select_statement" => Branches::none(),
        _ if choice.child_by_field_name("alias").is_some() => Branches::none(),
        _ => of_switch(choice),
    }
}

fn of_switch(switch: Node) -> Branches {
    let cases = children(switch);
    let has_default = cases.iter().any(|case| case.kind() == "default_case");
    let branches = cases.into_iter().filter_map(of_case).collect();
    Branches::new(branches, has_default)
}

fn branch(block: Node) -> Branch {
    Branch::new(block, statements(block))
}

fn otherwise(choice: Node) -> Option<Node> {
    choice.child_by_field_name("alternative")
}

/// What it declares is another thing in each branch.
fn has_initializer(choice: Node) -> bool {
    choice.child_by_field_name("initializer").is_some()
}

fn of_case(case: Node) -> Option<Branch> {
    let is_case = matches!(
        case.kind(),
        "expression_case" | "type_case" | "default_case"
    );
    is_case.then(|| Branch::new(case, statements(case)))
}

/// Those of the list inside, which itself reaches to the next line.
fn statements(node: Node) -> Vec<Node> {
    let list = children(node)
        .into_iter()
        .find(|child| child.kind() == "statement_list");
    list.map(children).unwrap_or_default()
}

/// The block of `if err != nil {}` without a reason in a comment.
pub(super) fn ignored_error<'t>(choice: Node<'t>, context: &Context) -> Option<Node<'t>> {
    let condition = choice.child_by_field_name("condition")?;
    let block = choice.child_by_field_name("consequence")?;
    let is_empty = block.named_child_count() == 0;
    (is_empty && is_presence_of_error(condition, context)).then_some(block)
}

fn is_presence_of_error(condition: Node, context: &Context) -> bool {
    let part = |field| {
        let part = condition.child_by_field_name(field);
        part.map_or("", |part| context.text_of(part))
    };
    let name = part("left");
    let is_error = name.starts_with("err") || name.ends_with("Err");
    is_error && part("operator") == "!=" && part("right") == "nil"
}
