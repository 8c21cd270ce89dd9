//! The stems of a document as PostgreSQL's `tsvector`, and those of a query.

use code_embedding::{Part, StemCounts};

/// Positions that PostgreSQL keeps of one lexeme.
const MAX_POSITIONS: u32 = 255;

/// And the largest of them.
const MAX_POSITION: u32 = 16_383;

/// PostgreSQL's weights, and what they stand for.
const WEIGHTS: [(&str, &[Part]); 4] = [
    ("A", &[Part::Name]),
    ("B", &[Part::Container, Part::Path]),
    ("C", &[Part::Documentation]),
    ("", &[Part::Code]),
];

/// The text of a `tsvector`, and how many words it stands for. The name has weight A, container and
/// path have B, the documentation C and the code D, which is not written. A position says that there
/// is one more, not where.
pub(crate) fn lexemes(counts: &StemCounts) -> (String, u32) {
    let mut text = String::with_capacity(1_024);
    let mut digits = itoa::Buffer::new();
    let (mut position, mut length) = (0, 0);
    for (stem, parts) in counts.parts() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push('\'');
        text.push_str(stem);
        text.push_str("':");
        let mut left = MAX_POSITIONS;
        for (weight, parts_of_weight) in WEIGHTS {
            let count = parts_of_weight
                .iter()
                .map(|part| parts.of(*part))
                .sum::<u32>();
            length += count;
            let kept = count.min(left);
            left -= kept;
            for _ in 0..kept {
                // All beyond the last have the last, and there is one of them.
                position = (position + 1).min(MAX_POSITION);
                text.push_str(digits.format(position));
                text.push_str(weight);
                text.push(',');
            }
        }
        text.pop();
    }
    (text, length)
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
        if positions.contains('A') {
            self.name.push(stem);
        }
        if positions.contains('B') {
            self.place.push(stem);
        }
        let is_text = |position: &str| !position.ends_with(['A', 'B']);
        if positions.split(',').any(is_text) {
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
        let mut counts = StemCounts::default();
        counts.count_function(&file.documents()[0].text("auth.ex"));
        let (text, length) = lexemes(&counts);
        let expected = "'check':1A,2C 'token':3A,4,5 'sess':6B 'auth':7B 'ex':8B";
        assert_eq!((&*text, length), (expected, 8));
    }

    #[test]
    fn no_lexeme_has_more_positions_than_postgresql_keeps() {
        let mut counts = StemCounts::default();
        counts.count_text(&"word ".repeat(1_000));
        let (text, length) = lexemes(&counts);
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
