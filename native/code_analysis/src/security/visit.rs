//! The syntax nodes around given places, in one walk that leaves out everything else.

use bounded_parse::Tree;
use tree_sitter::Node;

/// Something at a byte of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) at: usize,
    /// Who looks for it.
    pub(crate) owner: usize,
}

/// Calls with each hit and the nodes around it, outermost first, until `visit` answers false. Hits
/// are in text order.
pub(crate) fn visit<'tree>(
    tree: &'tree Tree,
    hits: &[Hit],
    mut visit: impl FnMut(&[Node<'tree>], Hit) -> bool,
) {
    let mut cursor = tree.walk();
    let mut path: Vec<Node> = Vec::new();
    let mut hits = hits.iter().copied().peekable();
    loop {
        let node = cursor.node();
        while let Some(hit) = hits.next_if(|hit| hit.at < node.start_byte()) {
            if !visit(&path, hit) {
                return;
            }
        }
        let Some(next) = hits.peek() else { return };
        if next.at < node.end_byte() {
            path.push(node);
            if cursor.goto_first_child() {
                continue;
            }
            if !visit_within(&mut path, &mut hits, &mut visit) {
                return;
            }
        }
        while !cursor.goto_next_sibling() {
            let is_done = !cursor.goto_parent();
            if is_done || !visit_within(&mut path, &mut hits, &mut visit) {
                return;
            }
        }
    }
}

/// The rest of the hits inside the last node of the path, which is left.
fn visit_within<'tree>(
    path: &mut Vec<Node<'tree>>,
    hits: &mut std::iter::Peekable<impl Iterator<Item = Hit>>,
    visit: &mut impl FnMut(&[Node<'tree>], Hit) -> bool,
) -> bool {
    let end = path.last().map_or(0, Node::end_byte);
    while let Some(hit) = hits.next_if(|hit| hit.at < end) {
        if !visit(path, hit) {
            return false;
        }
    }
    path.pop();
    true
}
