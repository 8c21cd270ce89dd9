//! How many levels of block collections the grammar's scanner would have open.
//!
//! The scanner keeps a stack of indentations, a column and a sort for each open collection, and
//! saves it after every token in 1024 bytes: 10 and 4 for each level. At 254 levels an assertion
//! ends the process. A level is opened by indentation, but as well within a line by each of
//! `- - - a`, `? ? a` and `: : a`; a sequence may stand at the column of the key that it belongs
//! to. What follows goes over the text as the scanner does and takes every line to be a key.

use crate::analysis::ParseStatus;

/// One below what the scanner can save, for a block scalar on top.
const MAX_LEVELS: usize = 252;

pub(super) fn guard(bytes: &[u8]) -> Option<ParseStatus> {
    let mut levels = Levels::default();
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
        levels.read(line);
        if levels.deepest > MAX_LEVELS {
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
        let mut column = 0;
        loop {
            let rest = line.get(column..).unwrap_or_default();
            let space = rest.iter().take_while(|byte| is_space(**byte)).count();
            column += space;
            let Some(first) = rest.get(space) else {
                return;
            };
            let is_indicator = rest.get(space + 1).is_none_or(|byte| is_space(*byte));
            match first {
                b'-' if is_indicator => self.enter(column, Collection::Sequence),
                b'?' | b':' if is_indicator => self.enter(column, Collection::Mapping),
                _ => return self.enter(column, Collection::Mapping),
            }
            column += 1;
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
        assert_eq!(levels("- - |\n    text\n"), 4);
    }

    #[test]
    fn columns_that_the_scanner_could_not_save_are_refused() {
        assert_eq!(guard("- ".repeat(252).as_bytes()), None);
        assert_eq!(
            guard("- ".repeat(253).as_bytes()),
            Some(ParseStatus::TooDeep)
        );
    }
}
