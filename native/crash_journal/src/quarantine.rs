//! Which contents are not parsed any more, or only alone: a pure value, and its text.

use std::collections::HashMap;

use crate::content::{Content, Remains, printable};

/// What ended the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// `SIGABRT`: an assertion, a failed allocation.
    Abort,
    /// `SIGSEGV`: a wild pointer, or the stack overflowed.
    Segmentation,
    /// `SIGBUS`.
    Bus,
    /// `SIGILL`: a trap of the compiler's.
    Illegal,
    /// `SIGFPE`: a division by zero.
    Arithmetic,
    /// Two processes in a row ended without a signal of these while they parsed it.
    Unmarked,
}

impl Cause {
    const ALL: [Self; 6] = [
        Self::Abort,
        Self::Segmentation,
        Self::Bus,
        Self::Illegal,
        Self::Arithmetic,
        Self::Unmarked,
    ];

    /// A stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Abort => "sigabrt",
            Self::Segmentation => "sigsegv",
            Self::Bus => "sigbus",
            Self::Illegal => "sigill",
            Self::Arithmetic => "sigfpe",
            Self::Unmarked => "killed_twice",
        }
    }

    /// Marks a slot of the journal.
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Abort => b'A',
            Self::Segmentation => b'S',
            Self::Bus => b'B',
            Self::Illegal => b'I',
            Self::Arithmetic => b'F',
            Self::Unmarked => b'U',
        }
    }

    pub(crate) fn of_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.byte() == byte)
    }
}

/// What is to be done with a content that is not like others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be parsed while nothing else is.
    Suspect,
    /// It is not parsed.
    Quarantined(Cause),
}

impl Verdict {
    /// A stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suspect => "suspect",
            Self::Quarantined(cause) => cause.as_str(),
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        let causes = Cause::ALL.into_iter().map(Self::Quarantined);
        causes
            .chain([Self::Suspect])
            .find(|verdict| verdict.as_str() == name)
    }
}

/// A content, what it was judged to be, and a path at which it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which content.
    pub content: Content,
    /// What it was judged to be.
    pub verdict: Verdict,
    /// Where it was seen last, for people.
    pub path: String,
}

/// All contents that are not like others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quarantine(HashMap<Content, (Verdict, String)>);

impl Quarantine {
    /// Lines that are not ours are left out.
    pub(crate) fn parse(text: &str) -> Self {
        let entry = |line: &str| {
            let mut fields = line.splitn(5, '\t').map(ToOwned::to_owned);
            let verdict = Verdict::of_name(&fields.next()?)?;
            let content = Content {
                hash: fields.next()?,
                language: fields.next()?,
                version: fields.next()?,
            };
            Some((content, (verdict, fields.next()?)))
        };
        Self(text.lines().filter_map(entry).collect())
    }

    pub(crate) fn to_text(&self) -> String {
        let mut lines: Vec<_> = self.entries().map(|entry| entry.to_line()).collect();
        lines.sort();
        lines.concat()
    }

    pub(crate) fn verdict(&self, content: &Content) -> Option<Verdict> {
        self.0.get(content).map(|(verdict, _)| *verdict)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> {
        self.0.iter().map(|(content, (verdict, path))| Entry {
            content: content.clone(),
            verdict: *verdict,
            path: path.clone(),
        })
    }

    /// What a dead process has left. A mark is proof; without one it takes two deaths in a row.
    pub(crate) fn judge(&mut self, remains: Remains) {
        let earlier = self.verdict(&remains.content);
        let verdict = match (remains.cause, earlier) {
            (Some(cause), _) => Verdict::Quarantined(cause),
            (None, None) => Verdict::Suspect,
            (None, Some(Verdict::Suspect)) => Verdict::Quarantined(Cause::Unmarked),
            (None, Some(quarantined)) => quarantined,
        };
        self.0
            .insert(remains.content, (verdict, printable(&remains.path)));
    }

    /// It was parsed and nothing happened.
    pub(crate) fn acquit(&mut self, content: &Content) {
        self.0.remove(content);
    }

    /// Gives all contents of that hash another chance. How many there were in quarantine.
    pub(crate) fn release(&mut self, hash: &str) -> usize {
        let mut released = 0;
        for (content, (verdict, _)) in &mut self.0 {
            if content.hash == hash && *verdict != Verdict::Suspect {
                *verdict = Verdict::Suspect;
                released += 1;
            }
        }
        released
    }
}

impl Entry {
    fn to_line(&self) -> String {
        let Content {
            hash,
            language,
            version,
        } = &self.content;
        let verdict = self.verdict.as_str();
        format!("{verdict}\t{hash}\t{language}\t{version}\t{}\n", self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(hash: &str) -> Content {
        Content {
            hash: hash.into(),
            language: "yaml".into(),
            version: "2".into(),
        }
    }

    fn left(hash: &str, cause: Option<Cause>) -> Remains {
        Remains {
            content: content(hash),
            path: "a.yml".into(),
            cause,
        }
    }

    #[test]
    fn a_mark_is_proof() {
        let mut quarantine = Quarantine::default();
        quarantine.judge(left("a", Some(Cause::Abort)));
        assert_eq!(
            quarantine.verdict(&content("a")),
            Some(Verdict::Quarantined(Cause::Abort))
        );
        assert_eq!(quarantine.verdict(&content("b")), None);
    }

    #[test]
    fn without_a_mark_it_takes_two_in_a_row() {
        let mut quarantine = Quarantine::default();
        quarantine.judge(left("a", None));
        assert_eq!(quarantine.verdict(&content("a")), Some(Verdict::Suspect));
        quarantine.acquit(&content("a"));
        quarantine.judge(left("a", None));
        assert_eq!(quarantine.verdict(&content("a")), Some(Verdict::Suspect));
        quarantine.judge(left("a", None));
        let verdict = Some(Verdict::Quarantined(Cause::Unmarked));
        assert_eq!(quarantine.verdict(&content("a")), verdict);
    }

    #[test]
    fn a_release_is_another_chance_and_no_acquittal() {
        let mut quarantine = Quarantine::default();
        quarantine.judge(left("a", Some(Cause::Bus)));
        assert_eq!(quarantine.release("b"), 0);
        assert_eq!(quarantine.release("a"), 1);
        assert_eq!(quarantine.verdict(&content("a")), Some(Verdict::Suspect));
        assert_eq!(quarantine.release("a"), 0);
    }

    #[test]
    fn the_text_gives_the_same_again() {
        let mut quarantine = Quarantine::default();
        for (number, cause) in Cause::ALL.into_iter().enumerate() {
            quarantine.judge(left(&number.to_string(), Some(cause)));
        }
        quarantine.judge(left("suspect", None));
        assert_eq!(Quarantine::parse(&quarantine.to_text()), quarantine);
        let damaged = format!("{}half a li", quarantine.to_text());
        assert_eq!(Quarantine::parse(&damaged), quarantine);
    }
}
