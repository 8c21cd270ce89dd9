//! What short names mean while the walk goes through a file.

use std::borrow::Cow;
use std::cell::OnceCell;

use hashbrown::HashMap;

/// Short names, each with what it stands for in the blocks that are open.
#[derive(Default)]
pub(crate) struct Scope {
    names: HashMap<String, Vec<Meaning>>,
    /// Kinds under which a name was listed already.
    listed: HashMap<String, Vec<&'static str>>,
    /// What begins before this byte was read already.
    read_until: usize,
    /// Once somebody asked.
    makes_code: OnceCell<bool>,
}

struct Meaning {
    full: String,
    /// Where it is over.
    end: usize,
}

impl Scope {
    /// From the byte `at` to `end` the short name means the full one. The walk goes forward, so
    /// that what ends before `at` will not be asked for any more.
    pub(crate) fn bind(&mut self, short: &str, full: String, at: usize, end: usize) {
        let meanings = self.names.entry_ref(short).or_default();
        while meanings.last().is_some_and(|meaning| meaning.end <= at) {
            meanings.pop();
        }
        meanings.push(Meaning { full, end });
    }

    /// `A.B` as it is meant at a byte: what its first segment stands for there, and the rest.
    pub(crate) fn full<'a>(&self, name: &'a str, at: usize) -> Cow<'a, str> {
        let first = name.split('.').next().unwrap_or(name);
        let meanings = self.names.get(first).into_iter().flatten();
        match meanings.rev().find(|meaning| meaning.end > at) {
            Some(meaning) => format!("{}{}", meaning.full, &name[first.len()..]).into(),
            None => name.into(),
        }
    }

    /// Whether the name was not listed with this kind before.
    pub(crate) fn list(&mut self, name: &str, kind: &'static str) -> bool {
        let kinds = self.listed.entry_ref(name).or_default();
        let is_new = !kinds.contains(&kind);
        if is_new {
            kinds.push(kind);
        }
        is_new
    }

    /// Whether anything in the text can be code for others.
    pub(crate) fn makes_code(&self, text: &str) -> bool {
        let has_quote = || memchr::memmem::find(text.as_bytes(), b"quote").is_some();
        *self.makes_code.get_or_init(has_quote)
    }

    /// What begins before the byte needs no further look.
    pub(crate) fn skip_to(&mut self, end: usize) {
        self.read_until = end;
    }

    pub(crate) fn is_read(&self, start: usize) -> bool {
        start < self.read_until
    }
}
