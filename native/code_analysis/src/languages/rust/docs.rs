//! Documentation: `///`, `//!`, `/** */`, `/*! */` and `#[doc = "…"]`.

use std::borrow::Cow;

use crate::languages::Documented;
use crate::notes::without_signs;

/// What a comment or an attribute documents.
pub(super) fn documented(text: &str) -> Documented {
    let is_ordinary = ["////", "/***", "/**/"];
    match text {
        text if is_ordinary.iter().any(|sign| text.starts_with(sign)) => Documented::Nothing,
        text if ["///", "/**", "#["]
            .iter()
            .any(|sign| text.starts_with(sign)) =>
        {
            Documented::Next
        }
        text if ["//!", "/*!", "#!["]
            .iter()
            .any(|sign| text.starts_with(sign)) =>
        {
            Documented::Enclosing
        }
        _ => Documented::Nothing,
    }
}

/// `#[doc = …]` and `#![doc = …]`.
pub(super) fn is_attribute(text: &str) -> bool {
    value(text, '=').is_some()
}

/// `#[doc(hidden)]`.
pub(super) fn hides(attribute: &str) -> bool {
    value(attribute, '(').is_some_and(|list| list.contains("hidden"))
}

/// What follows `doc` and this sign in an attribute.
fn value(attribute: &str, sign: char) -> Option<&str> {
    let path = attribute.trim_start_matches(['#', '!', '[', ' ']);
    path.strip_prefix("doc")?.trim_start().strip_prefix(sign)
}

/// The words of all pieces of documentation; other attributes and comments may lie between them.
pub(super) fn words(raw: &str) -> String {
    let (mut words, mut rest) = (String::new(), raw.trim_start());
    while !rest.is_empty() {
        let end = match rest.starts_with("/*") {
            true => rest.find("*/").map(|at| at + 2),
            false => rest.find('\n'),
        };
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        if let Some(text) = words_of(piece) {
            words.push_str(&text);
            words.push('\n');
        }
    }
    words.trim_matches('\n').trim_end().to_owned()
}

/// The words of one line, block or attribute, if it is documentation.
fn words_of(piece: &str) -> Option<Cow<'_, str>> {
    if piece.starts_with('#') {
        return value(piece, '=').map(|value| quoted(value).into());
    }
    match documented(piece) {
        Documented::Nothing => None,
        _ if piece.starts_with("/*") => {
            Some(without_signs(piece, &["/**", "/*!"], &["*/"], &["*"]).into())
        }
        _ => {
            let text = piece.get(3..).unwrap_or_default();
            Some(text.strip_prefix(' ').unwrap_or(text).trim_end().into())
        }
    }
}

/// What stands between the quotes of a string, or the call that gives the string.
fn quoted(value: &str) -> &str {
    let value = value.trim().trim_end_matches(']');
    let string = value.trim_start_matches(['r', '#']);
    let inside = string
        .strip_prefix('"')
        .and_then(|text| text.rsplit_once('"'));
    inside.map_or(value, |(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_joined_and_what_lies_between_is_left_out() {
        let raw = "/// One.\n///\n///   two\n#[derive(Debug)]\n// remark\n#[doc = \"Three \\\"3\\\".\"]\n/** Four\n  * five */";
        assert_eq!(words(raw), "One.\n\n  two\nThree \\\"3\\\".\nFour\nfive");
        assert_eq!(
            words("#![doc = include_str!(\"a.md\")]"),
            "include_str!(\"a.md\")"
        );
        assert_eq!(words("/**"), "");
    }

    #[test]
    fn comments_of_more_signs_document_nothing() {
        for text in ["// a", "//// a", "/* a */", "/*** a */", "/**/"] {
            assert_eq!(documented(text), Documented::Nothing, "{text}");
        }
    }

    #[test]
    fn attributes_document_or_hide() {
        assert!(is_attribute("#[doc = \"a\"]") && is_attribute("#![doc=\"a\"]"));
        assert!(!is_attribute("#[doc(hidden)]") && !is_attribute("#[document = 1]"));
        assert!(hides("#[doc(hidden)]") && !hides("#[doc(inline)]") && !hides("#[derive(A)]"));
    }
}
