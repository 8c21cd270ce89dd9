//! The branches of `if`.

use tree_sitter::Node;

use crate::choices::{Branch, Branches, chain};

pub(super) fn of(choice: Node) -> Branches {
    chain(choice, Branch::expression, otherwise, |_| false)
}

fn otherwise(choice: Node) -> Option<Node> {
    choice.child_by_field_name("alternative")
}
