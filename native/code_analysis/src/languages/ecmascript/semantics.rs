//! What tags are found by, what imports call others, and what a file says about itself: a JSDoc
//! comment at its top that is about no definition.

use tree_sitter::Node;

use super::links::{children, field};
use crate::languages::{FileDoc, Links, Naming, Semantics, opening};
use crate::notes::without_signs;
use crate::walk::Context;

pub(super) const SEMANTICS: Semantics = Semantics {
    rules: (
        "ecmascript.tsv",
        include_str!("../../../semantics/ecmascript.tsv"),
    ),
    naming: Naming::Modules,
    modules_are_known: false,
    names: &["call_expression", "member_expression", "new_expression"],
    signs_in_names: b"",
    constructs: &[
        ("await", "await_expression"),
        ("yield", "yield_expression"),
        ("regex", "regex"),
    ],
    construct_tokens: &[("async", "async")],
};

pub(super) const SEMANTICS_WITH_JSX: Semantics = Semantics {
    constructs: &[
        ("await", "await_expression"),
        ("yield", "yield_expression"),
        ("regex", "regex"),
        ("jsx", "jsx_element"),
        ("jsx", "jsx_self_closing_element"),
    ],
    ..SEMANTICS
};

/// The names that a statement `import` gives.
pub(super) fn bind_import(node: Node, source: &str, context: &Context, links: &mut Links) {
    let source = module(source);
    let clause = children(node)
        .into_iter()
        .find(|part| part.kind() == "import_clause");
    for part in clause.into_iter().flat_map(children) {
        match part.kind() {
            "identifier" => links
                .bindings
                .bind(context.text_of(part), source.to_owned()),
            "namespace_import" => {
                let name = part.named_child(0).map_or("", |name| context.text_of(name));
                links.bindings.bind(name, source.to_owned());
            }
            _ => children(part)
                .into_iter()
                .for_each(|one| bind_member(one, ["name", "alias"], source, context, links)),
        }
    }
}

/// The names that `const … = require(…)` gives.
pub(super) fn bind_required(pattern: Node, source: &str, context: &Context, links: &mut Links) {
    let source = module(source);
    if pattern.kind() != "object_pattern" {
        return links
            .bindings
            .bind(context.text_of(pattern), source.to_owned());
    }
    for one in children(pattern) {
        match one.kind() {
            "pair_pattern" => bind_member(one, ["key", "value"], source, context, links),
            _ => {
                let name = context.text_of(one);
                links.bindings.bind(name, format!("{source}:{name}"));
            }
        }
    }
}

/// `fields` are those of the name there and of the name here.
fn bind_member(part: Node, fields: [&str; 2], source: &str, context: &Context, links: &mut Links) {
    if let Some(name) = field(part, fields[0], context) {
        let local = field(part, fields[1], context).unwrap_or(name);
        let full = match name {
            "default" => source.to_owned(),
            name => format!("{source}:{name}"),
        };
        links.bindings.bind(local, full);
    }
}

fn module(source: &str) -> &str {
    source.strip_prefix("node:").unwrap_or(source)
}

/// Tags that make a comment one about the file.
const FILE_TAGS: [&str; 5] = [
    "@fileoverview",
    "@file",
    "@module",
    "@packageDocumentation",
    "@overview",
];

pub(super) fn file_doc(root: Node, text: &str) -> Option<FileDoc> {
    let (comments, next) = opening(root, |node| {
        matches!(node.kind(), "comment" | "hash_bang_line")
    });
    let blocks: Vec<Node> = comments
        .into_iter()
        .filter(|node| is_jsdoc(*node, text))
        .collect();
    let words_of = |node: Node| {
        let raw = text.get(node.byte_range()).unwrap_or_default();
        without_signs(raw, &["/**"], &["*/"], &["*"])
    };
    let is_marked = |node: &&Node| FILE_TAGS.iter().any(|tag| words_of(**node).contains(tag));
    let about_file = |place: usize| {
        place + 1 < blocks.len() || next.is_none_or(|next| is_no_definition(next, text))
    };
    let unmarked = || {
        blocks
            .iter()
            .enumerate()
            .find(|(place, _)| about_file(*place))
    };
    let found = blocks
        .iter()
        .find(is_marked)
        .or_else(|| Some(unmarked()?.1))?;
    Some(FileDoc {
        start: found.start_byte(),
        words: without_tags(&words_of(*found)),
        source: "JSDoc",
        title: None,
    })
}

fn is_jsdoc(node: Node, text: &str) -> bool {
    let comment = text.get(node.byte_range()).unwrap_or_default();
    let rest = comment.strip_prefix("/**");
    rest.is_some_and(|rest| !rest.starts_with(['*', '/']))
}

/// An import, or a directive such as `'use strict'`.
fn is_no_definition(node: Node, text: &str) -> bool {
    let code = text.get(node.byte_range()).unwrap_or_default();
    match node.kind() {
        "import_statement" => true,
        "expression_statement" => code.starts_with(['\'', '"']),
        "lexical_declaration" | "variable_declaration" => {
            let first = code.lines().next().unwrap_or_default();
            first.contains("require(")
        }
        _ => false,
    }
}

/// What stands before the first tag, or after the tag about the file.
fn without_tags(words: &str) -> String {
    let mut kept = String::new();
    for line in words.lines() {
        let line = line.trim();
        let after = ["@fileoverview", "@overview", "@file"]
            .iter()
            .find_map(|tag| line.strip_prefix(tag));
        match after {
            Some(after) => kept.push_str(after.trim()),
            None if FILE_TAGS.iter().any(|tag| line.starts_with(tag)) => {}
            None if line.starts_with('@') => break,
            None => kept.push_str(line),
        }
        kept.push('\n');
    }
    kept
}
