//! Tags: the closed list of them, and what a file has of it.

use serde::Serialize;

const TABLE: &str = include_str!("../../semantics/tags.tsv");

/// What a tag is about, and so its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Column `domains`: the field of work.
    Domain,
    /// Column `patterns`: a known way of building.
    Pattern,
    /// Column `features`: something that the code does.
    Feature,
    /// Column `performance_characteristics`.
    Performance,
    /// Column `security_characteristics`.
    Security,
}

impl Aspect {
    /// In the order of their numbers.
    pub const ALL: [Self; 5] = [
        Self::Domain,
        Self::Pattern,
        Self::Feature,
        Self::Performance,
        Self::Security,
    ];

    /// The word in the tables of tags and rules.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Pattern => "pattern",
            Self::Feature => "feature",
            Self::Performance => "performance",
            Self::Security => "security",
        }
    }

    /// The column of `codebase_metadata`.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Domain => "domains",
            Self::Pattern => "patterns",
            Self::Feature => "features",
            Self::Performance => "performance_characteristics",
            Self::Security => "security_characteristics",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.as_str() == name)
    }
}

/// Something that a file is or does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// One of [`tag_meanings`].
    pub tag: &'static str,
    /// So many lines say so, from 1.
    pub count: u32,
    /// The first of them, from one to three, by line.
    pub evidence: Vec<Evidence>,
}

/// A line that earns a tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// From 1.
    pub line: u32,
    /// Id of the rule.
    pub rule: &'static str,
    /// That line without white space at its ends, 100 bytes of it at most.
    pub text: String,
}

/// A tag of the closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagMeaning {
    /// Its column.
    pub aspect: Aspect,
    /// Unique in its column.
    pub tag: &'static str,
    /// When a file has it.
    pub meaning: &'static str,
}

/// All tags that there are, in the order of their table.
#[must_use]
pub fn tag_meanings() -> Vec<TagMeaning> {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(meaning).collect()
}

fn meaning(row: &'static str) -> Option<TagMeaning> {
    let mut cells = row.split('\t');
    Some(TagMeaning {
        aspect: Aspect::from_name(cells.next()?)?,
        tag: cells.next()?,
        meaning: cells.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_tag_and_none_is_there_twice() {
        let rows = TABLE.lines().filter(|row| !row.starts_with('#'));
        let all = tag_meanings();
        assert_eq!(all.len(), rows.count());
        let mut names: Vec<_> = all.iter().map(|tag| (tag.aspect, tag.tag)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|tag| tag.meaning.ends_with('.')));
    }

    #[test]
    fn the_number_of_an_aspect_is_its_place() {
        for (place, aspect) in Aspect::ALL.into_iter().enumerate() {
            assert_eq!(aspect as usize, place);
            assert_eq!(Aspect::from_name(aspect.as_str()), Some(aspect));
        }
    }
}
