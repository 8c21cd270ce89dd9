//! Small texts that would make large rows, or take long, if something in them were written or read
//! again for each of many others.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::cell::Cell;
use std::time::{Duration, Instant};

use code_analysis::{Request, analyze, rows};

use support::{ORIGIN, language as known, request};

/// Far more than any of them needs after its parse.
const MAX_TIME: Duration = Duration::from_secs(20);
/// Far more than any of them has.
const MAX_ROW_BYTES: usize = 10_000_000;

fn check(language: &str, text: &str) {
    let parsed = Cell::new(Instant::now());
    let keep_going = || {
        parsed.set(Instant::now());
        true
    };
    let request = Request {
        keep_going: &keep_going,
        ..request(known(language), text.as_bytes())
    };
    let rows = rows(&analyze(&request).unwrap(), &ORIGIN);
    let start: String = text.chars().take(40).collect();
    let (time, bytes) = (parsed.get().elapsed(), rows.code_files.len());
    assert!(time < MAX_TIME, "{language} {start:?} {time:?}");
    assert!(bytes < MAX_ROW_BYTES, "{language} {start:?} {bytes}");
}

fn list(part: &str, count: usize) -> String {
    vec![part; count].join(",\n")
}

#[test]
fn names_that_are_written_with_others() {
    let (name, path) = ("a".repeat(40_000), vec!["A"; 50_000]);
    let parameters = list("b \\\\ 1", 10_000);
    check("elixir", &format!("def {name}({parameters}), do: 1\n"));
    check(
        "elixir",
        &format!("alias {}.{{{}}}\n", path.join(".\n"), list("B", 10_000)),
    );
    check(
        "rust",
        &format!("use {}::{{{}}};\n", path.join("::\n"), list("b", 10_000)),
    );
}

#[test]
fn documentation_of_many_definitions() {
    let text = format!(
        "/** {} */\nexport const {};\n",
        "a\n".repeat(200_000),
        list("a=()=>1", 2_000)
    );
    check("javascript", &text);
}

#[test]
fn functions_that_end_together() {
    check("javascript", &format!("{}\"//\"\n", "a=>\n".repeat(30_000)));
}

#[test]
fn what_is_looked_for_around() {
    let sum = "+1\n".repeat(200_000);
    let uses = "pub use a;\n".repeat(30_000);
    check("rust", &format!("const X: i32 = {{{uses}1}}{sum};\n"));
    let members = "m(): void;\n".repeat(30_000);
    check("typescript", &format!("x = class {{{members}}}{sum};\n"));
}

#[test]
fn names_of_many_modules() {
    check(
        "elixir",
        &format!(
            "import A.{{{}}}, only: [{}]\n",
            list("B", 10_000),
            list("a: 1", 10_000)
        ),
    );
}

#[test]
fn clauses_and_attributes_of_one_symbol() {
    check("elixir", &"def a\n".repeat(100_000));
    check(
        "elixir",
        &format!("defmodule A do\n{}end\n", "@derive A\n".repeat(100_000)),
    );
}

#[test]
fn strings_in_strings() {
    check(
        "javascript",
        &format!(
            "{}1{}",
            "`${/*}*/\n".repeat(130_000),
            "}`\n".repeat(130_000)
        ),
    );
}

/// The branches of each are compared with each other.
#[test]
fn choices_in_choices() {
    let before = "if (a) { b; c } else { b; d; ".repeat(30_000);
    check("javascript", &format!("{before}{}\n", "}".repeat(30_000)));
    let chain = "if (a) { b; c } else\n".repeat(30_000);
    check("javascript", &format!("{chain} {{ d }}\n"));
    let cases = "case 1: b; c; break;\n".repeat(100_000);
    check("javascript", &format!("switch (a) {{ {cases} }}\n"));
    let quoted = "if a; then b \"$(".repeat(2_000);
    let ends = ")\"; else c; fi\n".repeat(2_000);
    check("bash", &format!("{quoted}d{ends}"));
}
