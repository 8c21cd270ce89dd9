//! The languages and how a file's language is known.

use std::sync::LazyLock;

use crate::grammar::Grammar;
use crate::languages::{self};

const TABLE: &str = include_str!("../languages.tsv");

static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| TABLE.lines().filter_map(Language::from_row).collect());

/// A language that files can be in.
#[derive(Debug)]
pub struct Language {
    /// Lower case name, as in the `language` columns.
    pub name: &'static str,
    /// `source`, `config` or `documentation`.
    pub file_type: &'static str,
    /// Without the dot, lower case.
    pub extensions: Vec<&'static str>,
    pub(crate) grammar: &'static LazyLock<Grammar>,
}

impl Language {
    fn from_row(row: &'static str) -> Option<Self> {
        let mut columns = row.split('\t').filter(|_| !row.starts_with('#'));
        let (name, file_type, extensions) = (columns.next()?, columns.next()?, columns.next()?);
        Some(Self {
            name,
            file_type,
            extensions: extensions.split_whitespace().collect(),
            grammar: languages::grammar(name)?,
        })
    }
}

/// All languages, sorted by name.
#[must_use]
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// The language of a file, by its extension in any case. Files that are only an extension, such
/// as `.js`, have none.
#[must_use]
pub fn detect_language(path: &str) -> Option<&'static Language> {
    let name = path.rsplit(['/', '\\']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let known = |language: &&Language| language.extensions.contains(&extension.as_str());
    languages().iter().find(known).filter(|_| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn name(path: &str) -> Option<&'static str> {
        detect_language(path).map(|language| language.name)
    }

    #[test]
    fn extensions_tell_the_language() {
        assert_eq!(name("lib/a.ex"), Some("elixir"));
        assert_eq!(name("test/a_test.exs"), Some("elixir"));
        assert_eq!(name("types/index.d.ts"), Some("typescript"));
        assert_eq!(name("App.TSX"), Some("tsx"));
        assert_eq!(name("Makefile"), None);
        assert_eq!(name("src.rs/README"), None);
        assert_eq!(name(".js"), None);
        assert_eq!(name(""), None);
    }

    #[test]
    fn the_table_is_sorted_and_no_extension_is_claimed_twice() {
        let names: Vec<_> = languages().iter().map(|language| language.name).collect();
        assert!(names.is_sorted());
        let mut extensions: Vec<_> = languages().iter().flat_map(|l| &l.extensions).collect();
        let count = extensions.len();
        extensions.sort();
        extensions.dedup();
        assert_eq!(extensions.len(), count);
    }

    #[test]
    fn the_table_and_the_grammars_are_about_the_same_languages() {
        let rows = TABLE.lines().filter(|row| !row.starts_with('#'));
        let named: Vec<_> = rows.filter_map(|row| row.split('\t').next()).collect();
        let registered: Vec<_> = languages::REGISTRY.iter().map(|(name, _)| *name).collect();
        assert_eq!(named, registered);
        assert_eq!(languages().len(), registered.len());
    }
}
