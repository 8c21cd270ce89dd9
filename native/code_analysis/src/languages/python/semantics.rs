//! What tags are found by, and what a file says about itself: its docstring.

use tree_sitter::Node;

use super::docstrings;
use crate::languages::{FileDoc, Naming, Semantics};

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: ("python.tsv", include_str!("../../../semantics/python.tsv")),
    naming: Naming::Paths,
    modules_are_known: false,
    names: &["call", "attribute"],
    signs_in_names: b"",
    constructs: &[("await", "await"), ("yield", "yield")],
    construct_tokens: &[("async", "async")],
};

pub(super) fn file_doc(root: Node, text: &str) -> Option<FileDoc> {
    let mut cursor = root.walk();
    let first = root
        .named_children(&mut cursor)
        .find(|child| !child.is_extra())?;
    let string = first.named_child(0)?;
    let is_docstring = first.kind() == "expression_statement"
        && matches!(string.kind(), "string" | "concatenated_string");
    is_docstring.then(|| FileDoc {
        start: string.start_byte(),
        words: docstrings::words(text.get(string.byte_range()).unwrap_or_default()),
        source: "docstring",
        title: None,
    })
}
