//! The syntax trees of files that are saved again and again: only what an edit touches is parsed anew.

use std::cell::Cell;
use std::collections::VecDeque;
use std::str::SplitInclusive;

use bounded_parse::{Reparse, Stopped, Tree};
use tree_sitter::{InputEdit, Point};

use crate::language::Language;
use crate::limits::parse_memory;

/// A parse again that asks more often than the one before it is no gain, unless both are small.
const FEW_QUESTIONS: usize = 16;

/// What a tree takes beside its blocks where the system gives memory in huge pages.
const HEAP_BYTES: usize = 1024 * 1024;

/// Trees of a thread, the one used last at the end, in a bounded number of bytes.
///
/// A tree serves whatever text comes next: the texts are compared, and what they share at both ends
/// is not parsed again. So a tree may be of an older text, and of another file of the same path.
pub struct RecentTrees {
    limit: usize,
    trees: VecDeque<Recent>,
    /// How often the last parse asked whether to go on.
    questions: usize,
}

/// A tree without syntax errors. Its text has the secrets that the file has.
struct Recent {
    path: String,
    language: &'static str,
    text: String,
    tree: Tree,
    questions: usize,
}

impl Recent {
    fn is_of(&self, path: &str, language: &Language) -> bool {
        self.path == path && self.language == language.name
    }

    fn bytes(&self) -> usize {
        HEAP_BYTES + self.tree.bytes() + self.text.len()
    }
}

impl RecentTrees {
    /// Keeps so many bytes of trees at most, their texts included.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self {
            limit,
            trees: VecDeque::new(),
            questions: 0,
        }
    }

    /// The tree of the text, which is the same whether there was one of this path before or not.
    pub(crate) fn parse(
        &mut self,
        path: &str,
        language: &Language,
        text: &str,
        keep_going: &dyn Fn() -> bool,
    ) -> Result<Tree, Stopped> {
        let again = self.take(path, language);
        if let Some(tree) = again.and_then(|recent| self.parse_again(recent, text, keep_going)) {
            return Ok(tree);
        }
        let asked = Cell::new(0);
        let keep_going = || {
            asked.set(asked.get() + 1);
            keep_going()
        };
        let memory = parse_memory(text.len());
        let tree = bounded_parse::parse(&language.grammar.language, text, memory, &keep_going);
        self.questions = asked.get();
        tree
    }

    fn take(&mut self, path: &str, language: &Language) -> Option<Recent> {
        let mut trees = self.trees.iter();
        let index = trees.position(|recent| recent.is_of(path, language))?;
        self.trees.remove(index)
    }

    /// `None` for a text with syntax errors. Most of these are mended soon, so that the tree is kept.
    fn parse_again(
        &mut self,
        recent: Recent,
        text: &str,
        keep_going: &dyn Fn() -> bool,
    ) -> Option<Tree> {
        let left = Cell::new(recent.questions.max(FEW_QUESTIONS));
        let keep_going = || {
            left.set(left.get().saturating_sub(1));
            left.get() > 0 && keep_going()
        };
        let (edit, memory) = (edit(&recent.text, text), parse_memory(text.len()));
        match recent.tree.reparse(&edit, text, memory, &keep_going) {
            Ok(Reparse::Whole(tree)) => {
                self.questions = recent.questions;
                Some(tree)
            }
            Ok(Reparse::Kept(tree)) => {
                self.push(Recent { tree, ..recent });
                None
            }
            Err(Stopped::OutOfTime | Stopped::OutOfMemory) => None,
        }
    }

    /// For the next text of this path: the tree that was parsed last.
    pub(crate) fn keep(&mut self, path: &str, language: &Language, text: &str, tree: Tree) {
        if self.limit == 0 || tree.root_node().has_error() {
            return;
        }
        self.trees.retain(|recent| !recent.is_of(path, language));
        self.push(Recent {
            path: path.to_owned(),
            language: language.name,
            text: text.to_owned(),
            tree,
            questions: self.questions,
        });
    }

    /// The oldest go where there is no room. What is too large for all of it takes no other's place.
    fn push(&mut self, recent: Recent) {
        if recent.bytes() > self.limit {
            return;
        }
        self.trees.push_back(recent);
        let mut bytes: usize = self.trees.iter().map(Recent::bytes).sum();
        while bytes > self.limit
            && let Some(oldest) = self.trees.pop_front()
        {
            bytes -= oldest.bytes();
        }
    }
}

/// From the first line that differs to the last.
fn edit(old: &str, new: &str) -> InputEdit {
    let start = same(lines(old).zip(lines(new)));
    let end = same(lines(&old[start..]).rev().zip(lines(&new[start..]).rev()));
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: position(old, start),
        old_end_position: position(old, old_end),
        new_end_position: position(new, new_end),
    }
}

fn lines(text: &str) -> SplitInclusive<'_, char> {
    text.split_inclusive('\n')
}

/// Bytes of the pairs that are alike, up to the first that is not.
fn same<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> usize {
    let alike = pairs.take_while(|(one, other)| one == other);
    alike.map(|(line, _)| line.len()).sum()
}

fn position(text: &str, at: usize) -> Point {
    let before = &text.as_bytes()[..at];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let row = memchr::memchr_iter(b'\n', before).count();
    Point::new(row, at - line_start)
}
