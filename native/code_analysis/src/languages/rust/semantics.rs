//! What tags are found by, and what a file says about itself: the documentation inside of it.

use tree_sitter::Node;

use super::docs;
use crate::languages::{Documented, FileDoc, Naming, Semantics, opening};

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: ("rust.tsv", include_str!("../../../semantics/rust.tsv")),
    naming: Naming::Paths,
    modules_are_known: false,
    // References tell the names.
    names: &[],
    signs_in_names: b"",
    constructs: &[("await", "await_expression"), ("unsafe", "unsafe_block")],
    construct_tokens: &[("async", "async")],
};

pub(super) fn file_doc(root: Node, text: &str) -> Option<FileDoc> {
    let (before, _) = opening(root, |node| {
        matches!(
            node.kind(),
            "line_comment" | "block_comment" | "inner_attribute_item" | "shebang"
        )
    });
    let is_doc = |node: &&Node| {
        let comment = text.get(node.byte_range()).unwrap_or_default();
        docs::documented(comment) == Documented::Enclosing && !comment.starts_with('#')
    };
    let first = before.iter().find(is_doc)?;
    let last = before.iter().rev().find(is_doc)?;
    Some(FileDoc {
        start: first.start_byte(),
        words: docs::words(text.get(first.start_byte()..last.end_byte())?),
        source: "inner documentation",
        title: None,
    })
}
