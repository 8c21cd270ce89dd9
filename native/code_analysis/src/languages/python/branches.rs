//! The branches of `if`, `match` and `a if b else c`.

use tree_sitter::Node;

use super::children;
use crate::choices::{Branch, Branches};
use crate::walk::Context;

pub(super) fn of<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    match choice.kind() {
        "conditional_expression" => of_ternary(choice),
        "match_statement" => of_match(choice, context),
        _ => of_if(choice),
    }
}

/// The condition stands between them.
fn of_ternary(ternary: Node) -> Branches {
    match children(ternary).as_slice() {
        [consequence, _, alternative] => {
            Branches::complete([*consequence, *alternative].map(Branch::expression).into())
        }
        _ => Branches::none(),
    }
}

fn of_if(choice: Node) -> Branches {
    let first = choice.child_by_field_name("consequence");
    let mut cursor = choice.walk();
    let alternatives: Vec<Node> = choice
        .children_by_field_name("alternative", &mut cursor)
        .collect();
    let has_else = alternatives.iter().any(|one| one.kind() == "else_clause");
    let others = alternatives.into_iter().filter_map(|clause| {
        let consequence = clause.child_by_field_name("consequence");
        consequence.or_else(|| clause.child_by_field_name("body"))
    });
    let branches = first.into_iter().chain(others).map(Branch::block).collect();
    Branches::new(branches, has_else)
}

fn of_match<'t>(choice: Node<'t>, context: &Context) -> Branches<'t> {
    let body = choice.child_by_field_name("body");
    let cases = body.map(children).unwrap_or_default();
    let branch = |case: Node<'t>| {
        let block = case.child_by_field_name("consequence")?;
        Some(Branch::block(block).bound(binds(case, context)))
    };
    let takes_all = cases.iter().any(|case| takes_all(*case, context));
    let branches = cases.into_iter().filter_map(branch).collect();
    Branches::new(branches, takes_all)
}

fn takes_all(case: Node, context: &Context) -> bool {
    let patterns = children(case).into_iter();
    let mut patterns = patterns.filter(|part| part.kind() == "case_pattern");
    let is_any = |pattern: Node| context.text_of(pattern) == "_";
    case.child_by_field_name("guard").is_none()
        && patterns.next().is_some_and(is_any)
        && patterns.next().is_none()
}

/// A name alone takes what is there; a name with dots is compared, one before brackets is a class.
fn binds(case: Node, context: &Context) -> bool {
    let mut open: Vec<Node> = children(case);
    open.retain(|part| part.kind() == "case_pattern");
    while let Some(pattern) = open.pop() {
        let captures = match pattern.kind() {
            "dotted_name" => pattern.named_child_count() == 1,
            "class_pattern" | "keyword_pattern" => {
                open.extend(children(pattern).into_iter().skip(1));
                continue;
            }
            kind => kind == "identifier",
        };
        if captures && context.text_of(pattern) != "_" {
            return true;
        }
        if pattern.kind() != "dotted_name" {
            open.extend(children(pattern));
        }
    }
    false
}
