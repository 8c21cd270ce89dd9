//! The clones that two files have in common, or that a file has within itself.
//!
//! Where the files have a fingerprint in common, the tokens around it are compared as far as they
//! are alike. In such a *stretch* clones are the longest parts in which identifiers are renamed one
//! to one, and most of them more than once, and the longest parts in which none is renamed.

use std::cmp::Reverse;

use clone_tokens::Token;
use hashbrown::HashMap;

use super::settings::Settings;

/// An identifier that is renamed once proves no copy: of so many tokens of a clone at most one is
/// such. In lists of imports, fields or variants every second to sixth is.
const TOKENS_FOR_A_NAME: usize = 10;

/// Of two files so many tokens are compared, those with the most fingerprints in common first.
const MAX_COMPARED_TOKENS: usize = 4_000_000;

/// Among more clones of two files those inside others are kept.
const MAX_NESTED: usize = 2_000;

/// Of more clones of two files the longest are kept.
const MAX_MATCHES: usize = 10_000;

/// Like tokens in two files, or at two places of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Match {
    /// The first token of the one.
    pub(super) one: u32,
    /// The first token of the other.
    pub(super) other: u32,
    pub(super) tokens: u32,
}

impl Match {
    fn contains(&self, inner: &Self) -> bool {
        let contains = |start: u32, inside: u32| {
            start <= inside && inside + inner.tokens <= start + self.tokens
        };
        contains(self.one, inner.one) && contains(self.other, inner.other)
    }
}

/// A pair of tokens of two files.
pub(super) type Seed = (u32, u32);

/// All clones around the seeds; of those inside others only the outer ones. In one file, which is
/// given twice then, the two places are `min_tokens` apart at least.
pub(super) fn matches(
    one: &[Token],
    other: &[Token],
    mut seeds: Vec<Seed>,
    settings: &Settings,
) -> Vec<Match> {
    seeds.sort_unstable_by_key(|seed| (distance(*seed), seed.0));
    seeds.dedup();
    let diagonals = seeds.chunk_by(|a, b| distance(*a) == distance(*b));
    let mut diagonals: Vec<&[Seed]> = diagonals.collect();
    diagonals.sort_by_key(|diagonal| Reverse(diagonal.len()));
    let (mut found, mut compared) = (Vec::new(), 0);
    for diagonal in diagonals {
        if compared > MAX_COMPARED_TOKENS {
            break;
        }
        let mut end = 0;
        for seed in diagonal {
            if seed.0 < end {
                continue;
            }
            let stretch = Stretch::around(one, other, *seed, settings);
            end = stretch.start.0 as u32 + stretch.tokens as u32;
            compared += stretch.tokens;
            if stretch.tokens >= settings.min_tokens {
                stretch.clones(settings, &mut found);
            }
        }
    }
    outermost(found)
}

fn distance(seed: Seed) -> i64 {
    i64::from(seed.1) - i64::from(seed.0)
}

fn outermost(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_unstable_by_key(|one| (u32::MAX - one.tokens, one.one, one.other));
    found.dedup();
    if found.len() <= MAX_NESTED {
        let mut outer: Vec<Match> = Vec::with_capacity(found.len());
        for one in found {
            if !outer.iter().any(|outer| outer.contains(&one)) {
                outer.push(one);
            }
        }
        found = outer;
    }
    found.truncate(MAX_MATCHES);
    found.sort_unstable();
    found
}

/// Tokens of both sides that are alike but for the names of identifiers.
struct Stretch<'a> {
    one: &'a [Token],
    other: &'a [Token],
    start: (usize, usize),
    tokens: usize,
}

