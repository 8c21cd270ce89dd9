//! From raw bytes to text that the parser, JSON and PostgreSQL all accept.

use std::borrow::Cow;

use crate::redaction::{Redacted, Secret, secrets, without};

/// How many bytes at the start are searched for a NUL, which marks a binary file.
const BINARY_PROBE: usize = 8 * 1024;

/// Stands for every byte that cannot be kept. One byte long, so that all offsets hold.
const REPLACEMENT: u8 = b'?';

/// Text of the same length as the bytes it was made from.
#[derive(Debug)]
pub(crate) struct Source {
    /// Valid UTF-8 without NUL. A byte order mark is kept, a secret is not.
    pub(crate) text: String,
    /// With its secrets, where there are any.
    secret: Option<String>,
    /// Some bytes were replaced.
    pub(crate) lossy: bool,
    /// How many secrets were hidden.
    pub(crate) redacted: Option<u32>,
    /// Where secrets are, hidden or not.
    pub(crate) secrets: Vec<Secret>,
}

impl Source {
    /// `None` when the bytes are not text.
    pub(crate) fn new(bytes: &[u8], redaction: bool) -> Option<Self> {
        if bytes[..bytes.len().min(BINARY_PROBE)].contains(&0) {
            return None;
        }
        let (text, lossy) = match std::str::from_utf8(bytes) {
            Ok(text) if !bytes.contains(&0) => (text.to_owned(), false),
            _ => (replaced(bytes), true),
        };
        let secrets = secrets(&text);
        let redacted = redaction.then(|| without(&text, &secrets)).flatten();
        let (text, secret, redacted) = match redacted {
            Some(Redacted { text: clean, count }) => (clean, Some(text), Some(count)),
            None => (text, None, None),
        };
        Some(Self {
            text,
            secret,
            lossy,
            redacted,
            secrets,
        })
    }

    /// What the parser reads, so that hiding a secret changes no tree, and what findings are looked
    /// for in. Nobody else may: no row has a text of it.
    pub(crate) fn secret_text(&self) -> &str {
        self.secret.as_ref().unwrap_or(&self.text)
    }
}

/// The text with LF for every lone CR, which ends a line too. Grammars know LF and CRLF only.
pub(crate) fn with_line_ends(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let lone_cr = |i: usize| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
    if !bytes.contains(&b'\r') || !(0..bytes.len()).any(lone_cr) {
        return Cow::Borrowed(text);
    }
    let ends = text.char_indices();
    Cow::Owned(
        ends.map(|(i, c)| if lone_cr(i) { '\n' } else { c })
            .collect(),
    )
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
        assert!(Source::new(b"\x7fELF\0\0", true).is_none());
    }

    #[test]
    fn bad_bytes_are_replaced_in_place() {
        let mut bytes = vec![b'a'; BINARY_PROBE];
        bytes.extend(b"\0\xff\xc3\xa4\xe2\x82!");
        let source = Source::new(&bytes, true).unwrap();
        assert!(source.lossy);
        assert_eq!(source.text.len(), bytes.len());
        assert!(source.text.ends_with("??ä??!"));
    }

    #[test]
    fn an_escaped_nul_and_a_byte_order_mark_survive() {
        let bytes = "\u{feff}\"\\u0000\"".as_bytes();
        let source = Source::new(bytes, true).unwrap();
        assert!(!source.lossy);
        assert_eq!(source.text.as_bytes(), bytes);
    }

    #[test]
    fn the_parser_sees_lone_carriage_returns_as_line_ends() {
        assert_eq!(with_line_ends("a\rb\r\nc\r"), "a\nb\r\nc\n");
        assert!(matches!(with_line_ends("a\r\nb\n"), Cow::Borrowed(_)));
    }
}
