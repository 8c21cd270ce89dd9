//! What a tree that is kept saves when its file is saved again, and whether the rows are those of a
//! first analysis.
//!
//! `cargo run --release -p code_analysis --example again -- DIR [EDITS] [SEED]` edits every file so
//! often, at random, and analyses each text that is whole in both ways, in turns. It prints a line
//! for each language: files; for the texts without syntax errors and for those with, how many there
//! are, the milliseconds of CPU time at the median of a first analysis with both rows, and that of
//! another one as a multiple of it. Texts that have other rows are written to `target/again`, and the
//! exit status is 1.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "../tests/support/edits.rs"]
mod edits;
#[path = "support/measure.rs"]
mod measure;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use code_analysis::{
    Analysis, Language, ParseStatus, RecentTrees, Rows, analyze, analyze_again, detect_language,
    rows,
};
use edits::edited;
use fastrand::Rng;
use measure::{cpu, median};
use support::{ORIGIN, files_below, request};

const TREES: usize = 256 << 20;
const FOLDER: &str = "target/again";

#[derive(Default)]
struct Tally {
    files: usize,
    whole: Times,
    broken: Times,
    different: usize,
}

/// Milliseconds of each text.
#[derive(Default)]
struct Times {
    first: Vec<f64>,
    again: Vec<f64>,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().unwrap_or_else(|| ".".to_owned());
    let edits = arguments.next().map_or(20, |edits| edits.parse().unwrap());
    let seed = arguments.next().map_or(1, |seed| seed.parse().unwrap());
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for path in files_below(Path::new(&root)) {
        let Some(language) = detect_language(&path.to_string_lossy()) else {
            continue;
        };
        if let Ok(text) = fs::read_to_string(&path) {
            let mut rng = Rng::with_seed(seed);
            let tally = tallies.entry(language.name).or_default();
            tally.files += 1;
            save_again(language, &path, text, edits, &mut rng, tally);
        }
    }
    report(tallies)
}

/// A text with errors is left as it was, so that most edits are those of a whole text.
fn save_again(
    language: &'static Language,
    path: &Path,
    mut text: String,
    edits: usize,
    rng: &mut Rng,
    tally: &mut Tally,
) {
    let mut trees = RecentTrees::new(TREES);
    let _ = analyze_again(&request(language, text.as_bytes()), &mut trees);
    for number in 0..edits {
        let next = edited(rng, &text);
        let request = request(language, next.as_bytes());
        let (first, found) = timed(|| analyze(&request).ok());
        let (again, same) = timed(|| analyze_again(&request, &mut trees).ok());
        if both_rows(&found) != both_rows(&same) {
            tally.different += 1;
            keep(path, number, &text, &next);
        }
        let is_whole = found.is_some_and(|found| found.parse_status == ParseStatus::Ok);
        let times = if is_whole {
            &mut tally.whole
        } else {
            &mut tally.broken
        };
        times.first.push(first);
        times.again.push(again);
        if is_whole {
            text = next;
        }
    }
}

/// Milliseconds of CPU, with both rows.
fn timed(analysis: impl FnOnce() -> Option<Analysis>) -> (f64, Option<Analysis>) {
    let mut found = None;
    let seconds = cpu(|| {
        found = analysis();
        both_rows(&found)
    });
    (1e3 * seconds, found)
}

fn both_rows(analysis: &Option<Analysis>) -> Option<Rows> {
    Some(rows(analysis.as_ref()?, &ORIGIN))
}

fn keep(path: &Path, number: usize, before: &str, after: &str) {
    fs::create_dir_all(FOLDER).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    for (kind, text) in [("before", before), ("after", after)] {
        let kept: PathBuf = Path::new(FOLDER).join(format!("{number}-{kind}-{name}"));
        fs::write(&kept, text).unwrap();
        println!("{}: other rows than at first", kept.display());
    }
}

fn report(tallies: BTreeMap<&str, Tally>) -> ExitCode {
    println!("language     files   whole  first ms  again   broken  first ms  again  different");
    let mut different = 0;
    for (name, tally) in tallies {
        let [whole, broken] = [tally.whole, tally.broken].map(Times::columns);
        println!(
            "{name:<12} {:>5} {whole}  {broken} {:>10}",
            tally.files, tally.different
        );
        different += tally.different;
    }
    ExitCode::from(u8::from(different > 0))
}

impl Times {
    fn columns(self) -> String {
        let count = self.first.len();
        let (first, again) = (median(self.first), median(self.again));
        format!("{count:>7} {first:>9.2} {:>6.2}", again / first)
    }
}
