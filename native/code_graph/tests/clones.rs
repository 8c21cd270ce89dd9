//! Clones against a search that tries everything, and the index that follows changes against one
//! that is built anew.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use clone_tokens::{CloneTokens, Token};
use code_graph::clones::{CloneChange, CloneIndex, Settings};

const SETTINGS: Settings = Settings {
    min_tokens: 10,
    min_lines: 1,
    renamed: true,
};

/// Every token has a line of its own, so that lines tell places.
fn lined(tokens: &[Token]) -> CloneTokens {
    let mut lined = CloneTokens::default();
    for (line, token) in (1..).zip(tokens) {
        lined.push(*token, line, line);
    }
    lined
}

fn change(path: &str, tokens: &[Token]) -> CloneChange {
    CloneChange::Tokens {
        path: path.to_owned(),
        tokens: Some(lined(tokens)),
        lines: tokens.len() as u32,
    }
}

/// Identifiers begin with a letter.
fn words(text: &str) -> Vec<Token> {
    let token = |word: &str| match word.starts_with(char::is_alphabetic) {
        true => Token::identifier(word),
        false => Token::fixed(word),
    };
    text.split_whitespace().map(token).collect()
}

/// Path, first line and number of tokens of both sides.
type Found = BTreeSet<(String, u32, String, u32, u32)>;

fn all_clones(index: &CloneIndex, paths: impl Iterator<Item = String>) -> Found {
    let mut found = Found::new();
    for path in paths {
        for clone in index.duplication(&path).unwrap().clones {
            let places = (clone.start_line, clone.other_start_line);
            found.insert((path.clone(), places.0, clone.path, places.1, clone.tokens));
        }
    }
    found
}

mod oracle {
    use super::*;

    /// The definition, tried at every pair of places.
    pub fn clones(files: &BTreeMap<String, Vec<Token>>, settings: &Settings) -> Found {
        let mut all = Found::new();
        for (one, a) in files {
            for (other, b) in files.range(one.clone()..) {
                for (x, y, tokens) in pair(a, b, one == other, settings) {
                    let (x, y, tokens) = (x as u32 + 1, y as u32 + 1, tokens as u32);
                    all.insert((one.clone(), x, other.clone(), y, tokens));
                    all.insert((other.clone(), y, one.clone(), x, tokens));
                }
            }
        }
        all
    }

    fn pair(
        a: &[Token],
        b: &[Token],
        same: bool,
        settings: &Settings,
    ) -> Vec<(usize, usize, usize)> {
        let mut parts = Vec::new();
        for x in 0..a.len() {
            for y in 0..b.len() {
                if same && y < x + settings.min_tokens {
                    continue;
                }
                let exact = longest(&a[x..], &b[y..], &equal);
                if exact >= settings.min_tokens && !extends(a, b, (x, y), exact, &equal) {
                    parts.push((x, y, exact));
                }
                let renamed = longest(&a[x..], &b[y..], &is_renaming);
                let enough = renamed >= settings.min_tokens;
                if settings.renamed
                    && enough
                    && !extends(a, b, (x, y), renamed, &is_renaming)
                    && 10 * renamed_once(&a[x..x + renamed], &b[y..y + renamed]) <= renamed
                {
                    parts.push((x, y, renamed));
                }
            }
        }
        let inside = |inner: &(usize, usize, usize), outer: &(usize, usize, usize)| {
            inner != outer
                && outer.0 <= inner.0
                && inner.0 + inner.2 <= outer.0 + outer.2
                && outer.1 <= inner.1
                && inner.1 + inner.2 <= outer.1 + outer.2
        };
        let outermost = parts
            .iter()
            .filter(|one| !parts.iter().any(|other| inside(one, other)));
        outermost.copied().collect()
    }

    type Test = dyn Fn(&[Token], &[Token]) -> bool;

    fn longest(a: &[Token], b: &[Token], test: &Test) -> usize {
        (1..=a.len().min(b.len()))
            .take_while(|count| test(&a[..*count], &b[..*count]))
            .last()
            .unwrap_or(0)
    }

    /// Whether a token more before it would do as well.
    fn extends(
        a: &[Token],
        b: &[Token],
        (x, y): (usize, usize),
        count: usize,
        test: &Test,
    ) -> bool {
        x > 0 && y > 0 && test(&a[x - 1..x + count], &b[y - 1..y + count])
    }

    fn equal(a: &[Token], b: &[Token]) -> bool {
        a == b
    }

    fn is_renaming(a: &[Token], b: &[Token]) -> bool {
        let pairs = || a.iter().zip(b);
        pairs().all(|(x, y)| x == y || x.is_identifier() && y.is_identifier())
            && pairs().all(|(x, y)| {
                let names = pairs().filter(|(x, _)| x.is_identifier());
                !x.is_identifier() || names.clone().all(|(v, w)| (v == x) == (w == y))
            })
    }

