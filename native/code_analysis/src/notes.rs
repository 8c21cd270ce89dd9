//! What is written before a definition about it: documentation and attributes.

use std::ops::Range;

use tree_sitter::Node;

use crate::spec::Spec;

/// Longer documentation is cut.
const MAX_DOC_BYTES: usize = 2_000;
/// Of one symbol.
pub(crate) const MAX_ATTRIBUTES: usize = 20;
/// Longer names are cut: each is written again with everything inside.
const MAX_NAME_BYTES: usize = 200;

/// Names an entry of a notebook; [`NotesId::NONE`] names an empty one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NotesId(u32);

impl NotesId {
    pub(crate) const NONE: Self = Self(0);
}

/// Where the notes on one node are.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// From the first to the last piece of documentation.
    doc: Option<Range<usize>>,
    /// What it says, once it was read: many definitions may share it.
    words: Option<String>,
    /// Row, from 0, in which the documentation ends.
    last_row: usize,
    /// It must end in the row before what it documents.
    adjacent: bool,
    attributes: Vec<Range<usize>>,
    exempt: bool,
}

/// Notes as text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Note {
    pub(crate) doc: Option<String>,
    pub(crate) attributes: Vec<String>,
    /// Says that it has no documentation on purpose.
    pub(crate) exempt: bool,
}

/// All notes of a file. Few nodes have any, so that they are kept beside the walk's frames.
#[derive(Debug, Default)]
pub(crate) struct Notebook {
    entries: Vec<Entry>,
}

impl Notebook {
    /// A new entry, which starts with what another holds.
    pub(crate) fn open(&mut self, from: NotesId) -> NotesId {
        let entry = self.entry(from).cloned().unwrap_or_default();
        self.entries.push(entry);
        NotesId(u32::try_from(self.entries.len()).unwrap_or_default())
    }

    fn entry(&self, id: NotesId) -> Option<&Entry> {
        self.entries.get((id.0 as usize).checked_sub(1)?)
    }

    fn entry_mut(&mut self, id: NotesId) -> Option<&mut Entry> {
        self.entries.get_mut((id.0 as usize).checked_sub(1)?)
    }

    fn change(&mut self, id: NotesId, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.entry_mut(id) {
            change(entry);
        }
    }

    /// Further documentation. Where it must be adjacent, a gap starts it anew; where it is patient,
    /// the last one counts.
    pub(crate) fn document(&mut self, id: NotesId, node: Node, spec: &Spec) {
        let (adjacent, patient) = (spec.adjacent_documentation, spec.patient_documentation);
        self.change(id, |entry| {
            let is_near = node.start_position().row <= entry.last_row + 1;
            let continues = !patient && (!adjacent || is_near);
            entry.exempt &= !patient;
            let start = match &entry.doc {
                Some(doc) if continues => doc.start,
                _ => node.start_byte(),
            };
            entry.doc = Some(start..node.end_byte());
            entry.words = None;
            entry.last_row = node.end_position().row;
            entry.adjacent = adjacent;
        });
    }

    /// A comment that says nothing does not part documentation from what it is about.
    pub(crate) fn bridge(&mut self, id: NotesId, node: Node) {
        self.change(id, |entry| {
            if node.start_position().row <= entry.last_row + 1 {
                entry.last_row = node.end_position().row;
            }
        });
    }

    /// The documentation of what starts in `row`. What ends too early for it is dropped.
    pub(crate) fn settle(&mut self, id: NotesId, row: usize) -> Option<Range<usize>> {
        self.change(id, |entry| {
            if entry.adjacent && row > entry.last_row + 1 {
                (entry.doc, entry.words) = (None, None);
            }
        });
        self.entry(id)?.doc.clone()
    }

    pub(crate) fn annotate(&mut self, id: NotesId, attribute: Range<usize>) {
        self.change(id, |entry| {
            if entry.attributes.len() < MAX_ATTRIBUTES {
                entry.attributes.push(attribute);
            }
        });
    }

    pub(crate) fn exempt(&mut self, id: NotesId) {
        self.change(id, |entry| entry.exempt = true);
    }

    /// `words` takes the comment signs off. Documentation without any is none.
    pub(crate) fn read(&mut self, id: NotesId, text: &str, words: &dyn Fn(&str) -> String) -> Note {
        let Some(entry) = self.entry_mut(id) else {
            return Note::default();
        };
        let cut = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        if let Some(range) = entry.doc.as_ref().filter(|_| entry.words.is_none()) {
            entry.words = Some(capped(words(cut(range))));
        }
        Note {
            doc: entry.words.clone().filter(|words| !words.is_empty()),
            attributes: entry
                .attributes
                .iter()
                .map(|range| one_line(cut(range)))
                .collect(),
            exempt: entry.exempt,
        }
    }
}

