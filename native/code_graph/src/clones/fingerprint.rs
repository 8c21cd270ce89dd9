//! Fingerprints of a file by winnowing (Schleimer, Wilkerson and Aiken 2003).
//!
//! Of all runs of [`gram`] tokens in a window the one with the smallest hash is taken. Two files with
//! `min_tokens` like tokens in a row have a window in common, and so a fingerprint, at the same
//! place of both.

use std::collections::VecDeque;

use clone_tokens::Token;

use super::settings::Settings;

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// A run of tokens of a file, by its hash and the place of its first token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fingerprint {
    pub(super) hash: u32,
    pub(super) place: u32,
}

/// The tokens in a run.
fn gram(settings: &Settings) -> usize {
    settings.min_tokens.div_ceil(2)
}

/// Sorted by hash, then by place. What repeats itself within fewer than `min_tokens` tokens, such
/// as a table of numbers, is told by the first of its places alone.
pub(super) fn fingerprints(tokens: &[Token], settings: &Settings) -> Vec<Fingerprint> {
    let mut found = winnow(tokens, settings);
    found.sort_unstable();
    let mut before: Option<Fingerprint> = None;
    found.retain(|one| {
        let repeats = before.is_some_and(|before| {
            before.hash == one.hash && ((one.place - before.place) as usize) < settings.min_tokens
        });
        before = Some(*one);
        !repeats
    });
    found
}

fn winnow(tokens: &[Token], settings: &Settings) -> Vec<Fingerprint> {
    let gram = gram(settings);
    let window = settings.min_tokens - gram + 1;
    let mut found: Vec<Fingerprint> = Vec::new();
    // Places with hashes that no later one in the window undercuts, the smallest first.
    let mut smallest: VecDeque<Fingerprint> = VecDeque::with_capacity(window);
    for (place, hash) in hashes(tokens, gram, settings).enumerate() {
        while smallest.back().is_some_and(|last| last.hash >= hash) {
            smallest.pop_back();
        }
        let place_number = place as u32;
        smallest.push_back(Fingerprint {
            hash,
            place: place_number,
        });
        if smallest
            .front()
            .is_some_and(|first| first.place as usize + window <= place)
        {
            smallest.pop_front();
        }
        if place + 1 >= window
            && let Some(first) = smallest.front()
            && found.last() != Some(first)
        {
            found.push(*first);
        }
    }
    found
}

/// The hash of every run, by its first token.
fn hashes(tokens: &[Token], gram: usize, settings: &Settings) -> impl Iterator<Item = u32> {
    let leading = (1..gram).fold(1_u64, |power, _| power.wrapping_mul(FACTOR));
    let mut hash = 0_u64;
    tokens.iter().enumerate().filter_map(move |(place, token)| {
        if let Some(gone) = place.checked_sub(gram).and_then(|gone| tokens.get(gone)) {
            let gone = u64::from(settings.normalized(*gone)) + 1;
            hash = hash.wrapping_sub(gone.wrapping_mul(leading));
        }
        let value = u64::from(settings.normalized(*token)) + 1;
        hash = hash.wrapping_mul(FACTOR).wrapping_add(value);
        (place + 1 >= gram).then(|| mixed(hash))
    })
}

fn mixed(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(FACTOR);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(count: usize, kinds: u32, seed: u64) -> Vec<Token> {
        let mut random = fastrand::Rng::with_seed(seed);
        let token = |_| Token::fixed(&random.u32(0..kinds).to_string());
        (0..count).map(token).collect()
    }

    const SETTINGS: Settings = Settings {
        min_tokens: 20,
        min_lines: 1,
        renamed: true,
    };

    #[test]
    fn as_many_like_tokens_as_are_asked_for_share_a_fingerprint_at_the_same_place() {
        for seed in 0..200 {
            let common = random(20, 1_000, seed);
            let [one, other] = [3, 17].map(|before| {
                let mut tokens = random(before, 1_000, seed + 1_000 + before as u64);
                tokens.extend_from_slice(&common);
                tokens.extend(random(30, 1_000, seed + 5_000 + before as u64));
                fingerprints(&tokens, &SETTINGS)
            });
            let shifted = |one: &Fingerprint| Fingerprint {
                place: one.place + 14,
                ..*one
            };
            assert!(
                one.iter().any(|one| other.contains(&shifted(one))),
                "{seed}"
            );
        }
    }

    #[test]
    fn names_have_no_part_in_a_fingerprint_unless_copies_are_exact() {
        let named = |name: &str| {
            let mut tokens = random(60, 50, 4);
            tokens.insert(30, Token::identifier(name));
            tokens
        };
        let (a, b) = (named("a"), named("b"));
        assert_eq!(fingerprints(&a, &SETTINGS), fingerprints(&b, &SETTINGS));
        let exact = Settings {
            renamed: false,
            ..SETTINGS
        };
        assert_ne!(fingerprints(&a, &exact), fingerprints(&b, &exact));
    }

    #[test]
    fn a_table_has_one_fingerprint() {
        let table = vec![Token::fixed("0"); 1_000];
        assert_eq!(fingerprints(&table, &SETTINGS).len(), 1);
        assert_eq!(fingerprints(&table[..19], &SETTINGS), []);
    }
}
