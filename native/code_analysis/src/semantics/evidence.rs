//! The lines that earn tags.

use std::collections::BTreeMap;

use memchr::{memchr_iter, memmem};

use super::named::Places;
use super::rules::{Rules, Subject};
use super::tag::{Aspect, Evidence, Tag};
use crate::outline::to_u32;

/// Lines that a tag shows.
const MOST_EVIDENCE: usize = 3;

/// A longer line is cut around the name.
const MOST_BYTES: usize = 100;

/// How far from its start a statement is searched for a name in it.
const MOST_STATEMENT_BYTES: usize = 4_096;

/// What a tag has got so far: lines with the rule that each was found by.
#[derive(Default)]
struct Lines {
    /// Each with the word that it is shown around, the first of several.
    known: BTreeMap<(u32, usize), String>,
    /// Lines that are counted and were not kept.
    further: u32,
}

/// Gathers what the rules say to the names that are told.
pub(super) struct Collection<'a> {
    rules: &'a Rules,
    text: &'a str,
    /// Where lines begin, once somebody asked.
    starts: Option<Vec<usize>>,
    tags: BTreeMap<(Aspect, &'static str), Lines>,
    matching: Vec<usize>,
}

impl<'a> Collection<'a> {
    pub(super) fn new(rules: &'a Rules, text: &'a str) -> Self {
        Self {
            rules,
            text,
            starts: None,
            tags: BTreeMap::new(),
            matching: Vec::new(),
        }
    }

    pub(super) fn looks_at(&self, subject: Subject) -> bool {
        self.rules.looks_at(subject)
    }

    pub(super) fn has_rule(&mut self, subject: Subject, name: &str) -> bool {
        self.matching.clear();
        if self.rules.may_know(name) {
            self.rules.matching(subject, name, 0, &mut self.matching);
        }
        !self.matching.is_empty()
    }

    /// The name stands in these lines.
    pub(super) fn add(&mut self, subject: Subject, name: &str, places: &Places) {
        if !self.has_rule(subject, name) {
            return;
        }
        let further = places.count - to_u32(places.lines().len());
        self.earn(last_part(name), places.lines(), further);
    }

    /// The name stands in these lines, where so many bytes of it are one local name.
    pub(super) fn add_bound(&mut self, name: &str, local: usize, places: &Places) {
        let found = &mut self.matching;
        self.rules.matching(Subject::Name, name, local, found);
        if !found.is_empty() {
            let further = places.count - to_u32(places.lines().len());
            self.earn(last_part(name), places.lines(), further);
        }
    }

    /// The name is taken from a source, whose name has so many bytes of it.
    pub(super) fn add_taken(&mut self, name: &str, source: usize, line: u32) {
        let found = &mut self.matching;
        self.rules.matching(Subject::Name, name, source + 1, found);
        if !found.is_empty() {
            let word = last_part(name);
            let line = self.line_of(word, line);
            self.earn(word, &[line], 0);
        }
    }

    /// The name stands somewhere in a statement that begins in this line.
    pub(super) fn add_within(&mut self, subject: Subject, name: &str, line: u32) {
        if self.has_rule(subject, name) {
            let word = last_part(name);
            let line = self.line_of(word, line);
            self.earn(word, &[line], 0);
        }
    }

    /// The text stands in one of the lines that end with this one.
    pub(super) fn add_above(&mut self, subject: Subject, name: &str, text: &str, line: u32) {
        const ABOVE: u32 = 20;
        if !self.has_rule(subject, name) {
            return;
        }
        let mut above = (line.saturating_sub(ABOVE).max(1)..=line).rev();
        if let Some(line) = above.find(|line| self.line(*line).contains(text)) {
            self.earn(last_part(name), &[line], 0);
        }
    }

    /// What the rules that were found last give.
    fn earn(&mut self, word: &str, lines: &[u32], further: u32) {
        for number in &self.matching {
            let rule = self.rules.rules.get(*number);
            for tag in rule.map_or(&[][..], |rule| &rule.tags) {
                let earned = self.tags.entry(*tag).or_default();
                for line in lines {
                    let shown = earned.known.entry((*line, *number));
                    let shown = shown.or_insert_with(|| word.to_owned());
                    // In whatever order names come, the row is the same.
                    if word < shown.as_str() {
                        word.clone_into(shown);
                    }
                }
                earned.further = earned.further.saturating_add(further);
            }
        }
    }

