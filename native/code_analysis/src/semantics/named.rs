//! Names and constructs that the walk comes by.

use std::borrow::Cow;

use hashbrown::HashMap;

/// Distinct names that are kept of a file.
const MOST_NAMES: usize = 10_000;

/// Longer names are none of any rule.
const MOST_BYTES: usize = 120;

/// Lines that are kept of a name.
const MOST_LINES: usize = 3;

/// What parts of names consist of in all languages. Each call in a file is looked at.
const IN_PART: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$');
        byte += 1;
    }
    table
};

/// Where something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    lines: [u32; MOST_LINES],
    /// All lines that have it.
    pub(crate) count: u32,
}

impl Places {
    pub(crate) fn at(line: u32) -> Self {
        let mut places = Self::default();
        places.add(line);
        places
    }

    /// Lines are told in order.
    fn add(&mut self, line: u32) {
        if self.lines().last() == Some(&line) {
            return;
        }
        if let Some(free) = self.lines.get_mut(self.count as usize) {
            *free = line;
        }
        self.count = self.count.saturating_add(1);
    }

    /// The first of them.
    pub(crate) fn lines(&self) -> &[u32] {
        let kept = (self.count as usize).min(MOST_LINES);
        self.lines.get(..kept).unwrap_or_default()
    }
}

/// What is called or taken from something, and which constructs there are, each with its places.
#[derive(Default)]
pub(crate) struct Named<'a> {
    pub(crate) names: HashMap<Cow<'a, str>, Places>,
    /// By the number of the construct, from 1.
    constructs: [Places; 16],
    last_start: Option<usize>,
}

impl<'a> Named<'a> {
    pub(crate) fn construct(&mut self, number: u8, line: u32) {
        if let Some(places) = self.constructs.get_mut(usize::from(number)) {
            places.add(line);
        }
    }

    pub(crate) fn places_of_construct(&self, number: usize) -> Option<&Places> {
        let places = self.constructs.get(number)?;
        (places.count > 0).then_some(places)
    }

    /// The name at the start of a node, if its first part is wanted and no outer node that starts
    /// there has told it. A name without a dot counts only where all of it is called.
    pub(crate) fn name_at(
        &mut self,
        start: usize,
        text: &'a str,
        signs: &[u8],
        is_wanted: impl FnOnce(&'a str) -> bool,
    ) -> Option<&'a str> {
        if self.last_start == Some(start) {
            return None;
        }
        let rest = text.get(start..)?;
        let bare = rest.strip_prefix("new ").map_or(rest, str::trim_start);
        let start = start + (rest.len() - bare.len());
        if self.last_start.replace(start) == Some(start) {
            return None;
        }
        let bytes = bare.as_bytes();
        let in_part = |byte: &&u8| IN_PART[usize::from(**byte)] || signs.contains(byte);
        let colon = usize::from(bytes.first() == Some(&b':'));
        let part = bytes
            .iter()
            .skip(colon)
            .take(MOST_BYTES)
            .take_while(in_part);
        if !is_wanted(bare.get(..colon + part.count())?) {
            return None;
        }
        let in_name = |byte: &&u8| in_part(byte) || matches!(byte, b'.' | b':');
        let end = bytes.iter().take(MOST_BYTES).take_while(in_name).count();
        let end = end + question_or_exclamation(bytes, end);
        let name = bare.get(..end)?.trim_end_matches(['.', ':']);
        let is_whole = || {
            let after = bare.get(end..).unwrap_or_default();
            let is_cut = after.starts_with(['-', '/', '+', '@', '=', '*', '{', '"']);
            let goes_on = after.trim_ascii_start().starts_with(['.', '?', '[', '!']);
            end == name.len() && !is_cut && !goes_on
        };
        let is_kept = !name.is_empty() && end < MOST_BYTES && (name.contains('.') || is_whole());
        is_kept.then_some(name)
    }

    pub(crate) fn add(&mut self, name: Cow<'a, str>, line: u32) {
        if self.names.len() < MOST_NAMES || self.names.contains_key(&name) {
            self.names.entry(name).or_default().add(line);
        }
    }
}

/// `load!(x)` and `load? x` have the sign in their names, `a!.b` and `a?.b` have not.
fn question_or_exclamation(bytes: &[u8], end: usize) -> usize {
    let has_sign = matches!(bytes.get(end), Some(b'!' | b'?'));
    let ends = bytes
        .get(end + 1)
        .is_none_or(|next| *next == b'(' || next.is_ascii_whitespace());
    usize::from(end > 0 && has_sign && ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&str> {
        Named::default().name_at(0, text, b"", |_| true)
    }

    #[test]
    fn a_name_is_what_can_be_said_without_calling_anything() {
        assert_eq!(name("a.b.c(d.e)"), Some("a.b.c"));
        assert_eq!(name("a.b().c()"), Some("a.b"));
        assert_eq!(name("new A.B()"), Some("A.B"));
        assert_eq!(name(":crypto.hash(:sha)"), Some(":crypto.hash"));
        assert_eq!(name("open(path)"), Some("open"));
        assert_eq!(name("File.stream!(path)"), Some("File.stream!"));
        for text in [
            "open\n  .read()",
            "open?.()",
            "open[0]()",
            "(a).b",
            "\"a\".b",
            "docker-compose up",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
        assert_eq!(name(&"a.".repeat(100)), None);
    }

    #[test]
    fn only_a_wanted_first_part_is_told() {
        let told = |text, wanted| {
            let is_wanted = |first: &str| first == wanted;
            Named::default().name_at(0, text, b"", is_wanted).is_some()
        };
        assert!(told("os.environ", "os") && told(":ets.new()", ":ets") && told("a::b()", "a"));
        assert!(!told("self.os", "os"));
    }

    #[test]
    fn the_parts_of_a_chain_are_told_once() {
        let mut named = Named::default();
        assert_eq!(
            named.name_at(4, "x = a.b.c()", b"", |_| true),
            Some("a.b.c")
        );
        assert_eq!(named.name_at(4, "x = a.b.c()", b"", |_| true), None);
    }

    #[test]
    fn a_line_counts_once_and_the_first_three_are_kept() {
        let mut named = Named::default();
        for line in [1, 1, 2, 5, 8, 9] {
            named.add("a".into(), line);
        }
        let places = named.names.get("a").copied().unwrap_or_default();
        assert_eq!((places.lines(), places.count), (&[1, 2, 5][..], 5));
    }

    #[test]
    fn a_file_of_names_is_kept_in_bounds() {
        let mut named = Named::default();
        for number in 0..20_000 {
            named.add(format!("a.b{number}").into(), number);
        }
        assert_eq!(named.names.len(), MOST_NAMES);
    }
}