    fn renamed_once(a: &[Token], b: &[Token]) -> usize {
        let renamed = a.iter().zip(b).filter(|(x, y)| x != y);
        let uses = |x: &Token| a.iter().filter(|y| *y == x).count();
        renamed.filter(|(x, _)| uses(x) == 1).count()
    }

    /// No run of half as many tokens as a clone comes again within a clone's length.
    pub fn has_no_tables(tokens: &[Token], settings: &Settings) -> bool {
        let gram = settings.min_tokens.div_ceil(2);
        let runs: Vec<Vec<_>> = tokens
            .windows(gram)
            .map(|run| run.iter().map(|token| token.normalized()).collect())
            .collect();
        runs.iter().enumerate().all(|(place, run)| {
            let next = runs.iter().skip(place + 1).take(settings.min_tokens);
            next.clone().all(|next| next != run)
        })
    }
}

fn random_token(random: &mut fastrand::Rng) -> Token {
    match random.u8(0..10) {
        0..4 => Token::identifier(&random.u8(0..6).to_string()),
        _ => Token::fixed(&random.u8(0..12).to_string()),
    }
}

fn random_tokens(random: &mut fastrand::Rng, count: usize) -> Vec<Token> {
    (0..count).map(|_| random_token(random)).collect()
}

/// A part of another file, with names changed in one way or another.
fn copied(random: &mut fastrand::Rng, source: &[Token]) -> Vec<Token> {
    let start = random.usize(0..=source.len());
    let end = random.usize(start..=source.len());
    let shift = random.u8(0..3);
    let renamed = |token: &Token| {
        let name = (0..6).find(|name| *token == Token::identifier(&name.to_string()));
        let other = |name: u8| Token::identifier(&((name + shift) % 6).to_string());
        name.map_or(*token, other)
    };
    let mut copy: Vec<_> = source[start..end].iter().map(renamed).collect();
    if random.u8(0..4) == 0 && !copy.is_empty() {
        let place = random.usize(0..copy.len());
        copy[place] = random_token(random);
    }
    copy
}

fn random_files(random: &mut fastrand::Rng) -> BTreeMap<String, Vec<Token>> {
    let mut files: BTreeMap<String, Vec<Token>> = BTreeMap::new();
    for name in ["a", "b", "c"] {
        let count = random.usize(0..40);
        let mut tokens = random_tokens(random, count);
        for source in files.values() {
            tokens.extend(copied(random, source));
            tokens.extend(random_tokens(random, 3));
        }
        let own = tokens.clone();
        tokens.extend(copied(random, &own));
        files.insert(name.to_owned(), tokens);
    }
    files
}

#[test]
fn all_clones_are_found_and_nothing_else() {
    let (mut compared, mut clones) = (0, 0);
    for seed in 0..600 {
        let mut random = fastrand::Rng::with_seed(seed);
        let files = random_files(&mut random);
        for renamed in [true, false] {
            let settings = Settings {
                renamed,
                ..SETTINGS
            };
            let mut index = CloneIndex::new(Some(settings));
            index.update(
                files
                    .iter()
                    .map(|(path, tokens)| change(path, tokens))
                    .collect(),
            );
            let found = all_clones(&index, files.keys().cloned());
            let expected = oracle::clones(&files, &settings);
            if files
                .values()
                .all(|tokens| oracle::has_no_tables(tokens, &settings))
            {
                assert_eq!(found, expected, "seed {seed}, renamed: {renamed}");
                compared += 1;
                clones += expected.len();
            }
        }
    }
    assert!(compared > 300 && clones > 1_000, "{compared} {clones}");
}

#[test]
fn the_index_that_follows_has_the_clones_of_one_built_anew() {
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        // Of few pieces in many files fingerprints become crowded, and are so no more.
        let pieces: Vec<_> = (0..2).map(|_| random_tokens(&mut random, 30)).collect();
        let mut files: BTreeMap<String, Vec<Token>> = BTreeMap::new();
        let mut index = CloneIndex::new(Some(SETTINGS));
        for round in 0..20 {
            let gone = if round % 8 < 4 { 1 } else { 8 };
            let mut changes = Vec::new();
            for _ in 0..random.usize(1..16) {
                let path = format!("{:02}", random.u8(0..60));
                changes.push(random_change(&mut random, path, gone, &pieces, &mut files));
            }
            index.update(changes);
            let changes = files.iter().map(|(path, tokens)| change(path, tokens));
            let mut anew = CloneIndex::new(Some(SETTINGS));
            anew.update(changes.collect());
            let paths = || files.keys().cloned();
            assert_eq!(
                all_clones(&index, paths()),
                all_clones(&anew, paths()),
                "seed {seed}, round {round}"
            );
        }
    }
}

