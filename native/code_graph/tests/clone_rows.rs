//! The rows that the index of clones keeps true, against rows written from one built anew.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use clone_tokens::{CloneTokens, Token};
use code_graph::clones::{CloneFacts, CloneIndex, Settings};
use code_graph::{FileRow, Scope};
use serde_json::Value;

const ALL: usize = 1_000;
const SETTINGS: Settings = Settings {
    min_tokens: 10,
    min_lines: 3,
    renamed: true,
};

const COLUMNS: [&str; 4] = [
    "duplication_percentage",
    "clone_count",
    "clones",
    "clones_hash",
];

/// What the table holds: the tokens and lines of each file, and what was written to its row.
#[derive(Clone, Default)]
struct Table(BTreeMap<String, (Option<CloneTokens>, Value)>);

impl Table {
    fn facts(&self, of: impl Fn(&str) -> bool) -> Vec<(String, CloneFacts)> {
        let files = self.0.iter().filter(|(path, _)| of(path));
        let facts = |(path, (tokens, row)): (&String, &(Option<CloneTokens>, Value))| {
            let facts = CloneFacts {
                tokens: tokens.clone(),
                lines: Some(50),
                clones_hash: row["clones_hash"].as_i64(),
            };
            (path.clone(), facts)
        };
        files.map(facts).collect()
    }

    fn write(&mut self, rows: Vec<String>) {
        for json in rows {
            let row: Value = serde_json::from_str(&json).unwrap();
            let file = self.0.get_mut(row["path"].as_str().unwrap());
            file.unwrap().1 = row;
        }
    }

    /// A row of which nothing was written is like one without clones.
    fn told(&self) -> Vec<(&str, [&Value; 4])> {
        let mut told = Vec::new();
        for (path, (_, row)) in &self.0 {
            told.push((path.as_str(), COLUMNS.map(|column| &row[column])));
        }
        told
    }

    /// The same contents, of whose clones nothing was written yet, followed by a new index.
    fn anew(&self) -> Self {
        let mut table = self.clone();
        table.0.values_mut().for_each(|(_, row)| *row = Value::Null);
        let mut index = CloneIndex::new(Some(SETTINGS));
        index.refresh(&Scope::Whole, table.facts(|_| true));
        table.write(index.take_rows(ALL));
        table
    }

    fn fingerprint(&self) -> i64 {
        let hashes = self
            .0
            .values()
            .filter_map(|(_, row)| row["clones_hash"].as_i64());
        hashes.fold(0, |all, one| all ^ one)
    }
}

/// Five tokens a line, of a few sorts of lines.
fn random_file(random: &mut fastrand::Rng) -> Option<CloneTokens> {
    if random.u8(0..8) == 0 {
        return None;
    }
    let (mut tokens, mut line) = (CloneTokens::default(), 0);
    let start = random.u32(0..20);
    for sort in start..start + random.u32(0..20) {
        line += random.u32(1..3);
        let name = Token::identifier(random.choice(["a", "b"]).unwrap());
        let words = (0..4).map(|word| Token::fixed(&format!("{sort} {word}")));
        words
            .chain([name])
            .for_each(|token| tokens.push(token, line, line));
    }
    Some(tokens)
}

#[test]
fn rows_follow_their_files() {
    let mut written = 0;
    for seed in 0..40 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (mut table, mut index) = (Table::default(), CloneIndex::new(Some(SETTINGS)));
        for _ in 0..20 {
            let directory = random.u8(0..4).to_string();
            for _ in 0..random.u8(1..5) {
                let path = format!("{directory}/{}", random.u8(0..5));
                match random.u8(0..5) {
                    0 => drop(table.0.remove(&path)),
                    _ => table.0.entry(path).or_default().0 = random_file(&mut random),
                }
            }
            let within = |path: &str| path.starts_with(&directory);
            index.refresh(&Scope::Below(vec![directory.clone()]), table.facts(within));
            let rows = index.take_rows(ALL);
            written += rows.len();
            table.write(rows);
            assert_eq!(index.fingerprint(), table.fingerprint(), "seed {seed}");
            assert_eq!(table.told(), table.anew().told(), "seed {seed}");
        }
        let compared = index.refresh(&Scope::Whole, table.facts(|_| true));
        assert_eq!(compared.pairs, 0);
        assert_eq!(index.take_rows(ALL), Vec::<String>::new());
    }
    assert!(written > 1_000, "{written}");
}

#[test]
fn without_settings_rows_lose_what_they_hold() {
    let mut random = fastrand::Rng::with_seed(1);
    let mut table = Table::default();
    for name in ["a", "b", "c"] {
        table.0.entry(name.to_owned()).or_default().0 = random_file(&mut random);
    }
    table = table.anew();
    let held = table.facts(|_| true);
    let count = held
        .iter()
        .filter(|(_, facts)| facts.clones_hash.is_some())
        .count();
    assert!(count > 0);
    let mut index = CloneIndex::new(None);
    index.refresh(&Scope::Whole, held);
    let rows = index.take_rows(ALL);
    assert_eq!(rows.len(), count);
    for row in rows {
        let row: Value = serde_json::from_str(&row).unwrap();
        for column in COLUMNS {
            assert_eq!(row[column], Value::Null);
        }
    }
    assert_eq!(index.fingerprint(), 0);
}

#[test]
fn the_longest_clones_are_listed_and_all_are_counted() {
    let mut table = Table::default();
    let file = |lines: std::ops::Range<u32>| {
        let mut tokens = CloneTokens::default();
        for line in lines {
            (0..5)
                .for_each(|word| tokens.push(Token::fixed(&format!("{line} {word}")), line, line));
        }
        Some(tokens)
    };
    table.0.entry("one".to_owned()).or_default().0 = file(1..40);
    for copy in 0..150 {
        table.0.entry(format!("{copy:03}")).or_default().0 = file(1..11 + copy % 30);
    }
    let table = table.anew();
    // Of each of the 30 sizes there are five others.
    let row = &table.0["029"].1;
    let clones = row["clones"].as_array().unwrap();
    let tokens = clones.iter().map(|clone| clone["tokens"].as_u64().unwrap());
    assert_eq!(row["clone_count"], 150);
    assert_eq!((clones.len(), tokens.min()), (100, Some(100)));
}

#[test]
fn tokens_that_make_no_sense_are_none() {
    let json = r#"{"facts": {"path": "a", "language": "go"}, "stored": {"fingerprint": 1},
                   "clones": {"lines": null, "clones_hash": 7}}"#;
    let tokens = random_file(&mut fastrand::Rng::with_seed(1)).unwrap();
    let mut row = FileRow::read(json, Some(&tokens.encode())).unwrap();
    assert_eq!(row.take_clones().1.tokens, Some(tokens));
    let mut row = FileRow::read(json, Some("AAAA")).unwrap();
    let mut index = CloneIndex::new(Some(SETTINGS));
    index.refresh(&Scope::Whole, vec![row.take_clones()]);
    assert_eq!(index.duplication("a"), None);
    assert_eq!(index.take_rows(ALL).len(), 1);
}
