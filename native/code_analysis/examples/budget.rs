//! Whether an analysis keeps to its time, whatever the text. Broken texts of one megabyte in each
//! language are analysed, rows included, with a budget of 500 ms for the parse; time is the
//! thread's CPU time. Tells each language's longest analysis and the ten longest of all, and ends
//! with status 1 if one takes 500 ms more than its budget.
//!
//! `cargo run --release -p code_analysis --example budget -- [BYTES] [LANGUAGE]`
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "../tests/broken_texts/mod.rs"]
mod broken_texts;
#[path = "../tests/timed_analysis/mod.rs"]
mod timed_analysis;

use std::collections::BTreeMap;
use std::process::ExitCode;

use broken_texts::broken_texts;
use timed_analysis::{Timed, analyze_within};

const BUDGET_MS: f64 = 500.0;
const GRACE_MS: f64 = 500.0;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Ok(bytes) = arguments
        .next()
        .map_or(Ok(1_000_000), |bytes| bytes.parse())
    else {
        eprintln!("budget: [BYTES] [LANGUAGE]");
        return ExitCode::from(2);
    };
    let only = arguments.next();
    let mut runs: Vec<_> = broken_texts(bytes)
        .filter(|(language, _)| only.as_deref().is_none_or(|only| only == *language))
        .map(|(language, text)| {
            (
                language,
                fragment(&text),
                analyze_within(language, &text, BUDGET_MS),
            )
        })
        .collect();
    runs.sort_by(|(_, _, one), (_, _, other)| other.milliseconds.total_cmp(&one.milliseconds));
    report(&runs);
    let late = runs
        .iter()
        .filter(|(_, _, timed)| timed.milliseconds > BUDGET_MS + GRACE_MS);
    ExitCode::from(u8::from(late.count() > 0))
}

fn fragment(text: &str) -> String {
    format!("{:?}", text.chars().take(24).collect::<String>())
}

fn report(runs: &[(&str, String, Timed)]) {
    let mut longest = BTreeMap::new();
    for (language, _, timed) in runs {
        longest.entry(*language).or_insert(timed);
    }
    println!("language     longest ms  status     texts out of time");
    for (language, timed) in longest {
        let of_language = runs.iter().filter(|(name, ..)| *name == language);
        let out = of_language
            .filter(|(.., timed)| timed.status == "timeout")
            .count();
        println!(
            "{language:<12} {:>10.0}  {:<10} {out:>6}",
            timed.milliseconds, timed.status
        );
    }
    println!("\nthe ten longest");
    for (language, fragment, timed) in runs.iter().take(10) {
        println!(
            "{:>6.0} ms  {:<10} {language:<12} {fragment}",
            timed.milliseconds, timed.status
        );
    }
}
