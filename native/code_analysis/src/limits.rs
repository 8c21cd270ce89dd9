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
        let extent = Extent::of(bytes);
        if extent.line > self.max_line_bytes {
            return Some(ParseStatus::LongLines);
        }
        let too_deep =
            extent.depth > self.max_bracket_depth || extent.indentation > self.max_indentation;
        too_deep.then_some(ParseStatus::TooDeep)
    }
}

/// The largest of each in one file.
#[derive(Default)]
struct Extent {
    line: usize,
    depth: usize,
    indentation: usize,
}

/// What a byte means to the extent. A table costs less than a match for every byte of a codebase.
#[derive(Clone, Copy)]
enum Byte {
    Text,
    White,
    Open,
    Close,
    LineEnd,
}

static BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Text; 256];
    bytes[b' ' as usize] = Byte::White;
    bytes[b'\t' as usize] = Byte::White;
    bytes[b'(' as usize] = Byte::Open;
    bytes[b'[' as usize] = Byte::Open;
    bytes[b'{' as usize] = Byte::Open;
    bytes[b')' as usize] = Byte::Close;
    bytes[b']' as usize] = Byte::Close;
    bytes[b'}' as usize] = Byte::Close;
    bytes[b'\n' as usize] = Byte::LineEnd;
    bytes[b'\r' as usize] = Byte::LineEnd;
    bytes
};

impl Extent {
    fn of(bytes: &[u8]) -> Self {
        let mut extent = Self::default();
        let (mut line_start, mut depth, mut indented) = (0, 0_usize, true);
        for (at, byte) in bytes.iter().enumerate() {
            let kind = BYTES[usize::from(*byte)];
            if matches!(kind, Byte::Text) && !indented {
                continue;
            }
            if matches!(kind, Byte::LineEnd) {
                extent.line = extent.line.max(at - line_start);
                (line_start, indented) = (at + 1, true);
                continue;
            }
            if indented && !matches!(kind, Byte::White) {
                extent.indentation = extent.indentation.max(at - line_start);
                indented = false;
            }
            match kind {
                Byte::Open => {
                    depth += 1;
                    extent.depth = extent.depth.max(depth);
                }
                Byte::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        extent.line = extent.line.max(bytes.len() - line_start);
        extent
    }
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
        assert_eq!(broken(&"(\n".repeat(1_001)), Some(ParseStatus::TooDeep));
        assert_eq!(
            broken(&format!("{}a", " ".repeat(251))),
            Some(ParseStatus::TooDeep)
        );
    }
}
