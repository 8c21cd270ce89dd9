//! A parse ends when its time is over, and what follows it does not take long.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod broken_texts;
mod timed_analysis;

use broken_texts::known_texts;
use timed_analysis::analyze_within;

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