/// At most [`MAX_DOC_BYTES`] and an ellipsis.
pub(crate) fn capped(words: String) -> String {
    cut(words, MAX_DOC_BYTES)
}

/// On one line, at most [`MAX_NAME_BYTES`] and an ellipsis: a computed name may be a whole
/// expression.
pub(crate) fn short_name(mut name: String) -> String {
    if name.contains(['\n', '\r']) {
        name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    cut(name, MAX_NAME_BYTES)
}

fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.push('…');
        // What is cut may have been half of the file, and there are thousands of names.
        text.shrink_to_fit();
    }
    text
}

pub(crate) const MAX_LINE_BYTES: usize = 200;
/// A longer word is cut where the line is.
const MAX_WORD_BYTES: usize = 50;

/// White space squeezed, at most 200 bytes and an ellipsis.
pub(crate) fn one_line(text: &str) -> String {
    if is_short_line(text.as_bytes()) {
        return text.to_owned();
    }
    let mut line = String::new();
    for word in text.split_whitespace() {
        let room = MAX_LINE_BYTES.saturating_sub(line.len());
        if word.len() > room {
            // Of languages without spaces a word is a sentence.
            if word.len() > MAX_WORD_BYTES {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(&word[..word.floor_char_boundary(room)]);
            }
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Most texts need no change, and to see that is ten times faster than to look for words.
fn is_short_line(text: &[u8]) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_graphic();
    text.len() <= MAX_LINE_BYTES
        && text.first().is_none_or(is_word)
        && text.last().is_none_or(is_word)
        && text
            .windows(2)
            .all(|pair| is_word(&pair[1]) || (pair[1] == b' ' && is_word(&pair[0])))
}

/// The lines of documentation without the signs at their start, and without empty lines at both
/// ends. `signs` are tried in order; what follows a sign keeps its indentation but one space.
pub(crate) fn without_signs(
    raw: &str,
    opening: &[&str],
    closing: &[&str],
    line: &[&str],
) -> String {
    let body = opening
        .iter()
        .find_map(|sign| raw.trim_start().strip_prefix(sign))
        .unwrap_or(raw);
    let body = body.trim_end();
    let body = closing
        .iter()
        .find_map(|sign| body.strip_suffix(sign))
        .unwrap_or(body);
    let lines: Vec<&str> = body
        .lines()
        .map(|text| {
            let bare = text.trim_start();
            match line.iter().find_map(|sign| bare.strip_prefix(sign)) {
                Some(rest) => rest.strip_prefix(' ').unwrap_or(rest).trim_end(),
                None => text.trim_end(),
            }
        })
        .collect();
    dedented(&lines)
}

/// Joined without the indentation that all but the first line share.
fn dedented(lines: &[&str]) -> String {
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let shared = lines
        .iter()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(indentation)
        .min()
        .unwrap_or(0);
    let mut joined = String::new();
    for (index, line) in lines.iter().enumerate() {
        let line = if index == 0 {
            line.trim_start()
        } else {
            line.get(shared..).unwrap_or(line.trim_start())
        };
        joined.push_str(line);
        joined.push('\n');
    }
    joined.trim_matches('\n').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_shared_indentation_are_taken_off() {
        let block = "/** First.\n     *\n     *   code\n     * last */";
        assert_eq!(
            without_signs(block, &["/**"], &["*/"], &["*"]),
            "First.\n\n  code\nlast"
        );
        assert_eq!(
            without_signs("/// a\n    /// b", &[], &[], &["///"]),
            "a\nb"
        );
        let heredoc = "\"\"\"\n  A cart.\n\n    code\n  \"\"\"";
        assert_eq!(
            without_signs(heredoc, &["\"\"\""], &["\"\"\""], &[]),
            "A cart.\n\n  code"
        );
    }

    #[test]
    fn a_line_has_single_spaces() {
        for text in ["a  b", " a b", "a b ", "a\n\tb", "a\u{a0}\u{85} b", "a b"] {
            assert_eq!(one_line(text), "a b", "{text:?}");
        }
        assert_eq!(one_line(""), "");
        assert_eq!(one_line(" "), "");
        let long = "a ".repeat(150);
        assert_eq!(one_line(long.trim()).len(), 201 + "…".len());
        let sentence = format!("# {}", "漢".repeat(100));
        assert_eq!(one_line(&sentence), format!("# {}…", "漢".repeat(66)));
    }

    #[test]
    fn long_documentation_is_cut_between_characters() {
        let cut = capped("ä".repeat(1_500));
        assert_eq!(cut.chars().count(), 1_001);
        assert!(cut.ends_with("ä…"));
    }
}
