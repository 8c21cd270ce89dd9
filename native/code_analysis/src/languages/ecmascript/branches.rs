//! The branches of `if`, `switch` and `a ? b : c`.

use tree_sitter::Node;

use crate::choices::{Branch, Branches, chain, children};

pub(super) fn of<'t>(choice: Node<'t>) -> Branches<'t> {
    match choice.kind() {
        "switch_statement" => of_switch(choice),
        _ => chain(choice, branch, otherwise, |_| false),
    }
}

fn branch(node: Node) -> Branch {
    match node.kind() {
        "statement_block" => Branch::block(node),
        _ => Branch::expression(node),
    }
}

/// An `else` is a node around what is done; that of `a ? b : c` is none.
fn otherwise(choice: Node) -> Option<Node> {
    let alternative = choice.child_by_field_name("alternative")?;
    match alternative.kind() {
        "else_clause" => children(alternative).into_iter().next(),
        "ternary_expression" => None,
        _ => Some(alternative),
    }
}

fn of_switch(switch: Node) -> Branches {
    let body = switch.child_by_field_name("body");
    let cases = body.map(children).unwrap_or_default();
    let has_default = cases.iter().any(|case| case.kind() == "switch_default");
    let branches = cases.into_iter().filter_map(of_case).collect();
    Branches::new(branches, has_default)
}

/// A case without statements falls through.
fn of_case(case: Node) -> Option<Branch> {
    let mut cursor = case.walk();
    let statements = case.children_by_field_name("body", &mut cursor);
    let code: Vec<Node> = statements
        .filter(|one| one.is_named() && !one.is_extra())
        .collect();
    if code.is_empty() {
        return None;
    }
    let code = without_break(code);
    let code = match code.as_slice() {
        [block] if block.kind() == "statement_block" => without_break(children(*block)),
        _ => code,
    };
    Some(Branch::new(case, code))
}

fn without_break(mut code: Vec<Node>) -> Vec<Node> {
    let ends = code
        .last()
        .is_some_and(|last| last.kind() == "break_statement");
    if ends {
        code.pop();
    }
    code
}
