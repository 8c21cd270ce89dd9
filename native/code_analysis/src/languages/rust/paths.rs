//! Paths that name something of elsewhere without `use`.

use tree_sitter::Node;

use super::modules::{around, placed};
use crate::languages::{Links, line};
use crate::walk::Context;

/// What paths and `use` trees consist of: a path inside it is a part of a longer one.
const WHOLES: [&str; 8] = [
    "scoped_identifier",
    "scoped_type_identifier",
    "use_declaration",
    "use_as_clause",
    "use_list",
    "use_wildcard",
    "scoped_use_list",
    "visibility_modifier",
];

/// Types that are no modules, though their names look so.
const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

pub(super) fn in_code(path: Node, context: &Context, links: &mut Links) {
    let parent = context.parent().map_or("", |parent| parent.kind());
    if !WHOLES.contains(&parent) {
        refer(path.start_byte(), line(path), context, links);
    }
}

/// A macro is tokens to the grammar: the path begins before or at its first `::`.
pub(super) fn in_macro(colons: Node, context: &Context, links: &mut Links) {
    let at = colons.start_byte();
    let before = context.text.get(..at).unwrap_or_default();
    let rest = before.trim_end_matches(is_part_of_name);
    let is_first = match before.len() - rest.len() {
        0 => !rest.ends_with(['>', ')', ']', '}']),
        _ => !rest.ends_with("::") && (!rest.ends_with('$') || before.ends_with("$crate")),
    };
    if is_first {
        refer(rest.len(), line(colons), context, links);
    }
}

fn refer(start: usize, line: u32, context: &Context, links: &mut Links) {
    let Some(path) = context.text.get(start..).and_then(outer_path) else {
        return;
    };
    match around(context) {
        place if place.is_empty() => links.refer("path", path, line),
        place => links.refer("path", &placed(&place, path), line),
    }
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The path at the start of the text, up to the first type, if it begins with a module.
fn outer_path(text: &str) -> Option<&str> {
    let mut rest = text.strip_prefix("::").unwrap_or(text);
    let mut names = 0;
    loop {
        let bare = rest.strip_prefix("r#").unwrap_or(rest);
        let after = bare.trim_start_matches(is_part_of_name);
        let name = &bare[..bare.len() - after.len()];
        if name.is_empty() {
            return None;
        }
        names += 1;
        let is_type = name.starts_with(char::is_uppercase);
        if names == 1 && (is_type || PRIMITIVES.contains(&name)) {
            return None;
        }
        rest = after;
        let next = rest.strip_prefix("::").filter(|next| {
            !is_type && next.starts_with(|c| is_part_of_name(c) && !char::is_numeric(c))
        });
        match next {
            Some(next) => rest = next,
            None => return (names > 1).then(|| &text[..text.len() - rest.len()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::outer_path;

    #[test]
    fn a_path_ends_with_its_first_type() {
        let cases = [
            ("a::b(c::d)", Some("a::b")),
            ("crate::a::B::new()", Some("crate::a::B")),
            ("::std::mem::take", Some("::std::mem::take")),
            ("a::b::<T>::c", Some("a::b")),
            ("a::{b}", None),
            ("r#try::r#use", Some("r#try::r#use")),
            ("super::super::x;", Some("super::super::x")),
            ("A::b", None),
            ("Self::b", None),
            ("u8::MAX", None),
            ("<T as A>::b", None),
            ("a", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(outer_path(text), expected, "{text}");
        }
    }
}
