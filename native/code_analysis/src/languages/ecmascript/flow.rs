//! What adds to cognitive complexity.

use tree_sitter::Node;

use crate::languages::{Bodies, Flow};
use crate::role::{Role, RoleSet};
use crate::walk::Context;

pub(super) const FLOW: Flow = Flow {
    structural: RoleSet::of(&[
        Role::If,
        Role::Ternary,
        Role::Match,
        Role::Loop,
        Role::Catch,
    ]),
    flat: RoleSet::of(&[Role::Else, Role::Jump]),
    nesting: RoleSet::NONE,
    mute: RoleSet::NONE,
    counts_into_host: false,
};

pub(super) const BODIES: Bodies = &[
    ("consequence", &["if_statement", "ternary_expression"]),
    ("alternative", &["ternary_expression"]),
    ("", &["else_clause"]),
    (
        "body",
        &[
            "for_statement",
            "for_in_statement",
            "while_statement",
            "do_statement",
            "switch_statement",
            "catch_clause",
        ],
    ),
];

/// `{a && b && <C/>}` in JSX is how one writes a condition there: free, as long as all operators
/// are the same and no operand is a ternary.
pub(super) fn is_free_run(operation: Node, context: &Context) -> bool {
    let mut around = context
        .ancestors()
        .filter(|frame| frame.role != Role::Parenthesis);
    let in_jsx = around
        .next()
        .is_some_and(|frame| frame.node.kind() == "jsx_expression");
    in_jsx && is_uniform(operation)
}

fn is_uniform(operation: Node) -> bool {
    let first = operator(operation);
    let mut open = vec![operation];
    while let Some(node) = open.pop() {
        match node.kind() {
            "ternary_expression" => return false,
            "parenthesized_expression" => open.extend(node.named_child(0)),
            "binary_expression" => match operator(node) {
                operator if operator == first => {
                    open.extend(node.child_by_field_name("left"));
                    open.extend(node.child_by_field_name("right"));
                }
                Some("&&" | "||" | "??") => return false,
                _ => {}
            },
            _ => {}
        }
    }
    true
}

fn operator<'t>(operation: Node<'t>) -> Option<&'t str> {
    let operator = operation.child_by_field_name("operator")?;
    Some(operator.kind())
}
