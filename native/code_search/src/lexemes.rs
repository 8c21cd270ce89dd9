//! The stems of a document as PostgreSQL's `tsvector`, and those of a query.

use std::collections::BTreeMap;
use std::fmt::Write;

use code_embedding::StemCounts;

use crate::document::Document;

/// Positions that PostgreSQL keeps of one lexeme.
const MAX_POSITIONS: u32 = 255;

/// And the largest of them.
const MAX_POSITION: u32 = 16_383;

/// Which part of a document a stem stands in, by PostgreSQL's weights.
const NAME: usize = 0;
const PLACE: usize = 1;
const DOCUMENTATION: usize = 2;
const CODE: usize = 3;
const WEIGHTS: [char; 4] = ['A', 'B', 'C', 'D'];

/// Stems of documents. Kept from one document to the next, for its memory.
#[derive(Debug, Default)]
pub struct Lexemes {
    counts: StemCounts,
    stems: BTreeMap<String, [u32; 4]>,
}

impl Lexemes {
    /// The text of a `tsvector`, and how many words it stands for. The name has weight A, container
    /// and path have B, the documentation C and the code D. A position says that there is one
    /// more, not where.
    pub fn of(&mut self, document: &Document, path: &str) -> (String, u32) {
        self.stems.clear();
        self.add(&document.name, NAME);
        self.add(&document.container, PLACE);
        self.add(path, PLACE);
        self.add(&document.documentation, DOCUMENTATION);
        self.add(&document.code, CODE);
        self.text()
    }

    fn add(&mut self, text: &str, part: usize) {
        self.counts.count_text(text);
        for (stem, count) in self.counts.iter() {
            if let Some(counts) = self.stems.get_mut(stem) {
                counts[part] += count;
            } else {
                let mut counts = [0; 4];
                counts[part] = count;
                self.stems.insert(stem.to_owned(), counts);
            }
        }
    }

    fn text(&self) -> (String, u32) {
        let mut text = String::with_capacity(16 * self.stems.len());
        let mut position = 0;
        let mut length = 0;
        for (stem, counts) in &self.stems {
            if !text.is_empty() {
                text.push(' ');
            }
            let _ = write!(text, "'{stem}':");
            let mut left = MAX_POSITIONS;
            for (count, weight) in counts.iter().zip(WEIGHTS) {
                length += count;
                let kept = (*count).min(left);
                left -= kept;
                for _ in 0..kept {
                    // All beyond the last have the last, and there is one of them.
                    position = (position + 1).min(MAX_POSITION);
                    let _ = write!(text, "{position}{weight},");
                }
            }
            text.pop();
        }
        (text, length)
    }
}

/// The stems of a document by what they stand in, from the text of its `tsvector`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct StemsByPart<'a> {
    /// Of the name.
    pub name: Vec<&'a str>,
    /// Of container and path.
    pub place: Vec<&'a str>,
    /// Of documentation and code.
    pub text: Vec<&'a str>,
}

impl<'a> StemsByPart<'a> {
    /// As PostgreSQL writes it, which leaves the letter D out. No stem has a quote or a space.
    #[must_use]
    pub fn read(lexemes: &'a str) -> Self {
        let mut stems = Self::default();
        for lexeme in lexemes.split(' ') {
            if let Some((stem, positions)) = lexeme.rsplit_once(':') {
                stems.add(stem.trim_matches('\''), positions);
            }
        }
        stems
    }

    fn add(&mut self, stem: &'a str, positions: &str) {
        let is_in = |weight: char| positions.contains(weight);
        let is_plain = |position: &str| position.bytes().all(|byte| byte.is_ascii_digit());
        if is_in(WEIGHTS[NAME]) {
            self.name.push(stem);
        }
        if is_in(WEIGHTS[PLACE]) {
            self.place.push(stem);
        }
        if is_in(WEIGHTS[DOCUMENTATION])
            || is_in(WEIGHTS[CODE])
            || positions.split(',').any(is_plain)
        {
            self.text.push(stem);
        }
    }
}

/// A stem that a query looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryStem {
    /// As a lexeme has it.
    pub stem: String,
    /// How often the query says it.
    pub count: u32,
}

/// The stems of a query, in alphabetical order.
#[must_use]
pub fn query_stems(text: &str) -> Vec<QueryStem> {
    let mut counts = StemCounts::default();
    counts.count_text(text);
    let mut stems: Vec<_> = counts
        .iter()
        .map(|(stem, count)| QueryStem {
            stem: stem.to_owned(),
            count,
        })
        .collect();
    stems.sort_unstable_by(|one, other| one.stem.cmp(&other.stem));
    stems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file_text::FileText;

    #[test]
    fn the_parts_have_weights() {
        let json = r#"{"file_path": "auth.ex", "language": "elixir",
            "content": "token token", "symbols": [{"name": "check_token", "kind": "function",
            "parent": "Session", "start_line": 1, "end_line": 1, "start_byte": 0, "end_byte": 11,
            "doc": "Checks it."}]}"#;
        let file = FileText::read(json).unwrap_or_else(|words| panic!("{words}"));
        let (text, length) = Lexemes::default().of(&file.documents()[0], "auth.ex");
        let expected = "'auth':1B 'check':2A,3C 'ex':4B 'sess':5B 'token':6A,7D,8D";
        assert_eq!((&*text, length), (expected, 8));
    }

    #[test]
    fn no_lexeme_has_more_positions_than_postgresql_keeps() {
        let mut lexemes = Lexemes::default();
        lexemes.add(&"word ".repeat(1_000), CODE);
        let (text, length) = lexemes.text();
        assert_eq!(text.matches(',').count() + 1, 255);
        assert_eq!(length, 1_000);
    }

    #[test]
    fn the_parts_are_told_from_the_text() {
        let stems = StemsByPart::read("'auth':1B 'check':2A,3C 'token':6A,7,8");
        let expected = StemsByPart {
            name: vec!["check", "token"],
            place: vec!["auth"],
            text: vec!["check", "token"],
        };
        assert_eq!(stems, expected);
        assert_eq!(StemsByPart::read(""), StemsByPart::default());
    }

    #[test]
    fn a_query_has_stems() {
        let stems = query_stems("where are tokens validated, token?");
        let list: Vec<_> = stems.iter().map(|it| (&*it.stem, it.count)).collect();
        assert_eq!(list, [("token", 2), ("valid", 1), ("wher", 1)]);
    }
}
