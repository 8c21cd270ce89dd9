//! A parse ends when its time is over, and what follows it does not take long.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod broken_texts;
mod timed_analysis;

use std::cell::Cell;

use broken_texts::known_texts;
use timed_analysis::{analyze_asking, analyze_within};

const BUDGET_MS: f64 = 200.0;
const GRACE_MS: f64 = 500.0;

#[test]
fn texts_that_took_long_keep_to_their_time() {
    let mut out_of_time = 0;
    for (language, text) in known_texts(500_000) {
        let timed = analyze_within(language, &text, BUDGET_MS);
        let start: String = text.chars().take(24).collect();
        assert!(
            timed.milliseconds < BUDGET_MS + GRACE_MS,
            "{language} {start:?} {} ms",
            timed.milliseconds
        );
        out_of_time += usize::from(timed.status == "timeout");
    }
    assert!(out_of_time > 0, "none of them takes long any more");
}

/// Rules ask while they look at one node, not only between nodes.
#[test]
fn a_call_of_very_many_arguments_is_left_in_time() {
    let text = |callee: &str| format!("{callee}(x, shell=True,\n{})\n", "a, \n".repeat(10_000));
    let questions = |text: &str| {
        let count = Cell::new(0);
        let keep_going = || {
            count.set(count.get() + 1);
            true
        };
        analyze_asking("python", text, &keep_going);
        count.get()
    };
    let harmless = questions(&text("foo.bar"));
    let all = questions(&text("subprocess.call"));
    assert!(all > harmless + 100, "{harmless} and {all} questions");
}
