//! The syntax trees of files that are saved again and again: only what an edit touches is parsed anew.

use std::collections::VecDeque;
use std::str::SplitInclusive;

use bounded_parse::{Reparse, Stopped, Tree};
use tree_sitter::{InputEdit, Point};

use crate::language::Language;
use crate::limits::parse_memory;

/// Trees of a thread, the one used last at the end, in a bounded number of bytes.
///
/// A tree serves whatever text comes next: the texts are compared, and what they share at both ends
/// is not parsed again. So a tree may be of an older text, and of another file of the same path.
#[derive(Debug)]
pub struct RecentTrees {
    limit: usize,
    trees: VecDeque<Recent>,
}

/// A tree without syntax errors.
#[derive(Debug)]
struct Recent {
    path: String,
    language: &'static str,
    text: String,
    tree: Tree,
}

impl Recent {
    fn bytes(&self) -> usize {
        self.tree.bytes() + self.text.len()
    }
}

impl RecentTrees {
    /// Keeps so many bytes of trees at most, their texts included.
    #[must_use]
    pub const fn new(limit: usize) -> Self {
        Self {
            limit,
            trees: VecDeque::new(),
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
        let memory = parse_memory(text.len());
        if let Some(recent) = self.take(path, language) {
            let edit = edit(&recent.text, text);
            match recent.tree.reparse(&edit, text, memory, keep_going) {
                Ok(Reparse::Whole(tree)) => return Ok(tree),
                // Most broken texts are mended soon.
                Ok(Reparse::Broken(tree)) => self.trees.push_back(Recent { tree, ..recent }),
                Err(Stopped::OutOfTime) => return Err(Stopped::OutOfTime),
                Err(Stopped::OutOfMemory) => (),
            }
        }
        bounded_parse::parse(&language.grammar.language, text, memory, keep_going)
    }

    fn take(&mut self, path: &str, language: &Language) -> Option<Recent> {
        let is_same = |recent: &Recent| recent.path == path && recent.language == language.name;
        let index = self.trees.iter().position(is_same)?;
        self.trees.remove(index)
    }

    /// For the next text of this path. The oldest go where there is no room.
    pub(crate) fn keep(&mut self, path: &str, language: &Language, text: &str, tree: Tree) {
        if self.limit == 0 || tree.root_node().has_error() {
            return;
        }
        self.trees.push_back(Recent {
            path: path.to_owned(),
            language: language.name,
            text: text.to_owned(),
            tree,
        });
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
