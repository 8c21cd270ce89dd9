//! Module attributes: documentation, what is attached to definitions, types and all others.

use tree_sitter::Node;

use super::{first_argument, local_target};
use crate::analysis::{Symbol, Visibility};
use crate::languages::{Documentation, Documented};
use crate::notes::without_signs;
use crate::role::Role;
use crate::walk::Context;

/// The call after the `@`: none where the attribute is read.
pub(super) fn call<'t>(node: Node<'t>, context: &Context) -> Option<Node<'t>> {
    let operand = || {
        node.child_by_field_name("operand")
            .filter(|node| node.kind() == "call")
    };
    context.text_of(node).starts_with('@').then(operand)?
}

/// What `@name value` is.
pub(super) fn role(node: Node, context: &Context) -> Role {
    let Some(call) = call(node, context) else {
        return Role::None;
    };
    let has_metadata = || first_argument(call).is_some_and(|value| value.kind() == "keywords");
    match local_target(call, context) {
        Some("doc") if has_metadata() => Role::Attribute,
        Some("moduledoc") if has_metadata() => Role::OwnAttribute,
        Some("typedoc") if has_metadata() => Role::None,
        Some("doc" | "moduledoc" | "typedoc") => Role::Documentation,
        Some("spec") => Role::TypeAttribute,
        Some("impl" | "deprecated" | "since" | "decorate") => Role::Attribute,
        Some("derive" | "enforce_keys") => Role::OwnAttribute,
        Some("callback" | "macrocallback") => Role::Contract,
        Some("type" | "typep" | "opaque") => Role::TypeDeclaration,
        Some("behaviour") => Role::Import,
        _ => Role::None,
    }
}

pub(super) fn documentation(node: Node, context: &Context) -> Documentation {
    let call = call(node, context);
    let value = call
        .and_then(first_argument)
        .map_or("", |value| context.text_of(value));
    let name = call.and_then(|call| local_target(call, context));
    let of = match (name, value) {
        (Some("doc"), "false") => Documented::NextExempt,
        (Some("moduledoc"), _) if is_quoted(context) => Documented::Other,
        (Some("moduledoc"), "false") => Documented::EnclosingExempt,
        (_, "false" | "nil") => Documented::Nothing,
        (Some("doc"), _) => Documented::Next,
        (Some("moduledoc"), _) => Documented::Enclosing,
        _ => Documented::Other,
    };
    Documentation {
        of,
        prose: is_heredoc(value),
    }
}

pub(super) fn is_quoted(context: &Context) -> bool {
    context.ancestors().any(|frame| frame.role == Role::Quote)
}

/// A heredoc with or without sigil.
fn is_heredoc(value: &str) -> bool {
    let quotes = value.trim_start_matches(|c: char| c == '~' || c.is_ascii_alphabetic());
    HEREDOCS.iter().any(|sign| quotes.starts_with(sign))
}

const HEREDOCS: [&str; 2] = ["\"\"\"", "'''"];
const OPENING: [&str; 8] = ["\"", "'", "(", "[", "{", "<", "|", "/"];
const CLOSING: [&str; 8] = ["\"", "'", ")", "]", "}", ">", "|", "/"];

/// The text of `@doc "…"`, of a heredoc or sigil. Of an expression that begins with a heredoc it is
/// the heredoc, of any other the source.
pub(super) fn words(raw: &str) -> String {
    let is_name = |c: char| c == '@' || c == '_' || c.is_ascii_alphanumeric();
    let value = raw.trim_start_matches(is_name).trim_start();
    let value = value
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
        .unwrap_or(value);
    let sigil = value.strip_prefix('~');
    let quoted = sigil.map_or(value, |sigil| {
        sigil.trim_start_matches(|c: char| c.is_ascii_alphabetic())
    });
    if let Some(sign) = HEREDOCS.iter().find(|sign| quoted.starts_with(**sign)) {
        return without_signs(heredoc(quoted, sign), &[sign], &[sign], &[]);
    }
    match sigil.is_some() || quoted.starts_with('"') {
        true => without_signs(quoted, &OPENING, &CLOSING, &[]),
        false => value.to_owned(),
    }
}

/// From the opening to the closing sign, which stands at the start of a line.
fn heredoc<'a>(quoted: &'a str, sign: &str) -> &'a str {
    let lines = quoted.split_inclusive(['\n', '\r']);
    let before_end = lines
        .enumerate()
        .take_while(|(row, line)| *row == 0 || !line.trim_start().starts_with(sign));
    let length: usize = before_end.map(|(_, line)| line.len()).sum();
    let closing = quoted[length..].find(sign).map_or(0, |at| at + sign.len());
    &quoted[..length + closing]
}

/// `Code.fetch_docs/1` says of functions that implement a callback, and of those whose name begins
/// with `_`, that they are hidden, unless they are documented nevertheless.
pub(super) fn hide(symbols: &mut [Symbol]) {
    let implements = |symbol: &Symbol| {
        let mut attributes = symbol.attributes.iter();
        attributes.any(|text| text.starts_with("@impl") && !text.ends_with("false"))
    };
    for symbol in symbols.iter_mut().filter(|symbol| symbol.documentable) {
        let is_function = symbol.visibility == Some(Visibility::Public);
        let hidden = is_function && (symbol.name.starts_with('_') || implements(symbol));
        symbol.documentable = symbol.documented || !hidden;
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn documentation_is_what_is_between_the_quotes() {
        for raw in [
            "@doc \"Adds.\"",
            "@doc(\"Adds.\")",
            "@doc ~s(Adds.)",
            "@doc ~S|Adds.|",
            "@moduledoc \"\"\"\n  Adds.\n  \"\"\"",
            "@doc ~S'''\n    Adds.\n  '''",
            "@doc \"\"\"\n  Adds.\n  \"\"\" <> options()",
            "@doc \"\"\"\r\n  Adds.\r\n  \"\"\"",
        ] {
            assert_eq!(words(raw), "Adds.", "{raw}");
        }
        assert_eq!(words("@doc File.read!(\"a\")"), "File.read!(\"a\")");
        assert_eq!(words("@doc \"\"\"\nbroken"), "broken");
        assert_eq!(words("@doc"), "");
    }
}
