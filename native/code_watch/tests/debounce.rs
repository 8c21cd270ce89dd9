//! Runs the event lists in `tests/cases`.
//!
//! First line: `quiet 500 ceiling 5000 bulk 10 quiet 1000`. Then one event a line, each with its
//! time: `0 mark a.ex`, `0 mark a.ex after 5`, `0 rescan rules_changed`, and expectations:
//! `500 due a.ex b.ex`, `500 due 1 of a.ex` (a limit), `500 due` (nothing), `500 rescans overflow`,
//! `0 next 500` (the next deadline), `0 next never`.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use code_watch::{Debounce, Patience, RescanReason};

const REASONS: [RescanReason; 5] = [
    RescanReason::Bulk,
    RescanReason::HeadChanged,
    RescanReason::RulesChanged,
    RescanReason::Overflow,
    RescanReason::RootReplaced,
];

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut run = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        Case::run(
            &path.display().to_string(),
            &fs::read_to_string(&path).unwrap(),
        );
        run += 1;
    }
    assert!(run >= 6);
}

struct Case {
    quiet: u64,
    debounce: Debounce,
}

impl Case {
    fn run(name: &str, text: &str) {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.split_whitespace().collect::<Vec<_>>()))
            .filter(|(_, words)| words.first().is_some_and(|word| !word.starts_with('#')));
        let mut case = Case::new(&lines.next().unwrap().1);
        for (line, words) in lines {
            case.step(&words, &format!("{name}:{line}"));
        }
    }

    fn new(words: &[&str]) -> Case {
        let [
            "quiet",
            quiet,
            "ceiling",
            ceiling,
            "bulk",
            bulk,
            "quiet",
            bulk_quiet,
        ] = words
        else {
            panic!("first line: {words:?}")
        };
        let quiet = quiet.parse().unwrap();
        let patience = Patience {
            quiet,
            ceiling: ceiling.parse().unwrap(),
            bulk: bulk.parse().unwrap(),
            bulk_quiet: bulk_quiet.parse().unwrap(),
        };
        Case {
            quiet,
            debounce: Debounce::new(patience),
        }
    }

    fn step(&mut self, words: &[&str], place: &str) {
        let now = words[0].parse().unwrap();
        match &words[1..] {
            ["mark", path] => self.debounce.mark(path, now, self.quiet),
            ["mark", path, "after", quiet] => {
                self.debounce.mark(path, now, quiet.parse().unwrap());
            }
            ["rescan", reason] => self.debounce.rescan(parse_reason(reason), now),
            ["clear"] => self.debounce.clear(),
            ["due", limit, "of", paths @ ..] => self.due(now, limit.parse().unwrap(), paths, place),
            ["due", paths @ ..] => self.due(now, usize::MAX, paths, place),
            ["rescans", reasons @ ..] => {
                let due = self.debounce.due_rescan(now).map(RescanReason::as_str);
                assert_eq!(due.as_slice(), reasons, "{place}");
            }
            ["next", deadline] => {
                assert_eq!(
                    self.debounce.next_deadline(),
                    deadline.parse().ok(),
                    "{place}"
                );
            }
            other => panic!("{place}: {other:?}"),
        }
    }

    fn due(&mut self, now: u64, limit: usize, expected: &[&str], place: &str) {
        assert_eq!(self.debounce.due(now, limit), expected, "{place}");
    }
}

fn parse_reason(name: &str) -> RescanReason {
    REASONS
        .into_iter()
        .find(|reason| reason.as_str() == name)
        .unwrap()
}
