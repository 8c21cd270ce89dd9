//! What tags are found by, and what a file says about itself: its first module's documentation.

use tree_sitter::Node;

use super::attributes;
use crate::languages::{FileDoc, Naming, Semantics};

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: ("elixir.tsv", include_str!("../../../semantics/elixir.tsv")),
    naming: Naming::Paths,
    modules_are_known: true,
    names: &["call", "dot"],
    signs_in_names: b"",
    constructs: &[],
    construct_tokens: &[],
};

/// Things in a module before its documentation.
const MOST_BEFORE: usize = 50;

pub(super) fn file_doc(root: Node, text: &str) -> Option<FileDoc> {
    let body = first_module(root, text)?;
    let mut cursor = body.walk();
    let mut parts = body.named_children(&mut cursor).take(MOST_BEFORE);
    let attribute = parts.find(|part| {
        let written = text.get(part.byte_range()).unwrap_or_default();
        let value = written.strip_prefix("@moduledoc");
        value.is_some_and(|value| value.starts_with([' ', '(']))
    })?;
    let written = text.get(attribute.byte_range())?;
    let value = written
        .trim_start_matches("@moduledoc")
        .trim_start_matches([' ', '(']);
    // Anything else is computed, or no documentation.
    value.starts_with(['"', '~']).then(|| FileDoc {
        start: attribute.start_byte(),
        words: attributes::words(written),
        source: "moduledoc",
        title: None,
    })
}

/// The block of the first definition of a module or protocol.
fn first_module<'t>(root: Node<'t>, text: &str) -> Option<Node<'t>> {
    let mut cursor = root.walk();
    let mut children = root.named_children(&mut cursor).take(MOST_BEFORE);
    let module = children.find(|call| {
        let target = call
            .child(0)
            .and_then(|target| text.get(target.byte_range()));
        call.kind() == "call" && matches!(target, Some("defmodule" | "defprotocol"))
    })?;
    let mut cursor = module.walk();
    module
        .named_children(&mut cursor)
        .find(|part| part.kind() == "do_block")
}
