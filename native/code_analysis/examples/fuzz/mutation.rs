//! What is done to a file.

use std::ops::Range;

use fastrand::Rng;

use crate::corpus::{Corpus, split};

/// What is larger is cut: the analysis takes time and memory in proportion to its input.
const MAX_BYTES: usize = 192 * 1024;

/// Begin and end something in some language.
const DELIMITERS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "\"\"\"",
    "'''",
    "```",
    "~~~",
    "/*",
    "*/",
    "//",
    "#",
    "#{",
    "${",
    "$(",
    "<<EOF\n",
    "EOF\n",
    "<<~A\n",
    "~s(",
    "~S\"\"\"\n",
    "r#\"",
    "\"#",
    "<!--",
    "-->",
    "---\n",
    "- ",
    "? ",
    ": ",
    "| ",
    "|\n",
    ">\n",
    "end\n",
    " do\n",
    "fn ",
    "->",
    "=>",
    "<%",
    "%>",
    "f\"{",
    "''",
    "''${",
    "\\",
    "\\\n",
    "&",
    "*",
    "!",
    "@",
    "%{",
    "</",
    "/>",
    "[[",
    "]]",
    ";;",
    "esac\n",
];

/// What text is not expected to hold.
const ODDITIES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\x0b",
    b"\x0c",
    b"\x1b[0m",
    b"\x7f",
    "\u{85}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{10ffff}".as_bytes(),
    "e\u{301}\u{301}\u{301}".as_bytes(),
    "漢".as_bytes(),
    "🙂".as_bytes(),
    b"\t",
    b"\\u0000",
];

/// Levels and lengths: beside powers of two and the known bounds of scanners.
const COUNTS: &[usize] = &[2, 3, 8, 33, 100, 254, 256, 257, 513, 1_025, 4_097, 20_000];

/// The cases of one language, by number.
pub struct Cases<'a> {
    corpus: &'a Corpus,
    seed: u64,
}

impl<'a> Cases<'a> {
    pub fn new(corpus: &'a Corpus, seed: u64) -> Self {
        Self { corpus, seed }
    }

    /// The same number gives the same bytes.
    pub fn case(&self, number: u64) -> Vec<u8> {
        let mut random = Rng::with_seed(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
        let mut bytes = self.file(&mut random).to_vec();
        for _ in 0..random.usize(1..=6) {
            self.mutate(&mut bytes, &mut random);
            bytes.truncate(MAX_BYTES);
        }
        bytes
    }

    fn file(&self, random: &mut Rng) -> &'a [u8] {
        random.choice(&self.corpus.files).map_or(&[], Vec::as_slice)
    }

    fn mutate(&self, bytes: &mut Vec<u8>, random: &mut Rng) {
        match random.u8(0..14) {
            0 => flip_bytes(bytes, random),
            1 => self.splice(bytes, random),
            2 | 3 => repeat_words(bytes, random),
            4 => nest(bytes, random),
            5 => truncate(bytes, random),
            6 => repeat_lines(bytes, random),
            7 | 8 => insert(bytes, pick(DELIMITERS, random).as_bytes(), random),
            9 => insert(bytes, pick(ODDITIES, random), random),
            10 => remove(bytes, random),
            11 => self.exchange_word(bytes, random),
            12 => change_line_ends(bytes, random),
            _ => indent(bytes, random),
        }
    }

    /// A piece of another file in place of a piece of this one.
    fn splice(&self, bytes: &mut Vec<u8>, random: &mut Rng) {
        let other = self.file(random);
        let piece = &other[range(other, random)];
        let gap = range(bytes, random);
        bytes.splice(gap, piece.iter().copied());
    }

    fn exchange_word(&self, bytes: &mut Vec<u8>, random: &mut Rng) {
        let word = random.choice(&self.corpus.words).cloned();
        let place = words(bytes, random, 1);
        bytes.splice(place, word.unwrap_or_default());
    }
}

fn pick<T: Copy>(all: &[T], random: &mut Rng) -> T {
    all[random.usize(0..all.len())]
}

