//! Names as the facts have them: `[MODULES ]PATH[ as NAME]` and `[MODULES ]NAME[ = FILE]`.

use crate::facts::{FileFacts, Import};

/// A name with the modules of the file that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written<'a> {
    pub(super) place: &'a str,
    pub(super) path: &'a str,
    pub(super) alias: Option<&'a str>,
}

pub(super) fn written(text: &str) -> Written<'_> {
    let (text, alias) = match text.split_once(" as ") {
        Some((text, alias)) => (text, Some(alias)),
        None => (text, None),
    };
    let (place, path) = text.split_once(' ').unwrap_or(("", text));
    Written { place, path, alias }
}

/// A module, and the file that it is said to be.
pub(super) fn placed(text: &str) -> (Written<'_>, Option<&str>) {
    match text.split_once(" = ") {
        Some((text, file)) => (written(text), Some(file)),
        None => (written(text), None),
    }
}

impl<'a> Written<'a> {
    /// The name that the module knows it by; `*` for all.
    pub(super) fn local_name(&self) -> &'a str {
        let last = self.path.rsplit("::").next();
        bare(self.alias.or(last).unwrap_or_default())
    }
}

/// The name without the sign that it is no keyword.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The import stands in a module inside the file, so that a reference tells the same.
pub(super) fn is_inside(import: &Import, facts: &FileFacts) -> bool {
    facts.references.iter().flatten().any(|reference| {
        reference.kind == "use"
            && reference.line == import.line
            && written(&reference.name).path == import.source
    })
}

/// What the module at this place imports.
pub(super) fn uses<'a>(
    facts: &'a FileFacts,
    place: &'a str,
) -> impl Iterator<Item = Written<'a>> + 'a {
    let imports = facts.imports.iter().flatten();
    let imports = imports.filter(move |_| place.is_empty()).map(|import| {
        let written = Written {
            place: "",
            path: &import.source,
            alias: import.names.first().map(String::as_str),
        };
        (written, Some(import))
    });
    let references = facts.references.iter().flatten();
    let references = references
        .filter(move |reference| !place.is_empty() && reference.kind == "use")
        .map(|reference| (written(&reference.name), None))
        .filter(move |(written, _)| written.place == place);
    imports
        .chain(references)
        .filter(|(_, import)| import.is_none_or(|import| !is_inside(import, facts)))
        .map(|(written, _)| written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_have_a_place_and_an_alias() {
        let read = |text| {
            let written = written(text);
            (written.place, written.path, written.local_name())
        };
        assert_eq!(read("a::b"), ("", "a::b", "b"));
        assert_eq!(read("t::u a::*"), ("t::u", "a::*", "*"));
        assert_eq!(read("t a::b as c"), ("t", "a::b", "c"));
        assert_eq!(read("a::r#try"), ("", "a::r#try", "try"));
        assert_eq!(placed("m x = a b.rs").1, Some("a b.rs"));
    }
}
