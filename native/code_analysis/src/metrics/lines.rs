//! Lines of code, comment and blank: every physical line is exactly one of them.

use std::ops::Range;

use memchr::memchr2;

use crate::analysis::LineCounts;

/// Bytes that are comment or documentation text.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    pub(crate) range: Range<usize>,
    pub(crate) doc: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Code,
    Comment,
    Doc,
}

/// Total and blank lines, which need no parse. LF, CRLF and CR end a line.
pub(crate) fn count_text(text: &str) -> LineCounts {
    let mut counts = LineCounts::default();
    for line in Lines::new(text.as_bytes()) {
        counts.total += 1;
        counts.blank += u32::from(line.is_empty());
    }
    counts
}

/// How many lines of each class there are up to each line.
#[derive(Debug)]
pub(crate) struct LineTable {
    /// Of blank, code, comment and documentation lines; entry `n` is about the first `n` lines.
    sums: Vec<[u32; 4]>,
}

impl LineTable {
    /// `prose` is in file order; ranges may lie inside earlier ones.
    pub(crate) fn new(text: &str, prose: &[Prose]) -> Self {
        let bytes = text.as_bytes();
        let (mut rest, mut sum) = (prose, [0; 4]);
        let mut sums = Vec::with_capacity(bytes.len() / 30 + 1);
        sums.push(sum);
        for line in Lines::new(bytes) {
            let class = match line.is_empty() {
                true => Line::Blank,
                false => class(bytes, line, &mut rest),
            };
            sum[class as usize] += 1;
            sums.push(sum);
        }
        Self { sums }
    }

    pub(crate) fn total(&self) -> u32 {
        self.sums.len() as u32 - 1
    }

    /// Lines count from 1; `last` is included.
    pub(crate) fn between(&self, first: u32, last: u32) -> LineCounts {
        let until = |line: u32| {
            let known = self.sums.get(line as usize).or(self.sums.last());
            known.copied().unwrap_or_default()
        };
        let (before, through) = (until(first.saturating_sub(1)), until(last));
        let of = |class: Line| {
            through[class as usize] - before[class as usize].min(through[class as usize])
        };
        let (blank, code, doc) = (of(Line::Blank), of(Line::Code), of(Line::Doc));
        let comment = of(Line::Comment) + doc;
        LineCounts {
            total: blank + code + comment,
            blank,
            code: Some(code),
            comment: Some(comment),
            doc: Some(doc),
        }
    }
}

/// The class of one line without its outer white space. Ranges that end before it are dropped.
fn class(bytes: &[u8], line: Range<usize>, prose: &mut &[Prose]) -> Line {
    let (mut at, mut class) = (line.start, None);
    while at < line.end {
        match prose {
            [first, rest @ ..] if first.range.end <= at => *prose = rest,
            [first, ..] if first.range.start <= at => {
                class.get_or_insert(if first.doc { Line::Doc } else { Line::Comment });
                at = skip_white(bytes, first.range.end, line.end);
            }
            _ => return Line::Code,
        }
    }
    class.unwrap_or(Line::Code)
}

fn skip_white(bytes: &[u8], from: usize, to: usize) -> usize {
    let white = bytes.get(from..to).unwrap_or_default();
    from + white.iter().take_while(|byte| is_white(**byte)).count()
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c)
}

/// Byte ranges of the lines without line ends and outer white space.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        // A byte order mark is no text.
        let at = if bytes.starts_with("\u{feff}".as_bytes()) {
            3
        } else {
            0
        };
        Self { bytes, at }
    }
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr2(b'\n', b'\r', rest);
        let length = length.unwrap_or(rest.len());
        let line = &rest[..length];
        let from = line.iter().take_while(|byte| is_white(**byte)).count();
        let to = from + line[from..].trim_ascii_end().len();
        let start = self.at;
        let end = if rest[length..].starts_with(b"\r\n") {
            2
        } else {
            1
        };
        self.at += length + end;
        Some(start + from..start + to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> (u32, u32) {
        let counts = count_text(text);
        (counts.total, counts.blank)
    }

    #[test]
    fn every_line_end_counts_once_and_the_last_may_lack_it() {
        assert_eq!(counts(""), (0, 0));
        assert_eq!(counts("\u{feff}"), (0, 0));
        assert_eq!(counts("a"), (1, 0));
        assert_eq!(counts("a\n"), (1, 0));
        assert_eq!(counts("a\n\n \tb\n"), (3, 1));
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(counts(&"a| |b|".replace('|', end)), (3, 1));
        }
    }

    #[test]
    fn a_line_is_comment_when_nothing_else_is_on_it() {
        let text = "/* a */ /* b */\nx /* c */\n/* d */ y\n/** e\n\n e */\n";
        let at = |part: &str| {
            text.find(part)
                .map_or(0..0, |start| start..start + part.len())
        };
        let prose = ["/* a */", "/* b */", "/* c */", "/* d */", "/** e\n\n e */"];
        let prose = prose.map(|part| Prose {
            range: at(part),
            doc: part.starts_with("/**"),
        });
        let table = LineTable::new(text, &prose);
        let counts = table.between(1, table.total());
        assert_eq!((counts.total, counts.blank), (6, 1));
        assert_eq!(
            (counts.code, counts.comment, counts.doc),
            (Some(2), Some(3), Some(2))
        );
        let counts = table.between(2, 4);
        assert_eq!((counts.total, counts.blank), (3, 0));
        assert_eq!(
            (counts.code, counts.comment, counts.doc),
            (Some(2), Some(1), Some(1))
        );
    }
}
