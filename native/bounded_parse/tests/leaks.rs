//! Memory stays flat. Alone in its process, whose memory it measures.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fs;

use bounded_parse::{Reparse, Stopped, parse};
use tree_sitter::{InputEdit, Language, Point};

const LIMIT: usize = 1024 * 1024;
/// What fragments and the scanners' own memory may add up to over all parses.
const SLACK: usize = 2 * 1024 * 1024;

/// Another first byte.
const FIRST_BYTE: InputEdit = InputEdit {
    start_byte: 0,
    old_end_byte: 1,
    new_end_byte: 1,
    start_position: Point::new(0, 0),
    old_end_position: Point::new(0, 1),
    new_end_position: Point::new(0, 1),
};

fn resident_bytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kilobytes: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

#[test]
fn a_thousand_parses_leave_nothing_behind() {
    let languages: [(Language, &str, String); 4] = [
        (
            tree_sitter_elixir::LANGUAGE.into(),
            "x = f(a)\n",
            format!("fn _ ->\n{}", "f a\n".repeat(20_000)),
        ),
        (
            tree_sitter_json::LANGUAGE.into(),
            "1\n",
            "[1,\n".repeat(50_000),
        ),
        // Languages whose scanners have memory of their own.
        (
            tree_sitter_bash::LANGUAGE.into(),
            "a=b; cat <<A\n$b\nA\n",
            "cat <<A\n$b\nA\n".repeat(20_000),
        ),
        (
            tree_sitter_python::LANGUAGE.into(),
            "a = f'{b}'\n",
            "if a:\n  f'{b}'\n".repeat(20_000),
        ),
    ];
    for (language, small, large) in languages {
        let stop = || parse(&language, &large, LIMIT, &|| true).unwrap_err();
        let small_tree = || parse(&language, small, LIMIT, &|| true).unwrap();
        let edited = |new: &str| small_tree().reparse(&FIRST_BYTE, new, LIMIT, &|| true);
        let mut before = 0;
        for round in 0..1_000 {
            assert_eq!(stop(), Stopped::OutOfMemory);
            assert!(matches!(edited(small), Ok(Reparse::Whole(_))));
            let broken = format!(")){}", &small[1..]);
            assert!(matches!(edited(&broken), Ok(Reparse::Kept(_))));
            assert_eq!(edited(&large).unwrap_err(), Stopped::OutOfMemory);
            if round == 100 {
                before = resident_bytes();
            }
        }
        let grown = resident_bytes().saturating_sub(before);
        assert!(grown < SLACK, "{language:?} {grown} bytes");
        println!("{language:?}: {} bytes for a round", grown / 900);
    }
}
