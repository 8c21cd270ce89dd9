//! Secrets of known shapes, hidden before anything is derived from a text.
//!
//! The shapes are data: `secrets.tsv`. A text in which none of their words occurs is read once and
//! no more, which is what nearly every file comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, Input, MatchKind};
use regex::Regex;

use crate::outline::to_u32;

const TABLE: &str = include_str!("../secrets.tsv");

/// The row that is no shape of a secret.
const PLACEHOLDER: &str = "placeholder";

/// Stands for every hidden byte, so that all offsets hold.
const HIDDEN: u8 = b'*';

/// Something may have been hidden in the text, so that it may look like another that it is not.
pub(crate) fn may_hide(text: &str) -> bool {
    text.contains("****")
}

/// With many more the search does without vector instructions.
const WORDS_AT_ONCE: usize = 32;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(TABLE));

/// A text of the same length without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// What is left: of a token its prefix, of a URL all but the password.
    pub text: String,
    /// How many secrets were hidden.
    pub count: u32,
}

/// A secret's place and which shape it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    pub(crate) shape: &'static str,
    pub(crate) range: Range<usize>,
}

/// Hides the secrets in a text. `None` where there are none.
#[must_use]
pub fn redact(text: &str) -> Option<Redacted> {
    without(text, &secrets(text))
}

/// The text without these secrets. `None` where there are none.
pub(crate) fn without(text: &str, secrets: &[Secret]) -> Option<Redacted> {
    if secrets.is_empty() {
        return None;
    }
    let count = to_u32(secrets.len());
    let mut bytes = text.as_bytes().to_vec();
    for secret in secrets {
        hide(bytes.get_mut(secret.range.clone())?);
    }
    // Whole characters were replaced by ASCII.
    let text = String::from_utf8(bytes).ok()?;
    Some(Redacted { text, count })
}

/// In file order, none within or next to another.
pub(crate) fn secrets(text: &str) -> Vec<Secret> {
    let suspected = RULES.suspected(text);
    let found = suspected.iter().flat_map(|rule| rule.find(text));
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|secret| secret.range.start);
    found.dedup_by(|later, earlier| {
        let (later, earlier) = (&later.range, &mut earlier.range);
        let overlaps = later.start < earlier.end;
        if overlaps {
            earlier.end = earlier.end.max(later.end);
        }
        overlaps
    });
    found
}

/// Names of all shapes.
pub(crate) fn shapes() -> impl Iterator<Item = &'static str> {
    let rules = RULES.rules.iter().map(|rule| rule.id);
    rules.filter(|id| *id != PLACEHOLDER)
}

/// White space, quotes and escapes stay: a key may stand in several lines or literals.
fn hide(secret: &mut [u8]) {
    let mut is_escaped = false;
    for byte in secret {
        let is_kept = byte.is_ascii_whitespace() || b"\"'`\\".contains(byte);
        let is_kept = is_kept || is_escaped && byte.is_ascii();
        is_escaped = *byte == b'\\' && !is_escaped;
        if !is_kept {
            *byte = HIDDEN;
        }
    }
}

struct Rules {
    rules: Vec<Rule>,
    /// All rules' words.
    words: Vec<Words>,
}

impl Rules {
    fn read(table: &'static str) -> Self {
        let rules: Vec<_> = table.lines().filter_map(Rule::read).collect();
        let mut owners = BTreeMap::<_, Vec<_>>::new();
        for (owner, rule) in rules.iter().enumerate() {
            for word in rule.words() {
                owners.entry((word.len(), word)).or_default().push(owner);
            }
        }
        let owners: Vec<_> = owners
            .into_iter()
            .map(|((_, word), owners)| (word, owners))
            .collect();
        let alike = owners.chunk_by(|a, b| is_short(a.0) == is_short(b.0));
        let words = alike
            .flat_map(|words| words.chunks(WORDS_AT_ONCE))
            .filter_map(Words::new);
        let words = words.collect();
        Self { rules, words }
    }

