//! Trouble that the parser had.

use std::ops::Range;

use tree_sitter::Node;

/// Syntax errors in file order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Errors {
    /// Syntax errors and missing tokens.
    pub(crate) count: u32,
    pub(crate) missing: u32,
    /// The outermost error nodes.
    pub(crate) ranges: Vec<Range<usize>>,
}

impl Errors {
    pub(crate) fn note(&mut self, node: Node) {
        if node.is_missing() {
            (self.count, self.missing) = (self.count + 1, self.missing + 1);
        } else if node.is_error() {
            self.count += 1;
            let end = self.ranges.last().map_or(0, |range| range.end);
            if node.end_byte() > end {
                self.ranges
                    .push(node.start_byte().max(end)..node.end_byte());
            }
        }
    }

    /// Bytes inside the outermost error nodes.
    pub(crate) fn bytes(&self) -> usize {
        self.ranges.iter().map(Range::len).sum()
    }
}
