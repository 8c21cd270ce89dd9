//! What tags are found by, and what a file says about itself: the comment at its top.

use tree_sitter::Node;

use crate::languages::{FileDoc, Naming, Semantics, opening};
use crate::notes::without_signs;

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: ("nix.tsv", include_str!("../../../semantics/nix.tsv")),
    naming: Naming::Paths,
    modules_are_known: false,
    names: &["apply_expression"],
    signs_in_names: b"-'",
    constructs: &[],
    construct_tokens: &[],
};

pub(super) fn file_doc(root: Node, text: &str) -> Option<FileDoc> {
    let (comments, _) = opening(root, |node| node.kind() == "comment");
    let (first, last) = (comments.first()?, comments.last()?);
    let raw = text.get(first.start_byte()..last.end_byte())?;
    let words = match raw.starts_with("/*") {
        true => without_signs(raw, &["/**", "/*"], &["*/"], &["*"]),
        false => without_signs(raw, &[], &[], &["#"]),
    };
    Some(FileDoc {
        start: first.start_byte(),
        words,
        source: "comment",
        title: None,
    })
}