    /// The rules one of whose words is in the text.
    fn suspected(&self, text: &str) -> Vec<&Rule> {
        let owners = self.words.iter().flat_map(|words| words.owners_in(text));
        let owners: BTreeSet<_> = owners.copied().collect();
        let rules = owners.into_iter().filter_map(|owner| self.rules.get(owner));
        rules.collect()
    }
}

/// Vector instructions look for the first four bytes of a word at once, and find less in vain than
/// for three.
fn is_short(word: &str) -> bool {
    word.len() < 4
}

/// Some words, and the rules that each belongs to.
struct Words {
    automaton: AhoCorasick,
    owners: Vec<Vec<usize>>,
}

impl Words {
    fn new(words: &[(&str, Vec<usize>)]) -> Option<Self> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(words.iter().map(|(word, _)| *word))
            .ok()?;
        let owners = words.iter().map(|(_, owners)| owners.clone()).collect();
        Some(Self { automaton, owners })
    }

    fn owners_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a usize> + 'a {
        let mut at = 0;
        let found = std::iter::from_fn(move || {
            let word = self.automaton.find(Input::new(text).range(at..))?;
            // Words may overlap.
            at = word.start() + 1;
            self.owners.get(word.pattern().as_usize())
        });
        found.flatten()
    }
}

/// A shape.
struct Rule {
    id: &'static str,
    fewest_bytes: usize,
    words: &'static str,
    source: &'static str,
    pattern: OnceLock<Option<Regex>>,
    begins_word: bool,
    ends_word: bool,
}

impl Rule {
    fn read(row: &'static str) -> Option<Self> {
        let mut columns = row.split('\t').filter(|_| !row.starts_with('#'));
        let mut next = || columns.next();
        let (id, fewest_bytes) = (next()?, next()?);
        let (words, pattern) = (next()?, next()?);
        let source = pattern.strip_prefix('<').unwrap_or(pattern);
        Some(Self {
            id,
            fewest_bytes: fewest_bytes.parse().unwrap_or_default(),
            words,
            source: source.strip_suffix('>').unwrap_or(source),
            pattern: OnceLock::new(),
            begins_word: pattern.starts_with('<'),
            ends_word: pattern.ends_with('>'),
        })
    }

    fn words(&self) -> impl Iterator<Item = &'static str> {
        let words = self.words.split(' ');
        words.filter(|_| self.id != PLACEHOLDER)
    }

    fn pattern(&self) -> Option<&Regex> {
        let pattern = self.pattern.get_or_init(|| Regex::new(self.source).ok());
        pattern.as_ref()
    }

    fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Secret> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let found = self.pattern()?.captures_at(text, at)?;
                let (whole, secret) = (found.get(0)?, found.get(1)?);
                let is_word = (!self.begins_word || begins_word(&text[..whole.start()]))
                    && (!self.ends_word || ends_word(&text[secret.end()..]));
                if is_word && self.is_likely(secret.as_str()) {
                    at = secret.end();
                    return Some(Secret {
                        shape: self.id,
                        range: secret.range(),
                    });
                }
                at = secret.start();
            }
        })
    }

    fn is_likely(&self, secret: &str) -> bool {
        let different: BTreeSet<_> = secret.bytes().collect();
        different.len() >= self.fewest_bytes && !is_placeholder(secret)
    }
}

/// Letters that belong to an escape are not part of a word.
fn begins_word(before: &str) -> bool {
    let is_escape = ["\\n", "\\r", "\\t"]
        .iter()
        .any(|escape| before.ends_with(escape));
    is_escape || !before.ends_with(|c: char| c.is_ascii_alphanumeric())
}

fn ends_word(after: &str) -> bool {
    !after.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_placeholder(secret: &str) -> bool {
    let mut rules = RULES.rules.iter();
    let pattern = rules
        .find(|rule| rule.id == PLACEHOLDER)
        .and_then(Rule::pattern);
    pattern.is_some_and(|pattern| pattern.is_match(secret))
}
