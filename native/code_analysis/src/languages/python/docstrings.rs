//! Strings that are statements: docstrings, and text that nothing reads.

use tree_sitter::Node;

use crate::languages::Documented;
use crate::notes::without_signs;
use crate::role::Role;
use crate::walk::Context;

/// The string is a whole statement, and its value is known text: no bytes, nothing interpolated.
pub(super) fn is_statement(node: Node, parent: Node, context: &Context) -> bool {
    if parent.kind() != "expression_statement" || parent.child_count() > 1 {
        return false;
    }
    let mut cursor = node.walk();
    match node.kind() {
        "string" => is_text(context.text_of(node)),
        _ => node
            .named_children(&mut cursor)
            .all(|part| part.is_extra() || is_text(context.text_of(part))),
    }
}

fn is_text(string: &str) -> bool {
    let prefix = string.split(['"', '\'']).next().unwrap_or_default();
    !prefix.contains(['b', 'B', 'f', 'F', 't', 'T'])
}

/// A docstring is the first statement of a file, class or function.
pub(super) fn documented(node: Node, context: &Context) -> Documented {
    let mut around = context.ancestors();
    let (statement, suite, host) = (around.next(), around.next(), around.next());
    let is_first = statement.is_some_and(|frame| frame.first);
    let is_hosted = match (suite.map(|frame| frame.node.kind()), host) {
        (Some("module"), _) => true,
        (Some("block"), Some(host)) => matches!(host.role, Role::Function | Role::Type),
        _ => false,
    };
    let is_docstring = node.kind() != "comment" && is_first && is_hosted;
    if is_docstring && !words(context.text_of(node)).trim().is_empty() {
        Documented::Enclosing
    } else {
        Documented::Nothing
    }
}

pub(super) fn words(raw: &str) -> String {
    let string = raw.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let quotes = &["\"\"\"", "'''", "\"", "'"];
    without_signs(string, quotes, quotes, &[])
}
