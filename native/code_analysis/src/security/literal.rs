//! Whether an expression can vary.

use tree_sitter::Node;

/// Larger expressions are taken to vary.
const MOST_NODES: usize = 500;

/// No node in the expression is of a kind that varies; what is inside a constant kind is not asked.
pub(crate) fn is_literal(node: Node, variables: &[&str], constants: &[&str]) -> bool {
    let mut cursor = node.walk();
    for _ in 0..MOST_NODES {
        let kind = cursor.node().kind();
        if variables.contains(&kind) {
            return false;
        }
        if !constants.contains(&kind) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            // The cursor does not leave the node that it began at.
            if !cursor.goto_parent() {
                return true;
            }
        }
    }
    false
}