fn position(bytes: &[u8], random: &mut Rng) -> usize {
    random.usize(0..=bytes.len())
}

/// Mostly short.
fn range(bytes: &[u8], random: &mut Rng) -> Range<usize> {
    let start = position(bytes, random);
    let room = bytes.len() - start;
    let most = [16, 200, room][random.usize(0..3)].min(room);
    start..start + random.usize(0..=most)
}

/// A run of words, as bytes.
fn words(bytes: &[u8], random: &mut Rng, most: usize) -> Range<usize> {
    let start = position(bytes, random);
    let count = random.usize(1..=most);
    let length: usize = split(&bytes[start..]).take(count).map(<[u8]>::len).sum();
    start..start + length
}

fn line(bytes: &[u8], random: &mut Rng) -> Range<usize> {
    let at = position(bytes, random);
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n');
    let length = bytes[at..].iter().position(|byte| *byte == b'\n');
    start.map_or(0, |newline| newline + 1)..length.map_or(bytes.len(), |length| at + length + 1)
}

fn insert(bytes: &mut Vec<u8>, piece: &[u8], random: &mut Rng) {
    let at = position(bytes, random);
    bytes.splice(at..at, piece.iter().copied());
}

fn insert_repeated(bytes: &mut Vec<u8>, at: usize, piece: &[u8], random: &mut Rng) {
    let count = pick(COUNTS, random).min(MAX_BYTES / piece.len().max(1));
    bytes.splice(at..at, piece.repeat(count));
}

fn flip_bytes(bytes: &mut [u8], random: &mut Rng) {
    for _ in 0..random.usize(1..=8) {
        if let Some(byte) = random.choice(bytes.iter_mut()) {
            *byte = random.u8(..);
        }
    }
}

fn repeat_words(bytes: &mut Vec<u8>, random: &mut Rng) {
    let run = words(bytes, random, 6);
    let piece = bytes[run.clone()].to_vec();
    insert_repeated(bytes, run.end, &piece, random);
}

fn repeat_lines(bytes: &mut Vec<u8>, random: &mut Rng) {
    let (first, last) = (line(bytes, random), line(bytes, random));
    let run = if random.bool() {
        first
    } else {
        first.start.min(last.start)..first.end.max(last.end)
    };
    let piece = bytes[run.clone()].to_vec();
    insert_repeated(bytes, run.end, &piece, random);
}

/// One or two delimiters over and over, each perhaps with something before it.
fn nest(bytes: &mut Vec<u8>, random: &mut Rng) {
    let mut piece = bytes[words(bytes, random, 2)].to_vec();
    piece.retain(|byte| random.bool() || !byte.is_ascii_whitespace());
    piece.extend(pick(DELIMITERS, random).as_bytes());
    if random.bool() {
        piece.extend(pick(DELIMITERS, random).as_bytes());
    }
    let at = position(bytes, random);
    insert_repeated(bytes, at, &piece, random);
}

fn truncate(bytes: &mut Vec<u8>, random: &mut Rng) {
    let at = position(bytes, random);
    if random.bool() {
        bytes.truncate(at)
    } else {
        drop(bytes.drain(..at))
    }
}

fn remove(bytes: &mut Vec<u8>, random: &mut Rng) {
    let gap = if random.bool() {
        words(bytes, random, 3)
    } else {
        range(bytes, random)
    };
    bytes.drain(gap);
}

fn change_line_ends(bytes: &mut Vec<u8>, random: &mut Rng) {
    let end: &[u8] = pick(&[b"\r\n".as_slice(), b"\r", b"\n\n", b" \\\n", b""], random);
    let part = range(bytes, random);
    let lines: Vec<_> = bytes[part.clone()].split(|byte| *byte == b'\n').collect();
    let changed = lines.join(end);
    bytes.splice(part, changed);
}

fn indent(bytes: &mut Vec<u8>, random: &mut Rng) {
    let at = line(bytes, random).start;
    let unit: &[u8] = pick(&[b" ".as_slice(), b"\t", b"  ", b" \\\n"], random);
    let count = random.usize(1..=300);
    bytes.splice(at..at, unit.repeat(count));
}
