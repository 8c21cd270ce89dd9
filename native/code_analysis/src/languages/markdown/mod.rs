//! Markdown: CommonMark with the tables and the front matter of GitHub.
//!
//! - Headings are symbols. A heading's range is its section: up to the next heading of its level or
//!   above, wherever that stands, as in a table of contents; its parent is the heading above. The
//!   name is the heading's text as written.
//! - Code blocks are symbols named after the language of their info string, `<anonymous>` without
//!   one; so is front matter, named `yaml` or `toml`.
//! - Links are imports of the kind `link`, images of the kind `image`: inline ones, `<autolinks>`
//!   and reference definitions, with the target as written and the text or label as name. A use of
//!   a reference is not listed, its definition is; nor are bare URLs, nor HTML's `href` and `src`.
//! - Lines are code, that is text, but those that hold nothing but HTML comments, as in cloc.
//!
//! Markdown has no functions and no control flow: all that is about these is NULL.
//!
//! The grammar has two halves. The one for blocks makes the tree. The one for the text inside
//! paragraphs would take one and a half times as long again, and is not exact; instead [`inline`]
//! finds links as the specification says.
//!
//! The scanner takes what would open a 255th block for text. Known gaps of the grammar: the parser
//! supposes missing tokens in some files, whose status then is `partial`, and takes deep indentation
//! after a nested list for code.

mod angle;
mod inline;
mod opening;
mod sections;

use std::ops::Range;

use tree_sitter::Node;

use super::{Definition, FileDoc, Hooks, Links, Roles, Spec};
use crate::analysis::{Columns, Import, Symbol, SymbolKind};
use crate::notes::one_line;
use crate::outline::to_u32;
use crate::role::Role;
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    columns: Columns {
        imports: true,
        ..Columns::NONE
    },
    security: Some(&[]),
    ..Spec::plain(|| tree_sitter_md::LANGUAGE.into(), &Markdown)
};

const ROLES: Roles = &[
    (
        Role::Declaration,
        &[
            "atx_heading",
            "setext_heading",
            "fenced_code_block",
            "indented_code_block",
            "minus_metadata",
            "plus_metadata",
        ],
    ),
    (
        Role::Import,
        &["inline", "pipe_table_cell", "link_reference_definition"],
    ),
    (Role::Comment, &["html_block"]),
];

struct Markdown;

impl Hooks for Markdown {
    /// HTML may hold comments among other things.
    fn comments(&self, node: Node, context: &Context, found: &mut dyn FnMut(Range<usize>)) {
        let (mut html, mut start) = (context.text_of(node), node.start_byte());
        while let Some(before) = html.find("<!--") {
            let comment = &html[before..];
            // `<!-->` is one, too.
            let end = comment[2..]
                .find("-->")
                .map_or(comment.len(), |end| end + 5);
            found(start + before..start + before + end);
            (html, start) = (&comment[end..], start + before + end);
        }
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        let mut definition = match node.kind() {
            "atx_heading" | "setext_heading" => heading(node, context)?,
            "fenced_code_block" => code_block(language(node, context), node),
            "minus_metadata" => code_block("yaml", node),
            "plus_metadata" => code_block("toml", node),
            _ => code_block("", node),
        };
        definition.trim(context.text);
        definition.head_is_first_line(context.text);
        Some(definition)
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        opening::file_doc(root, text)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        if node.kind() == "link_reference_definition" {
            links.imports.extend(reference(node, context));
            return;
        }
        let text = without_markers(node, context);
        let first_row = node.start_position().row;
        let (mut row, mut at) = (first_row, 0);
        for link in inline::links(&text) {
            row += text.get(at..link.start).map_or(0, newlines);
            at = link.start;
            links
                .imports
                .push(import(link.is_image, link.target, link.text, row));
        }
    }

    fn settle(&self, symbols: &mut [Symbol], _links: &mut Links, text: &str) {
        sections::complete(symbols, text);
    }
}

fn heading(node: Node, context: &Context) -> Option<Definition> {
    let mut cursor = node.walk();
    let mut kinds = node.children(&mut cursor).map(|child| child.kind());
    let depth = kinds.find_map(|kind| match kind {
        "atx_h1_marker" | "setext_h1_underline" => Some(1),
        "atx_h2_marker" | "setext_h2_underline" => Some(2),
        "atx_h3_marker" => Some(3),
        "atx_h4_marker" => Some(4),
        "atx_h5_marker" => Some(5),
        "atx_h6_marker" => Some(6),
        _ => None,
    })?;
    let content = node.child_by_field_name("heading_content");
    let text = content.map(|content| without_markers(content, context));
    let text = text.as_deref().unwrap_or_default().trim_end();
    let name = match node.kind() {
        "atx_heading" => without_closing_sequence(text),
        _ => text,
    };
    Some(Definition {
        depth: Some(depth),
        ..Definition::new(SymbolKind::Heading, &one_line(name), node)
    })
}

/// `Title ##` is `Title`, `C#` is itself.
fn without_closing_sequence(heading: &str) -> &str {
    let bare = heading.trim_end_matches('#');
    match bare.is_empty() || bare.ends_with([' ', '\t']) {
        true => bare.trim_end(),
        false => heading,
    }
}

fn code_block(language: &str, node: Node) -> Definition {
    let name = if language.is_empty() {
        "<anonymous>"
    } else {
        language
    };
    Definition::new(SymbolKind::CodeBlock, name, node)
}

/// The first word of the info string.
fn language<'a>(block: Node, context: &Context<'a, '_>) -> &'a str {
    let mut cursor = block.walk();
    let mut children = block.children(&mut cursor);
    let info = children.find(|child| child.kind() == "info_string");
    let words = info.map(|info| context.text_of(info).split_whitespace());
    words.and_then(|mut words| words.next()).unwrap_or_default()
}

fn reference(node: Node, context: &Context) -> Option<Import> {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    let label = children.find(|child| child.kind() == "link_label")?;
    let target = children.find(|child| child.kind() == "link_destination")?;
    let row = node.start_position().row;
    let label = context.text_of(label);
    let label = label.trim_start_matches('[').trim_end_matches(']');
    Some(import(
        false,
        inline::bare_target(context.text_of(target)),
        label,
        row,
    ))
}

fn import(is_image: bool, target: &str, text: &str, row: usize) -> Import {
    let text = one_line(text);
    Import {
        source: target.to_owned(),
        line: to_u32(row + 1),
        kind: if is_image { "image" } else { "link" },
        names: if text.is_empty() {
            Vec::new()
        } else {
            vec![text]
        },
    }
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The node's text without the `>` and the indentation of the blocks around it.
fn without_markers<'a>(node: Node, context: &Context<'a, '_>) -> std::borrow::Cow<'a, str> {
    let whole = context.text_of(node);
    if node.child_count() == 0 {
        return whole.into();
    }
    let mut text = String::with_capacity(whole.len());
    let (mut cursor, mut at) = (node.walk(), node.start_byte());
    for marker in node.children(&mut cursor) {
        if marker.kind() == "block_continuation" {
            text.push_str(
                context
                    .text
                    .get(at..marker.start_byte())
                    .unwrap_or_default(),
            );
            at = marker.end_byte();
        }
    }
    text.push_str(context.text.get(at..node.end_byte()).unwrap_or_default());
    text.into()
}
