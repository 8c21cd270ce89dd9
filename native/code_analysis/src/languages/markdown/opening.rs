//! What a document says about itself: its title, and the text below.

use tree_sitter::Node;

use crate::languages::FileDoc;

/// Parts of a document that are looked at.
const MOST_PARTS: usize = 100;

pub(super) fn file_doc(root: Node, text: &str) -> Option<FileDoc> {
    let (mut title, mut words) = (None, String::new());
    let mut cursor = root.walk();
    for _ in 0..MOST_PARTS {
        let node = cursor.node();
        let written = text.get(node.byte_range()).unwrap_or_default();
        match node.kind() {
            // What stands before a title is mostly pictures.
            "atx_heading" | "setext_heading"
                if title.is_none() && (words.is_empty() || is_title(written)) =>
            {
                title = heading(written);
            }
            "atx_heading" | "setext_heading" => break,
            "paragraph" => {
                words.push_str(written.trim_end());
                words.push_str("\n\n");
            }
            _ => {}
        }
        let enters = matches!(node.kind(), "document" | "section");
        if enters && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found(title, words);
            }
        }
    }
    found(title, words)
}

fn found(title: Option<String>, words: String) -> Option<FileDoc> {
    (title.is_some() || !words.is_empty()).then_some(FileDoc {
        start: 0,
        words,
        source: "document",
        title,
    })
}

/// Of the first level.
fn is_title(heading: &str) -> bool {
    let heading = heading.trim();
    heading.starts_with("# ") || heading.ends_with('=')
}

/// `# Title #`, or the line above an underline.
fn heading(written: &str) -> Option<String> {
    let line = written.trim().lines().next()?;
    let title = line.trim_matches(['#', ' ', '\t']);
    (!title.is_empty()).then(|| title.to_owned())
}
