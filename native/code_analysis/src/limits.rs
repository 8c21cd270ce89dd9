//! What is refused before the parser sees it.

use crate::analysis::ParseStatus;

/// Of 12,000 files that people wrote the median takes 20 to 60 bytes of memory a byte, by language,
/// and the worst 136 (`examples/parse_memory.rs`). What is minified comes near to that; 400 KB of one
/// letter a line take more.
const PARSE_MEMORY_PER_BYTE: usize = 200;

/// Elixir with 500 statements in one clause, of which each may be what the next `->` takes, needs as
/// much for 10 KB.
const PARSE_MEMORY_AT_LEAST: usize = 32 * 1024 * 1024;

/// Bytes of memory that the parse of a text of so many bytes may take. Beyond that it ends with
/// [`ParseStatus::MemoryLimit`].
#[must_use]
pub const fn parse_memory(bytes: usize) -> usize {
    bytes
        .saturating_mul(PARSE_MEMORY_PER_BYTE)
        .saturating_add(PARSE_MEMORY_AT_LEAST)
}

/// Bounds that keep a hostile or generated file from costing memory and minutes. A file beyond one
/// gets a text-only analysis whose status names the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file. See [`parse_memory`] for what its parse may take.
    pub max_bytes: usize,
    /// Bytes of the longest line. People write no such line; minifiers and data dumps do.
    pub max_line_bytes: usize,
    /// Open brackets at any point, counted without regard to strings and comments. Generated
    /// code has been seen with some hundreds.
    pub max_bracket_depth: usize,
    /// White space characters at the start of a line. Scanners that keep a stack of indentations
    /// assert at 254 levels, and a level takes at least one column.
    pub max_indentation: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 2 * 1024 * 1024,
            max_line_bytes: 50_000,
            max_bracket_depth: 1_000,
            max_indentation: 250,
        }
    }
}

impl Limits {
    /// The first bound that the bytes break.
    pub(crate) fn broken_by(&self, bytes: &[u8]) -> Option<ParseStatus> {
        if bytes.len() > self.max_bytes {
            return Some(ParseStatus::TooLarge);
        }
        let (mut longest, mut indentation) = (0, 0);
        for line in lines(bytes) {
            longest = longest.max(line.len());
            let text = line.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
            indentation = indentation.max(text.unwrap_or_default());
        }
        if longest > self.max_line_bytes {
            return Some(ParseStatus::LongLines);
        }
        let too_deep = indentation > self.max_indentation
            || brackets(bytes) > self.max_bracket_depth && depth(bytes) > self.max_bracket_depth;
        too_deep.then_some(ParseStatus::TooDeep)
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).chain([bytes.len()]);
    ends.map(move |end| &bytes[std::mem::replace(&mut start, end + 1)..end])
}

fn is_open(byte: u8) -> bool {
    matches!(byte, b'(' | b'[' | b'{')
}

/// No text is deeper than that, and many bytes are counted at a time.
fn brackets(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_open(**byte)).count()
}

/// The largest number of open brackets.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in bytes {
        if is_open(*byte) {
            depth += 1;
            deepest = deepest.max(depth);
        } else if matches!(byte, b')' | b']' | b'}') {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str) -> Option<ParseStatus> {
        Limits::default().broken_by(text.as_bytes())
    }

    #[test]
    fn ordinary_text_breaks_nothing() {
        assert_eq!(broken(""), None);
        assert_eq!(broken("fn main() {\n    a(b[c])\n}\n"), None);
        assert_eq!(
            broken(&format!("{}\r{}", "a".repeat(50_000), "b".repeat(50_000))),
            None
        );
        assert_eq!(broken(&" ".repeat(10_000)), None);
        assert_eq!(broken(&"()\n".repeat(10_000)), None);
    }

    #[test]
    fn each_bound_has_its_status() {
        assert_eq!(
            broken(&"a\n".repeat(2_000_000)),
            Some(ParseStatus::TooLarge)
        );
        assert_eq!(broken(&"a".repeat(50_001)), Some(ParseStatus::LongLines));
        assert_eq!(broken(&"(\n".repeat(1_000)), None);
        assert_eq!(broken(&"(\n".repeat(1_001)), Some(ParseStatus::TooDeep));
        assert_eq!(
            broken(&format!("{}a", " ".repeat(251))),
            Some(ParseStatus::TooDeep)
        );
    }
}
