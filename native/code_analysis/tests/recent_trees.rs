//! A file that is saved again has the rows of a first analysis, whatever was parsed before.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "support/edits.rs"]
mod edits;
mod support;

use std::cell::Cell;

use code_analysis::{
    Language, ParseStatus, RecentTrees, Request, analyze, analyze_again, languages, rows,
};
use edits::edited;
use fastrand::Rng;
use support::{ORIGIN, case_files, request};

const AMPLE: usize = 64 << 20;
const EDITS: usize = 10;

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
    let files = case_files();
    for language in languages() {
        let mut rng = Rng::with_seed(7);
        let mut whole = 0;
        let of_language = files.iter().filter(|(of, _, _)| of.name == language.name);
        for (_, _, bytes) in of_language {
            let Ok(mut text) = String::from_utf8(bytes.clone()) else {
                continue;
            };
            let mut trees = RecentTrees::new(AMPLE);
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

/// How often the parser asks whether to go on, which it does by the work that it does.
fn work(path: &str, text: &str, trees: &mut RecentTrees) -> usize {
    let asked = Cell::new(0);
    let request = Request {
        path,
        keep_going: &|| {
            asked.set(asked.get() + 1);
            true
        },
        ..request(support::language("rust"), text.as_bytes())
    };
    analyze_again(&request, trees).unwrap();
    asked.get()
}

fn functions(count: usize) -> String {
    let function = |number| format!("fn f{number}() -> bool {{\n    g(&[1, 2, 3])\n}}\n");
    (0..count).map(function).collect()
}

#[test]
fn what_an_edit_leaves_alone_is_not_parsed_again() {
    let text = functions(1_000);
    let mut trees = RecentTrees::new(AMPLE);
    let first = work("a.rs", &text, &mut trees);
    let mended = text.replace("f500", "renamed");
    assert!(3 * work("a.rs", &mended, &mut trees) < first);
    // A broken text is parsed whole, and the one after it is not.
    assert!(work("a.rs", &mended.replace("f700()", "f700("), &mut trees) >= first);
    assert!(3 * work("a.rs", &text, &mut trees) < first);
    assert!(work("b.rs", &text, &mut trees) >= first);
}

#[test]
fn the_oldest_trees_go_where_there_is_no_room() {
    let text = functions(1_000);
    let first = work("a.rs", &text, &mut RecentTrees::new(0));
    let mut trees = RecentTrees::new(16 << 20);
    for number in 0..20 {
        work(&format!("{number}.rs"), &text, &mut trees);
        work("often.rs", &text, &mut trees);
    }
    assert!(3 * work("often.rs", &text, &mut trees) < first);
    assert_eq!(work("0.rs", &text, &mut trees), first);
}
