//! From raw bytes to text that the parser, JSON and PostgreSQL all accept.

use std::borrow::Cow;

/// How many bytes at the start are searched for a NUL, which marks a binary file.
const BINARY_PROBE: usize = 8 * 1024;

/// Stands for every byte that cannot be kept. One byte long, so that all offsets hold.
const REPLACEMENT: u8 = b'?';

/// Text of the same length as the bytes it was made from.
#[derive(Debug)]
pub(crate) struct Source {
    /// Valid UTF-8 without NUL. A byte order mark is kept.
    pub(crate) text: String,
    /// Some bytes were replaced.
    pub(crate) lossy: bool,
}

impl Source {
    /// `None` when the bytes are not text.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        if bytes[..bytes.len().min(BINARY_PROBE)].contains(&0) {
            return None;
        }
        Some(match std::str::from_utf8(bytes) {
            Ok(text) if !bytes.contains(&0) => Self {
                text: text.to_owned(),
                lossy: false,
            },
            _ => Self {
                text: replaced(bytes),
                lossy: true,
            },
        })
    }

    /// What the parser reads: a lone CR ends a line there too. Grammars know LF and CRLF only.
    pub(crate) fn parser_text(&self) -> Cow<'_, str> {
        let bytes = self.text.as_bytes();
        let lone_cr = |i: usize| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
        if !bytes.contains(&b'\r') || !(0..bytes.len()).any(lone_cr) {
            return Cow::Borrowed(&self.text);
        }
        let ends = self.text.char_indices();
        Cow::Owned(
            ends.map(|(i, c)| if lone_cr(i) { '\n' } else { c })
                .collect(),
        )
    }
}

fn replaced(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.extend(
            chunk
                .valid()
                .chars()
                .map(|c| if c == '\0' { REPLACEMENT as char } else { c }),
        );
        text.extend(chunk.invalid().iter().map(|_| REPLACEMENT as char));
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_nul_at_the_start_is_binary() {
        assert!(Source::new(b"\x7fELF\0\0").is_none());
    }

    #[test]
    fn bad_bytes_are_replaced_in_place() {
        let mut bytes = vec![b'a'; BINARY_PROBE];
        bytes.extend(b"\0\xff\xc3\xa4\xe2\x82!");
        let source = Source::new(&bytes).unwrap();
        assert!(source.lossy);
        assert_eq!(source.text.len(), bytes.len());
        assert!(source.text.ends_with("??ä??!"));
    }

    #[test]
    fn an_escaped_nul_and_a_byte_order_mark_survive() {
        let bytes = "\u{feff}\"\\u0000\"".as_bytes();
        let source = Source::new(bytes).unwrap();
        assert!(!source.lossy);
        assert_eq!(source.text.as_bytes(), bytes);
    }

    #[test]
    fn the_parser_sees_lone_carriage_returns_as_line_ends() {
        let source = Source::new(b"a\rb\r\nc\r").unwrap();
        assert_eq!(source.parser_text(), "a\nb\r\nc\n");
        let source = Source::new(b"a\r\nb\n").unwrap();
        assert!(matches!(source.parser_text(), Cow::Borrowed(_)));
    }
}
