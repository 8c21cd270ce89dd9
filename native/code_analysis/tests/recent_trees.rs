//! A file that is saved again has the rows of a first analysis, whatever was parsed before.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "support/edits.rs"]
mod edits;
mod support;

use std::fs;
use std::path::Path;

use code_analysis::{Language, ParseStatus, RecentTrees, analyze, analyze_again, languages, rows};
use edits::edited;
use fastrand::Rng;
use support::{ORIGIN, request};

const AMPLE: usize = 64 << 20;
const EDITS: usize = 10;

fn texts(language: &Language) -> Vec<String> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = fs::read_dir(cases.join(language.name))
        .into_iter()
        .flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_none_or(|it| it != "outline"));
    paths.sort();
    paths
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

/// Whether the text is one without errors. Its rows are those of a first analysis in any case.
fn check(language: &'static Language, text: &str, trees: &mut RecentTrees) -> bool {
    let request = request(language, text.as_bytes());
    let (again, fresh) = (
        analyze_again(&request, trees).unwrap(),
        analyze(&request).unwrap(),
    );
    assert_eq!(
        rows(&again, &ORIGIN),
        rows(&fresh, &ORIGIN),
        "{} {text}",
        language.name
    );
    fresh.parse_status == ParseStatus::Ok
}

#[test]
fn edited_files_have_the_rows_of_a_first_analysis() {
    for language in languages() {
        let mut rng = Rng::with_seed(7);
        let mut whole = 0;
        for text in texts(language) {
            let (mut text, mut trees) = (text, RecentTrees::new(AMPLE));
            check(language, &text, &mut trees);
            for _ in 0..EDITS {
                let next = edited(&mut rng, &text);
                if check(language, &next, &mut trees) {
                    whole += 1;
                    text = next;
                }
            }
        }
        assert!(whole > 0, "{} has no text without errors", language.name);
    }
}
