//! What is parsed, and how a slot of the journal tells of it.

use crate::quarantine::Cause;

/// Bytes of a slot.
pub(crate) const SLOT: usize = 512;

/// The first byte of a slot with nothing in it, and of one whose parse has not ended. That of a
/// crash is the [`Cause`]'s.
pub(crate) const FREE: u8 = b'-';
const RUNNING: u8 = b'r';

/// A content, as one version of the analysis sees it. None of the three has white space in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Content {
    /// Hash of the bytes.
    pub hash: String,
    /// The language that it is parsed in.
    pub language: String,
    /// Version of the analysis.
    pub version: String,
}

/// What a process has left in a slot: the path is for people, and may be cut short.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Remains {
    pub(crate) content: Content,
    pub(crate) path: String,
    pub(crate) cause: Option<Cause>,
}

/// The slot of a content whose parse begins.
pub(crate) fn slot(content: &Content, path: &str) -> [u8; SLOT] {
    let Content {
        hash,
        language,
        version,
    } = content;
    let text = format!("{hash} {language} {version} {}", printable(path));
    let length = text.len().min(SLOT - 1);
    let mut slot = [0; SLOT];
    slot[0] = RUNNING;
    slot[1..=length].copy_from_slice(&text.as_bytes()[..length]);
    slot
}

/// Without the characters that end a line or a field.
pub(crate) fn printable(path: &str) -> String {
    path.chars()
        .map(|character| {
            if character.is_control() {
                '?'
            } else {
                character
            }
        })
        .collect()
}

impl Remains {
    /// `None` for a free slot, and for one that is not of our making.
    pub(crate) fn of_slot(slot: &[u8]) -> Option<Self> {
        let (state, text) = slot.split_first()?;
        let cause = match *state {
            RUNNING => None,
            byte => Some(Cause::of_byte(byte)?),
        };
        let end = text
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(text.len());
        let text = String::from_utf8_lossy(&text[..end]);
        let mut words = text.splitn(4, ' ').map(ToOwned::to_owned);
        Some(Self {
            content: Content {
                hash: words.next()?,
                language: words.next()?,
                version: words.next()?,
            },
            path: words.next()?,
            cause,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> Content {
        Content {
            hash: "blake3:00ff".into(),
            language: "elixir".into(),
            version: "2".into(),
        }
    }

    fn remains(slot: &[u8]) -> Option<(String, Option<Cause>)> {
        let remains = Remains::of_slot(slot)?;
        assert_eq!(remains.content, content());
        Some((remains.path, remains.cause))
    }

    #[test]
    fn a_slot_tells_what_was_written() {
        let mut bytes = slot(&content(), "lib/my file.ex");
        assert_eq!(remains(&bytes), Some(("lib/my file.ex".into(), None)));
        bytes[0] = Cause::Abort.byte();
        let crashed = Some(("lib/my file.ex".into(), Some(Cause::Abort)));
        assert_eq!(remains(&bytes), crashed);
        bytes[0] = FREE;
        assert_eq!(remains(&bytes), None);
    }

    #[test]
    fn a_long_path_is_cut_and_a_line_end_is_none() {
        let bytes = slot(&content(), &format!("a\nb{}", "ä".repeat(500)));
        let path = remains(&bytes).map(|(path, _)| path).unwrap_or_default();
        assert!(path.starts_with("a?bää"), "{path}");
    }

    #[test]
    fn what_is_no_slot_is_nothing() {
        assert_eq!(Remains::of_slot(&[0; SLOT]), None);
        assert_eq!(Remains::of_slot(b"r"), None);
        assert_eq!(Remains::of_slot(b"rhash language"), None);
        assert_eq!(Remains::of_slot(b""), None);
    }
}
