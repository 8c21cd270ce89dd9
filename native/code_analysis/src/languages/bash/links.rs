//! What a script sources, and what it puts into the environment.

use tree_sitter::Node;

use crate::analysis::{Export, Import};
use crate::languages::{Links, line};
use crate::role::Role;
use crate::walk::Context;

/// A backslash before a name keeps aliases away.
pub(super) fn role_of_command(name: &str) -> Role {
    match name.trim_start_matches('\\') {
        "." | "source" => Role::Import,
        _ => Role::None,
    }
}

pub(super) fn role_of_declaration(text: &str) -> Role {
    let may_export = ["export", "declare", "typeset"]
        .iter()
        .any(|word| text.starts_with(word));
    if may_export { Role::Export } else { Role::None }
}

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    match node.kind() {
        "command_name" => links.imports.extend(import(node, context)),
        _ => export(node, context, &mut links.exports),
    }
}

/// `source FILE` or `. FILE`; what follows the file are its arguments.
fn import(name: Node, context: &Context) -> Option<Import> {
    let file = context.parent()?.child_by_field_name("argument")?;
    Some(Import {
        source: unquoted(file, context),
        line: line(name),
        kind: if context.text_of(name).ends_with('.') {
            "."
        } else {
            "source"
        },
        names: Vec::new(),
    })
}

/// `export NAME…`, `export -f FUNCTION…` and `declare -x NAME…`.
fn export(node: Node, context: &Context, exports: &mut Vec<Export>) {
    let mut cursor = node.walk();
    let words = node
        .children(&mut cursor)
        .skip(1)
        .map(|word| (line(word), unquoted(word, context)));
    let (options, names): (Vec<_>, Vec<_>) = words.partition(|(_, word)| word.starts_with('-'));
    let has = |option| options.iter().any(|(_, word)| word.contains(option));
    let is_exported = match context.text_of(node).starts_with("export") {
        true => !has('n'),
        false => has('x'),
    };
    if !is_exported {
        return;
    }
    let kind = if has('f') {
        "exported_function"
    } else {
        "variable"
    };
    for (line, word) in names {
        let name = word.split(['=', '+', '[']).next().unwrap_or_default();
        let is_name = !name.is_empty() && !name.contains(['$', '`', ' ']);
        exports.extend(is_name.then(|| Export {
            name: name.to_owned(),
            kind,
            line,
        }));
    }
}

/// The text of a word, of whose parts some may be in quotes. The grammar takes the CR of a line end
/// for a part of the last word.
fn unquoted(word: Node, context: &Context) -> String {
    let strip = |part: Node| {
        let text = context.text_of(part).trim_end_matches('\r');
        let quote = match part.kind() {
            "string" => '"',
            "raw_string" => '\'',
            _ => return text,
        };
        text.trim_start_matches(quote).trim_end_matches(quote)
    };
    if word.kind() != "concatenation" {
        return strip(word).to_owned();
    }
    let mut cursor = word.walk();
    word.children(&mut cursor).map(strip).collect()
}
