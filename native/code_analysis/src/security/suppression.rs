//! Comments that excuse findings: a person has looked at them.

use std::ops::Range;

use bounded_parse::Tree;
use memchr::memmem;
use tree_sitter::{Node, TreeCursor};

use super::finding::Finding;
use super::ruleset::{Ruleset, begins_word, ends_word};

/// Comments that are looked at.
const MOST_COMMENTS: usize = 1_000;

/// Lines of a finding in which a comment may stand.
const MOST_LINES: usize = 50;

/// Siblings and parents between a comment and what it is about.
const MOST_STEPS: usize = 20;

/// A comment that excuses the findings that begin in its lines.
pub(crate) struct Excuse<'a> {
    /// From 1.
    lines: Range<usize>,
    /// What stands after its word.
    rest: &'a str,
}

impl Excuse<'_> {
    /// Without a list of rules all are excused.
    pub(crate) fn covers(&self, finding: &Finding, codes: &[&str]) -> bool {
        let lines = finding.line as usize..=(finding.end_line as usize);
        let last = (*lines.end()).min(lines.start() + MOST_LINES);
        let touches = self.lines.start <= last && *lines.start() < self.lines.end;
        touches && self.names(&finding.rule, codes)
    }

    fn names(&self, id: &str, codes: &[&str]) -> bool {
        let mut listed = self
            .rest
            .split(|c: char| c.is_whitespace() || ",;:[]()\"'".contains(c))
            .filter(|word| !word.is_empty())
            .peekable();
        let is_list = self.rest.trim_start().starts_with('[');
        if !is_list && !listed.peek().is_some_and(|word| is_code(word)) {
            return true;
        }
        listed.any(|word| {
            let word = word.rsplit('/').next().unwrap_or(word);
            let is = |code: &str| code.eq_ignore_ascii_case(word) || same_number(code, word);
            is(id) || codes.iter().any(|code| is(code) || is_group(code, word))
        })
    }
}

fn is_code(word: &str) -> bool {
    let has = |wanted: fn(char) -> bool| word.contains(wanted);
    let is_number =
        word.starts_with(|c: char| c.is_ascii_uppercase()) && has(|c| c.is_ascii_digit());
    is_number || has(|c| c.is_ascii_alphanumeric()) && has(|c| "/.-".contains(c))
}

/// Of tools that number rules alike after another letter.
fn same_number(code: &str, word: &str) -> bool {
    let number = |code: &str| {
        let digits = code.get(1..).unwrap_or_default();
        let is_number = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.to_owned())
    };
    number(code).is_some_and(|digits| number(word).is_some_and(|other| digits == other))
}

fn is_group(code: &str, word: &str) -> bool {
    let rest = code.strip_prefix(word);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

/// All that the text has.
pub(crate) fn excuses<'a>(rules: &Ruleset, tree: &Tree, text: &'a str) -> Vec<Excuse<'a>> {
    let mut excuses = Vec::new();
    let starts = line_starts(text);
    let line_of = |at: usize| starts.partition_point(|start| *start <= at);
    for word in &rules.excused_line {
        excuses.extend(comments(tree, text, word).map(|(at, rest)| {
            let line = line_of(at);
            let lines = line..line + 1;
            Excuse { lines, rest }
        }));
    }
    for word in &rules.excused_next_line {
        excuses.extend(comments(tree, text, word).map(|(at, rest)| {
            let line = line_of(at) + 1;
            let lines = line..line + 1;
            Excuse { lines, rest }
        }));
    }
    for word in &rules.excused_next {
        let followed = mentions(text, word).filter_map(|(at, rest)| {
            let node = followed_by(tree, text, at)?;
            let lines = node.start_position().row + 1..node.end_position().row + 2;
            Some(Excuse { lines, rest })
        });
        excuses.extend(followed);
    }
    excuses
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes());
    std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
}

/// Where the word stands in a comment, and the rest of that line.
fn comments<'a>(
    tree: &Tree,
    text: &'a str,
    word: &'static str,
) -> impl Iterator<Item = (usize, &'a str)> {
    mentions(text, word).filter(|(at, _)| {
        let node = tree.root_node().descendant_for_byte_range(*at, *at);
        node.is_some_and(|node| node.is_extra())
    })
}

/// Where the word stands, and the rest of that line.
fn mentions<'a>(text: &'a str, word: &'static str) -> impl Iterator<Item = (usize, &'a str)> {
    let places = memmem::find_iter(text.as_bytes(), word);
    let mentions = places.filter_map(move |at| {
        let end = at + word.len();
        let rest = text.get(end..)?.lines().next().unwrap_or_default();
        let is_whole = !text[..at].ends_with('-') && !rest.starts_with('-');
        let is_word = is_whole && begins_word(text, at) && ends_word(text, end);
        is_word.then_some((at, rest))
    });
    mentions.take(MOST_COMMENTS)
}

/// What comes after the comment or attribute at this place, other comments and attributes left out.
fn followed_by<'t>(tree: &'t Tree, text: &str, at: usize) -> Option<Node<'t>> {
    let mut cursor = statement_at(tree, at)?;
    for _ in 0..MOST_STEPS {
        if !cursor.goto_next_sibling() {
            return None;
        }
        let node = cursor.node();
        let is_attribute = text.get(node.start_byte()..)?.starts_with('@');
        if node.is_named() && !node.is_extra() && !is_attribute {
            return Some(node);
        }
    }
    None
}

/// At the outermost node around this place that begins in the line of the innermost one.
fn statement_at(tree: &Tree, at: usize) -> Option<TreeCursor<'_>> {
    let innermost = tree.root_node().descendant_for_byte_range(at, at)?;
    let row = innermost.start_position().row;
    let mut cursor = tree.walk();
    for _ in 0..MOST_STEPS {
        cursor.goto_first_child_for_byte(at)?;
        if cursor.node().start_position().row == row {
            return Some(cursor);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(rest: &str) -> bool {
        let lines = 1..2;
        Excuse { lines, rest }.names("python-exec", &["B102", "SQL.Query"])
    }

    #[test]
    fn without_a_list_all_is_excused() {
        assert!(names(""));
        assert!(names(" - this is fine"));
        assert!(names(" */"));
    }

    #[test]
    fn a_list_excuses_what_is_in_it() {
        assert!(names(" B101, B102"));
        assert!(names(": S102"));
        assert!(names(" [\"SQL\"]"));
        assert!(names(" security/python-exec"));
        assert!(!names(": E501"));
        assert!(!names(" [\"XSS.Raw\"]"));
        assert!(!names(" no-console"));
    }
}