/// Of ten changes so many take the file away.
fn random_change(
    random: &mut fastrand::Rng,
    path: String,
    gone: u8,
    pieces: &[Vec<Token>],
    files: &mut BTreeMap<String, Vec<Token>>,
) -> CloneChange {
    if random.u8(0..10) < gone {
        files.remove(&path);
        return CloneChange::Gone(path);
    }
    let mut tokens = Vec::new();
    for _ in 0..random.usize(1..3) {
        let piece = random.choice(pieces).unwrap();
        tokens.extend(copied(random, piece));
        tokens.extend(random_tokens(random, 2));
        tokens.extend_from_slice(piece);
    }
    files.insert(path.clone(), tokens.clone());
    change(&path, &tokens)
}

#[test]
fn a_renamed_copy_is_a_clone_and_a_mixed_up_one_is_not() {
    let original = words("f ( a ) { return a + b * b ; } ( 1 ) { 2 }");
    let renamed = words("g ( x ) { return x + y * y ; } ( 1 ) { 2 }");
    let mixed_up = words("g ( x ) { return y + y * y ; } ( 1 ) { 2 }");
    for (copy, clones) in [(renamed, 1), (mixed_up, 0)] {
        let mut index = CloneIndex::new(Some(SETTINGS));
        index.update(vec![change("original", &original), change("copy", &copy)]);
        let found = index.duplication("original").unwrap();
        let long = found
            .clones
            .iter()
            .filter(|clone| clone.tokens as usize == original.len());
        assert_eq!(long.count(), clones);
    }
}

#[test]
fn lists_of_names_are_no_clones_unless_they_are_the_same() {
    let list = |prefix: &str| {
        let text: Vec<_> = (0..40).map(|i| format!("{prefix}{i} ,")).collect();
        words(&text.join(" "))
    };
    let mut index = CloneIndex::new(Some(SETTINGS));
    index.update(vec![change("a", &list("a")), change("b", &list("b"))]);
    assert_eq!(index.duplication("a").unwrap().clones, []);
    index.update(vec![change("c", &list("a"))]);
    assert_eq!(index.duplication("a").unwrap().duplicated, 80);
    assert_eq!(index.duplication("b").unwrap().duplicated, 0);
}

#[test]
fn a_table_is_no_clone_of_itself_and_a_block_that_comes_again_is() {
    let table = vec![Token::fixed("0"); 500];
    let mut random = fastrand::Rng::with_seed(1);
    let block = random_tokens(&mut random, 40);
    let blocks = [&block[..], &random_tokens(&mut random, 5), &block].concat();
    let mut index = CloneIndex::new(Some(SETTINGS));
    index.update(vec![change("table", &table), change("blocks", &blocks)]);
    assert_eq!(index.duplication("table").unwrap().clones, []);
    let blocks = index.duplication("blocks").unwrap();
    assert_eq!((blocks.duplicated, blocks.clones.len()), (80, 2));
}

#[test]
fn every_copy_counts_however_many_there_are() {
    let mut random = fastrand::Rng::with_seed(2);
    let header = random_tokens(&mut random, 30);
    let mut file = |n: usize| {
        let own = random_tokens(&mut random, 20);
        (format!("{n:03}"), [&header[..], &own].concat())
    };
    let files: Vec<_> = (0..500).map(&mut file).collect();
    let mut index = CloneIndex::new(Some(SETTINGS));
    let compared = index.update(
        files
            .iter()
            .map(|(path, file)| change(path, file))
            .collect(),
    );
    // Of 125,250.
    assert!(compared.pairs < 20_000, "{compared:?}");
    for (path, _) in &files {
        assert!(index.duplication(path).unwrap().duplicated >= 30, "{path}");
    }
}

#[test]
fn only_what_may_be_a_clone_is_compared() {
    let mut random = fastrand::Rng::with_seed(3);
    let file = |random: &mut fastrand::Rng| {
        let token = |_| Token::fixed(&random.u32(0..100_000).to_string());
        (0..200).map(token).collect::<Vec<_>>()
    };
    let mut index = CloneIndex::new(Some(SETTINGS));
    let files: Vec<_> = (0..300).map(|_| file(&mut random)).collect();
    let changes = files.iter().enumerate();
    let all = index.update(
        changes
            .map(|(n, file)| change(&n.to_string(), file))
            .collect(),
    );
    assert_eq!((all.files, all.pairs), (0, 0));
    let copy = [&files[7][50..100], &files[9][..20]].concat();
    let one = index.update(vec![change("copy", &copy)]);
    assert_eq!((one.files, one.pairs), (3, 2));
    // The same tokens in other lines are not compared again.
    let mut moved = CloneTokens::default();
    copy.iter().for_each(|token| moved.push(*token, 9, 9));
    let lines = CloneChange::Tokens {
        path: "copy".to_owned(),
        tokens: Some(moved),
        lines: 9,
    };
    assert_eq!(index.update(vec![lines]).pairs, 0);
    assert_eq!(
        index
            .update(vec![CloneChange::Gone("copy".to_owned())])
            .pairs,
        0
    );
    assert_eq!(index.duplication("7").unwrap().duplicated, 0);
}
