//! What a journal entry costs, in CPU time: the question about its content, the entry and its end.
#![allow(clippy::unwrap_used)]

use std::time::Instant;

use crash_journal::{Content, Journal, prepare_thread};

const ROUNDS: u32 = 100_000;

fn main() {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/journal".to_owned());
    let journal = Journal::open(folder.as_ref()).unwrap();
    prepare_thread();
    let content = Content {
        hash: format!("blake3:{}", "0".repeat(64)),
        language: "elixir".to_owned(),
        version: "2".to_owned(),
    };
    let mut shortest = f64::MAX;
    for _ in 0..20 {
        let begin = Instant::now();
        for _ in 0..ROUNDS / 20 {
            assert_eq!(journal.verdict(&content), None);
            drop(journal.enter(0, &content, "lib/parser_engine/sync.ex"));
        }
        shortest = shortest.min(begin.elapsed().as_secs_f64() / f64::from(ROUNDS / 20));
    }
    println!("{:.2} µs for each parse", shortest * 1e6);
}
