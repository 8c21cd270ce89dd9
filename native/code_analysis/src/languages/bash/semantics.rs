//! What tags are found by, and what a script says about itself: the comment at its top.

use tree_sitter::Node;

use crate::languages::{FileDoc, Naming, Semantics, opening};

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: ("bash.tsv", include_str!("../../../semantics/bash.tsv")),
    naming: Naming::Words,
    modules_are_known: false,
    names: &["command_name"],
    signs_in_names: b"-+@",
    constructs: &[],
    construct_tokens: &[],
};

/// A comment right above a function is about that.
pub(super) fn file_doc(root: Node, text: &str, words: impl Fn(&str) -> String) -> Option<FileDoc> {
    let (comments, next) = opening(root, |node| node.kind() == "comment");
    let function = next.filter(|next| next.kind() == "function_definition");
    let mut row = function.map_or(usize::MAX, |function| function.start_position().row);
    let mut about_file: Vec<Node> = Vec::new();
    for comment in comments.into_iter().rev() {
        let is_near = comment.end_position().row + 1 >= row;
        match is_near && about_file.is_empty() {
            true => row = comment.start_position().row,
            false => about_file.push(comment),
        }
    }
    let comment = |node: &&Node| text.get(node.byte_range()).unwrap_or_default();
    about_file.retain(|node| !comment(&node).starts_with("#!"));
    let (first, last) = (about_file.last()?, about_file.first()?);
    Some(FileDoc {
        start: first.start_byte(),
        words: words(text.get(first.start_byte()..last.end_byte())?),
        source: "comment",
        title: None,
    })
}
