//! The modules of the file, and what only the crate may use.

use crate::analysis::{Symbol, SymbolKind};
use crate::languages::Links;
use crate::role::Role;
use crate::walk::Context;

/// The modules of the file around a node, joined; empty in the file itself.
pub(super) fn around(context: &Context) -> String {
    let mut names: Vec<&str> = context
        .ancestors()
        .filter(|frame| frame.role == Role::Type && frame.node.kind() == "mod_item")
        .filter_map(|frame| frame.node.child_by_field_name("name"))
        .map(|name| context.text_of(name))
        .collect();
    names.reverse();
    names.join("::")
}

/// A name inside a module of the file.
pub(super) fn placed(place: &str, name: &str) -> String {
    match place {
        "" => name.to_owned(),
        place => format!("{place} {name}"),
    }
}

/// An open symbol.
struct Open {
    /// Its last byte is before this one.
    end: u32,
    /// The module that it is; `None` for what has no items that others can name.
    place: Option<String>,
}

pub(super) fn settle(symbols: &[Symbol], links: &mut Links, text: &str) {
    let mut around = vec![Open {
        end: u32::MAX,
        place: Some(String::new()),
    }];
    for symbol in symbols {
        while around
            .pop_if(|open| open.end <= symbol.start_byte)
            .is_some()
        {}
        let place = around.last().and_then(|open| open.place.as_deref());
        let inside = place.and_then(|place| read(symbol, place, links, text));
        around.push(Open {
            end: symbol.end_byte,
            place: inside,
        });
    }
    links.references.sort_by_key(|reference| reference.line);
}

/// The module that the symbol is, if it is one with a body.
fn read(symbol: &Symbol, place: &str, links: &mut Links, text: &str) -> Option<String> {
    if symbol.kind != SymbolKind::Module {
        if symbol.signature.starts_with("pub(") {
            links.refer("item", &placed(place, &symbol.name), symbol.start_line);
        }
        return None;
    }
    let whole = text.get(..symbol.end_byte as usize).unwrap_or_default();
    if whole.ends_with(';') {
        declare(symbol, place, links);
        return None;
    }
    let inside = match place {
        "" => symbol.name.clone(),
        place => format!("{place}::{}", symbol.name),
    };
    links.refer("inline_mod", &inside, symbol.start_line);
    Some(inside)
}

/// Another file for each `#[path = "FILE"]`, be it under a condition.
fn declare(module: &Symbol, place: &str, links: &mut Links) {
    let mut paths = module.attributes.iter().filter_map(|text| path(text));
    let name = placed(place, &module.name);
    match paths.next() {
        None => links.refer("mod", &name, module.start_line),
        Some(first) => {
            for path in std::iter::once(first).chain(paths) {
                links.refer("mod", &format!("{name} = {path}"), module.start_line);
            }
        }
    }
}

fn path(attribute: &str) -> Option<&str> {
    let (before, after) = attribute.split_once("path")?;
    let is_word = before.ends_with(['[', ' ', ',', '(']);
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches('r').trim_start_matches('#');
    let (path, _) = value.strip_prefix('"')?.split_once('"')?;
    is_word.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_are_told_from_other_attributes() {
        assert_eq!(path("#[path = \"a/b.rs\"]"), Some("a/b.rs"));
        assert_eq!(path("#[path=r\"c.rs\"]"), Some("c.rs"));
        assert_eq!(path("#[cfg_attr(unix, path = \"u.rs\")]"), Some("u.rs"));
        assert_eq!(path("#[xpath = \"a\"]"), None);
        assert_eq!(path("#[doc = \"path\"]"), None);
    }
}
