//! The branches of `if`.

use tree_sitter::Node;

use crate::choices::{Branch, chain};

pub(super) fn of(choice: Node) -> Vec<Branch> {
    chain(choice, Branch::expression, otherwise, |_| false)
}

fn otherwise(choice: Node) -> Option<Node> {
    choice.child_by_field_name("alternative")
}
