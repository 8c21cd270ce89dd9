//! How many levels of block collections the grammar's scanner would have open.
//!
//! The scanner keeps a stack of indentations, a column and a sort for each open collection, and
//! saves it after every token in 1024 bytes: 10 and 4 for each level. At 254 levels an assertion
//! ends the process. A level is opened by indentation, but as well within a line by each of
//! `- - - a`, `? ? a` and `: : a`; a sequence may stand at the column of the key that it belongs
//! to. What follows goes over the text as the scanner does, takes every line to begin with a key,
//! and an indicator to open a level wherever it stands, since after a syntax error it does.

use crate::analysis::ParseStatus;

/// Fewer than the scanner can save, for what the scanner does in the midst of syntax errors.
const MAX_LEVELS: usize = 200;

/// The tree of a stream is as deep as it has documents, in nodes that nobody sees. To ask for the
/// field of a node goes through all of them: a quarter of a second in all for so many, and by the
/// square of their number.
const MAX_DOCUMENTS: usize = 10_000;

pub(super) fn guard(bytes: &[u8]) -> Option<ParseStatus> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let (mut levels, mut documents) = (Levels::default(), 0);
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')) {
        levels.read(line);
        documents += usize::from(line.starts_with(b"---") || line.starts_with(b"..."));
        if levels.deepest > MAX_LEVELS || documents > MAX_DOCUMENTS {
            return Some(ParseStatus::TooDeep);
        }
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Collection {
    Mapping,
    Sequence,
}

/// The open collections with their columns, outermost first.
#[derive(Default)]
struct Levels {
    open: Vec<(usize, Collection)>,
    deepest: usize,
}

impl Levels {
    fn read(&mut self, line: &[u8]) {
        let (mut column, mut is_first) = (0, true);
        for word in line.split(|byte| is_space(*byte)) {
            match word {
                [] => {}
                b"-" => self.enter(column, Collection::Sequence),
                b"?" | b":" => self.enter(column, Collection::Mapping),
                _ => {
                    if is_first {
                        self.enter(column, Collection::Mapping);
                    }
                    is_first = false;
                }
            }
            column += characters(word) + 1;
        }
    }

    fn enter(&mut self, column: usize, collection: Collection) {
        while self.open.last().is_some_and(|open| open.0 > column) {
            self.open.pop();
        }
        match (self.open.last().copied(), collection) {
            (Some((at, Collection::Sequence)), Collection::Mapping) if at == column => {
                self.open.pop();
                if self.open.last().is_none_or(|open| open.0 < column) {
                    self.open.push((column, Collection::Mapping));
                }
            }
            (Some(top), _) if top == (column, collection) => {}
            _ => self.open.push((column, collection)),
        }
        self.deepest = self.deepest.max(self.open.len());
    }
}

fn characters(word: &[u8]) -> usize {
    let is_start = |byte: &&u8| **byte & 0xc0 != 0x80;
    word.iter().filter(is_start).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(text: &str) -> usize {
        let mut levels = Levels::default();
        for line in text.lines() {
            levels.read(line.as_bytes());
        }
        levels.deepest
    }

    #[test]
    fn levels_are_opened_by_indentation_and_by_indicators() {
        assert_eq!(levels(""), 0);
        assert_eq!(levels("a: 1\nb: 2\n"), 1);
        assert_eq!(levels("a:\n  b:\n    c: 1\n  d: 1\ne: 1\n"), 3);
        assert_eq!(levels("- - - a\n- - - a\n"), 4);
        assert_eq!(levels("? ? a\n"), 3);
        assert_eq!(levels("a:\n- b:\n  - c: 1\nd: 1\n"), 5);
        assert_eq!(levels("- - |\n    text\n"), 3);
    }

    #[test]
    fn levels_are_opened_after_text_too() {
        assert_eq!(levels("a: b: : : :\n"), 4);
        assert_eq!(levels("漢 -\n  b\n"), 2);
        assert_eq!(levels("{\"a\": 1, \"b\": 2}\n"), 1);
    }

    #[test]
    fn more_levels_than_anybody_writes_are_refused() {
        for (unit, levels) in [("- ", 1), ("? ", 1), ("- ? ", 2)] {
            let most = unit.repeat(200 / levels);
            assert_eq!(guard(most.as_bytes()), None);
            assert_eq!(
                guard(format!("\u{feff}{most}{unit}").as_bytes()),
                Some(ParseStatus::TooDeep)
            );
        }
    }

    #[test]
    fn more_documents_than_anybody_writes_are_refused() {
        let documents = |count| guard("---\na: 1\n".repeat(count).as_bytes());
        assert_eq!(documents(MAX_DOCUMENTS), None);
        assert_eq!(documents(MAX_DOCUMENTS + 1), Some(ParseStatus::TooDeep));
    }
}
