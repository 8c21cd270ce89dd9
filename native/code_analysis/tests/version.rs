//! Holds `ANALYSIS_VERSION` to its word: while it stays, the same bytes give the same rows.
//!
//! `tests/cases/rows.tsv` remembers the version and, for each case, a hash of the file and one of
//! its rows. When rows change, give `ANALYSIS_VERSION` a new value and run
//! `UPDATE=1 cargo test -p code_analysis --test version`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use code_analysis::{ANALYSIS_VERSION, Request, analyze, detect_language, rows};

use support::{ORIGIN, request};

#[test]
fn the_same_bytes_give_the_same_rows_while_the_version_stays() {
    let record = cases().join("rows.tsv");
    let remembered = fs::read_to_string(&record).unwrap_or_default();
    let (version, old) = read(&remembered);
    let new: BTreeMap<_, _> = files().iter().map(|path| hashes(path)).collect();
    if version == ANALYSIS_VERSION {
        for (path, (source, rows)) in &new {
            let changed = old.get(path).is_some_and(|(s, r)| s == source && r != rows);
            assert!(
                !changed,
                "{path} has other rows now: change ANALYSIS_VERSION"
            );
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&record, written(&new)).unwrap();
    } else {
        assert_eq!(remembered, written(&new), "run this test with UPDATE=1");
    }
}

type Hashes = BTreeMap<String, (String, String)>;

fn read(record: &str) -> (&str, Hashes) {
    let (version, lines) = record.split_once('\n').unwrap_or_default();
    let entries = lines.lines().map(|line| {
        let mut columns = line.split('\t').map(str::to_owned);
        let mut next = || columns.next().unwrap();
        (next(), (next(), next()))
    });
    (version, entries.collect())
}

fn written(hashes: &Hashes) -> String {
    let mut text = format!("{ANALYSIS_VERSION}\n");
    for (path, (source, rows)) in hashes {
        writeln!(text, "{path}\t{source}\t{rows}").unwrap();
    }
    text
}

fn hashes(path: &Path) -> (String, (String, String)) {
    let name = path.strip_prefix(cases()).unwrap().to_str().unwrap();
    let bytes = fs::read(path).unwrap();
    let analysis = analyze(&Request {
        path: name,
        ..request(detect_language(name).unwrap(), &bytes)
    });
    let rows = rows(&analysis.unwrap(), &ORIGIN);
    let version = format!("\"analysis_version\":\"{ANALYSIS_VERSION}\"");
    let rows = format!("{}{}", rows.code_files, rows.codebase_metadata).replace(&version, "");
    (name.to_owned(), (hash(&bytes), hash(rows.as_bytes())))
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn files() -> Vec<PathBuf> {
    let folders = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = folders
        .filter(|path| path.is_dir())
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| detect_language(path.to_str().unwrap()).is_some())
        .collect()
}
