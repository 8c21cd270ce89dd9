//! What tags are found by, and what a file says about itself: the comment on its package.

use tree_sitter::Node;

use super::is_directive;
use crate::languages::{FileDoc, Naming, Semantics, opening};

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: ("go.tsv", include_str!("../../../semantics/go.tsv")),
    naming: Naming::Paths,
    modules_are_known: false,
    // References tell the names.
    names: &[],
    signs_in_names: b"",
    constructs: &[
        ("go", "go_statement"),
        ("channel", "channel_type"),
        ("select", "select_statement"),
    ],
    construct_tokens: &[],
};

/// The comments right above the package clause.
pub(super) fn file_doc(root: Node, text: &str, words: fn(&str) -> String) -> Option<FileDoc> {
    let (comments, package) = opening(root, |node| node.kind() == "comment");
    let (last, package) = (comments.last()?, package?);
    let mut row = package.start_position().row;
    let mut first = None;
    for comment in comments.iter().rev() {
        if comment.end_position().row + 1 < row {
            break;
        }
        row = comment.start_position().row;
        first = Some(*comment);
    }
    let raw = text.get(first?.start_byte()..last.end_byte())?;
    let is_package = package.kind() == "package_clause" && !raw.lines().all(is_directive);
    is_package.then(|| FileDoc {
        start: first.map_or(0, |first| first.start_byte()),
        words: words(raw),
        source: "package comment",
        title: None,
    })
}
