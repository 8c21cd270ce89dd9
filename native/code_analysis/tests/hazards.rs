//! Texts that would make a grammar's C scanner end the process, or the parser take all memory. Each
//! is analysed in a child process, so that the test outlives it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::process::Command;
use std::thread;

use code_analysis::{Limits, ParseStatus, Request, Thresholds, analyze, languages, parse_memory};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Names the case that a child process is to analyse.
const CASE: &str = "CODE_ANALYSIS_HAZARD";

/// Address space of a child: more than any of them needs that is not refused.
const ADDRESSES: u64 = 2 << 30;

/// What a child takes beside the parse: itself, the text, and what the bound is exceeded by at most.
const OTHER_MEMORY: usize = 40 * 1024 * 1024;

struct Hazard {
    language: &'static str,
    text: String,
    limits: Limits,
    /// Its parse is known to be stopped for the memory that it would take.
    is_greedy: bool,
}

#[test]
fn no_text_ends_the_process() {
    if std::env::var_os(CASE).is_some() {
        return;
    }
    for (number, hazard) in hazards().iter().enumerate() {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["child", "--exact", "--ignored"])
            .env(CASE, number.to_string())
            .output()
            .unwrap();
        let start: String = hazard.text.chars().take(40).collect();
        assert!(child.status.success(), "{} {start:?}", hazard.language);
    }
}

#[test]
#[ignore = "run by the other test in a process of its own"]
fn child() {
    let Ok(number) = std::env::var(CASE) else {
        return;
    };
    let hazard = hazards().swap_remove(number.parse().unwrap());
    let (current, maximum) = (Some(ADDRESSES), Some(ADDRESSES));
    setrlimit(Resource::As, Rlimit { current, maximum }).unwrap();
    // As much stack as the library's own threads have.
    let thread = thread::Builder::new().stack_size(16 * 1024 * 1024);
    thread.spawn(move || run(&hazard)).unwrap().join().unwrap();
}

fn run(hazard: &Hazard) {
    let language = languages()
        .iter()
        .find(|language| language.name == hazard.language)
        .unwrap();
    let request = Request {
        path: "a",
        language,
        bytes: hazard.text.as_bytes(),
        limits: hazard.limits,
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    };
    let analysis = analyze(&request).unwrap();
    if hazard.is_greedy {
        assert_eq!(analysis.parse_status, ParseStatus::MemoryLimit);
    }
    let most = parse_memory(hazard.text.len()) + OTHER_MEMORY;
    assert!(peak_bytes().is_none_or(|peak| peak < most));
}

/// The most that the process has had in memory at any time, where that is told.
fn peak_bytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

fn hazards() -> Vec<Hazard> {
    let scanners = yaml().chain(markdown());
    let others = greedy().chain(names());
    scanners.chain(brackets()).chain(others).collect()
}

fn hazard(language: &'static str, text: String) -> Hazard {
    let limits = Limits {
        max_bytes: usize::MAX,
        max_line_bytes: usize::MAX,
        max_bracket_depth: usize::MAX,
        max_indentation: usize::MAX,
    };
    Hazard {
        language,
        text,
        limits,
        is_greedy: false,
    }
}

/// The scanner saves 253 levels and no more, however they are opened.
fn yaml() -> impl Iterator<Item = Hazard> {
    let texts = |levels: usize| {
        let staircase = |step: &str, from: usize| {
            let line = |level: usize| format!("{}{step}\n", " ".repeat(from + level));
            (0..levels).map(line).collect::<String>()
        };
        [
            staircase("a:", 0),
            staircase("-", 0),
            staircase("a:\n-", 0),
            format!("{}a", "- ".repeat(levels)),
            format!("{}a", "? ".repeat(levels)),
            format!("{}a", ": ".repeat(levels)),
            format!("{}a", "- ? ".repeat(levels / 2)),
            format!("{}\n{}", "- ".repeat(100), staircase("b:", 200)),
            format!("': n: b: {}", ": ".repeat(levels)),
            format!("a: b: {}", "- ".repeat(levels)),
            format!("* {}", "? ".repeat(levels)),
        ]
    };
    [199, 253, 254, 600]
        .into_iter()
        .flat_map(texts)
        .map(|text| hazard("yaml", text))
}

/// The scanner opens at most 254 blocks and counts some things in one byte.
fn markdown() -> impl Iterator<Item = Hazard> {
    let texts = |count: usize| {
        [
            ">", "> ", "- ", "* ", "1. ", "> - ", "`", "~", "#", "    ", "[", "<a ", "|",
        ]
        .map(|unit| format!("{}a\n\nb\n", unit.repeat(count)))
    };
    [254, 256, 5_000]
        .into_iter()
        .flat_map(texts)
        .map(|text| hazard("markdown", text))
}

/// A hundred thousand levels, closed and not.
fn brackets() -> impl Iterator<Item = Hazard> {
    let texts = [
        ("yaml", "[", "]"),
        ("yaml", "{a: ", "}"),
        ("json", "[", "]"),
        ("json", "{\"a\":", "}"),
        ("toml", "a = [", "]"),
    ];
    let both = |(language, open, close): (&'static str, &str, &str)| {
        let open = open.repeat(100_000);
        let closed = format!("{open}1{}", close.repeat(100_000));
        [hazard(language, open), hazard(language, closed)]
    };
    texts.into_iter().flat_map(both)
}

/// What may be one thing or another until the file ends, or belong to any of what was torn apart
/// before. In each the parser would take gigabytes within one step.
fn greedy() -> impl Iterator<Item = Hazard> {
    let lines = [
        ("typescript", "a<b,\n"),
        ("typescript", "f<a|\n"),
        ("tsx", "a<b<c,\n"),
        ("bash", "a |\n"),
        ("elixir", "f a\n"),
        ("elixir", "a\nf a\n"),
        ("elixir", "&a..\n"),
        ("elixir", "try do\n_, _ -> :ok\nend\n"),
        ("elixir", "f(fn x ->\n"),
        ("elixir", TORN),
    ];
    lines.into_iter().map(|(language, unit)| Hazard {
        is_greedy: true,
        ..hazard(language, unit.repeat(2_000_000 / unit.len()))
    })
}

/// Names that are all of the rest, as text.
fn names() -> impl Iterator<Item = Hazard> {
    let text = format!("{}A\n", "defmodule ".repeat(4_000));
    std::iter::once(hazard("elixir", text))
}

const TORN: &str = "cond do
  a > b ->
    first(a)
end
end
:one ->
  second()
end
";