    /// The first line from this one on that has the word, which stands somewhere in the statement.
    fn line_of(&mut self, word: &str, line: u32) -> u32 {
        let from = self.start(line as usize - 1);
        let rest = self.text.get(from..).unwrap_or_default();
        let statement = &rest[..rest.floor_char_boundary(MOST_STATEMENT_BYTES)];
        match find_word(statement, word) {
            Some(at) => {
                let before = statement.as_bytes().get(..at).unwrap_or_default();
                line + to_u32(memchr_iter(b'\n', before).count())
            }
            None => line,
        }
    }

    /// The byte at which a line begins, its number counted from 0.
    fn start(&mut self, row: usize) -> usize {
        let text = self.text;
        let starts = self.starts.get_or_insert_with(|| {
            let ends = memchr_iter(b'\n', text.as_bytes());
            std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
        });
        starts.get(row).copied().unwrap_or(text.len())
    }

    fn line(&mut self, line: u32) -> &'a str {
        let row = (line as usize).saturating_sub(1);
        let (from, until) = (self.start(row), self.start(row + 1));
        self.text.get(from..until).unwrap_or_default().trim()
    }

    /// By aspect, each sorted by tag.
    pub(super) fn tags(mut self) -> [Vec<Tag>; Aspect::ALL.len()] {
        let mut all: [Vec<Tag>; Aspect::ALL.len()] = Default::default();
        for ((aspect, tag), lines) in std::mem::take(&mut self.tags) {
            if let Some(tags) = all.get_mut(aspect as usize) {
                tags.push(self.tag(tag, lines));
            }
        }
        all
    }

    fn tag(&mut self, tag: &'static str, lines: Lines) -> Tag {
        let mut by_line: BTreeMap<u32, (usize, String)> = BTreeMap::new();
        for ((line, rule), word) in lines.known {
            by_line.entry(line).or_insert((rule, word));
        }
        let count = to_u32(by_line.len()).saturating_add(lines.further);
        let shown = by_line.into_iter().take(MOST_EVIDENCE);
        let evidence = shown.map(|(line, (rule, word))| Evidence {
            line,
            rule: self.rules.rules.get(rule).map_or("", |rule| rule.id),
            text: around(self.line(line), &word),
        });
        Tag {
            tag,
            count,
            evidence: evidence.collect(),
        }
    }
}

/// What stands in the file of a name in full.
fn last_part(name: &str) -> &str {
    let part = name.rsplit(['.', ':', '/', ' ']).next();
    part.filter(|part| !part.is_empty()).unwrap_or(name)
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    let in_word =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, word.as_bytes()).find(|at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        !in_word(before) && !in_word(bytes.get(at + word.len()))
    })
}

/// The row, from 0, of the first line from a byte on that has these words.
pub(super) fn row_of(text: &str, start: usize, words: &str) -> u32 {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let at = start + memmem::find(rest, words.as_bytes()).unwrap_or_default();
    let before = text.as_bytes().get(..at).unwrap_or_default();
    to_u32(memchr_iter(b'\n', before).count())
}

/// A part of the line that has the word in it.
fn around(line: &str, word: &str) -> String {
    if line.len() <= MOST_BYTES {
        return line.to_owned();
    }
    let at = find_word(line, word).unwrap_or_default();
    let start = match at + word.len() <= MOST_BYTES {
        true => 0,
        false => line.floor_char_boundary(at.saturating_sub(MOST_BYTES / 4)),
    };
    let rest = &line[start..];
    rest[..rest.floor_char_boundary(MOST_BYTES)]
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_around_the_word() {
        assert_eq!(around("use GenServer", "GenServer"), "use GenServer");
        let long = format!("{}, word, {}", "ä".repeat(200), "b".repeat(200));
        let cut = around(&long, "word");
        assert!(cut.len() <= MOST_BYTES && cut.contains("word") && long.contains(&cut));
    }

    #[test]
    fn a_word_is_a_whole_word() {
        assert_eq!(find_word("GenServers GenServer", "GenServer"), Some(11));
        assert_eq!(find_word("MyGenServer", "GenServer"), None);
        assert_eq!(last_part("Phoenix.LiveView"), "LiveView");
        assert_eq!(last_part(":crypto"), "crypto");
        assert_eq!(last_part("std::sync::Mutex"), "Mutex");
    }
}
