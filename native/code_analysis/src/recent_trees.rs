//! The syntax trees of files that are saved again and again: only what an edit touches is parsed anew.

use std::collections::VecDeque;

use bounded_parse::{Stopped, Tree};
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

/// A tree without syntax errors. What a parser makes of these depends on what it has seen before.
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
                Ok(tree) if !tree.root_node().has_error() => return Ok(tree),
                Err(Stopped::OutOfTime) => return Err(Stopped::OutOfTime),
                Ok(_) | Err(Stopped::OutOfMemory) => (),
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

/// From the first byte that differs to the last.
fn edit(old: &str, new: &str) -> InputEdit {
    let start = common_prefix(old, new);
    let suffix = common_suffix(&old[start..], &new[start..]);
    let (old_end, new_end) = (old.len() - suffix, new.len() - suffix);
    InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: position(old, start),
        old_end_position: position(old, old_end),
        new_end_position: position(new, new_end),
    }
}

/// Bytes of the whole characters that both begin with.
fn common_prefix(one: &str, other: &str) -> usize {
    let pairs = one.bytes().zip(other.bytes());
    let same = pairs.take_while(|(a, b)| a == b).count();
    (0..=same)
        .rev()
        .find(|&end| one.is_char_boundary(end) && other.is_char_boundary(end))
        .unwrap_or_default()
}

/// Bytes of the whole characters that both end with.
fn common_suffix(one: &str, other: &str) -> usize {
    let pairs = one.bytes().rev().zip(other.bytes().rev());
    let same = pairs.take_while(|(a, b)| a == b).count();
    (0..=same)
        .rev()
        .find(|&bytes| one.is_char_boundary(one.len() - bytes))
        .unwrap_or_default()
}

fn position(text: &str, at: usize) -> Point {
    let before = &text.as_bytes()[..at];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    let row = memchr::memchr_iter(b'\n', before).count();
    Point::new(row, at - line_start)
}