impl<'a> Stretch<'a> {
    /// As far as it goes.
    fn around(one: &'a [Token], other: &'a [Token], seed: Seed, settings: &Settings) -> Self {
        let place = (seed.0 as usize, seed.1 as usize);
        let alike =
            |(a, b): &(&Token, &Token)| settings.normalized(**a) == settings.normalized(**b);
        let (before, after) = (one.split_at(place.0), other.split_at(place.1));
        let back = before.0.iter().rev().zip(after.0.iter().rev());
        let back = back.take_while(alike).count();
        let forth = before.1.iter().zip(after.1).take_while(alike).count();
        let start = (place.0 - back, place.1 - back);
        let tokens = back + forth;
        Self {
            one: &one[start.0..start.0 + tokens],
            other: &other[start.1..start.1 + tokens],
            start,
            tokens,
        }
    }

    fn part(&self, start: usize, end: usize) -> Match {
        Match {
            one: (self.start.0 + start) as u32,
            other: (self.start.1 + start) as u32,
            tokens: (end - start) as u32,
        }
    }

    fn clones(&self, settings: &Settings, found: &mut Vec<Match>) {
        let first = found.len();
        self.renamed(settings, found);
        let outer = found.len();
        let mut start = 0;
        let pairs = self.one.iter().zip(self.other);
        let ends = pairs.enumerate().filter(|(_, (a, b))| a != b);
        for end in ends.map(|(end, _)| end).chain([self.tokens]) {
            if end - start >= settings.min_tokens {
                let exact = self.part(start, end);
                if !found[first..outer]
                    .iter()
                    .any(|outer| outer.contains(&exact))
                {
                    found.push(exact);
                }
            }
            start = end + 1;
        }
    }

    /// The longest parts in which identifiers are renamed one to one.
    fn renamed(&self, settings: &Settings, found: &mut Vec<Match>) {
        let mut renaming = Renaming::default();
        let (mut start, mut end) = (0, 0);
        for pair in self.one.iter().zip(self.other) {
            if !renaming.agrees(pair) {
                self.keep(start, end, &renaming, settings, found);
            }
            while !renaming.agrees(pair) {
                renaming.remove((&self.one[start], &self.other[start]));
                start += 1;
            }
            renaming.add(pair);
            end += 1;
        }
        self.keep(start, end, &renaming, settings, found);
    }

    fn keep(
        &self,
        start: usize,
        end: usize,
        renaming: &Renaming,
        settings: &Settings,
        found: &mut Vec<Match>,
    ) {
        let tokens = end - start;
        if tokens >= settings.min_tokens && renaming.once * TOKENS_FOR_A_NAME <= tokens {
            found.push(self.part(start, end));
        }
    }
}

/// Which identifier is called what, in the part of a stretch that is looked at.
#[derive(Default)]
struct Renaming {
    forth: HashMap<Token, Name>,
    back: HashMap<Token, Token>,
    /// Identifiers that are called otherwise and occur once.
    once: usize,
}

struct Name {
    other: Token,
    uses: usize,
}

impl Renaming {
    fn agrees(&self, (one, other): (&Token, &Token)) -> bool {
        if !one.is_identifier() {
            return true;
        }
        let forth = self.forth.get(one).is_none_or(|name| name.other == *other);
        forth && self.back.get(other).is_none_or(|back| back == one)
    }

    fn add(&mut self, (one, other): (&Token, &Token)) {
        if !one.is_identifier() {
            return;
        }
        let name = self.forth.entry(*one).or_insert_with(|| {
            self.back.insert(*other, *one);
            Name {
                other: *other,
                uses: 0,
            }
        });
        name.uses += 1;
        match name.uses {
            1 => self.once += usize::from(one != other),
            2 => self.once -= usize::from(one != other),
            _ => {}
        }
    }

    fn remove(&mut self, (one, other): (&Token, &Token)) {
        let Some(name) = self.forth.get_mut(one) else {
            return;
        };
        name.uses -= 1;
        match name.uses {
            0 => {
                self.once -= usize::from(one != other);
                self.forth.remove(one);
                self.back.remove(other);
            }
            1 => self.once += usize::from(one != other),
            _ => {}
        }
    }
}
