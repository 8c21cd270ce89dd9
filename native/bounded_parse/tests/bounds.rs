//! A parse keeps to its time and its memory, and leaves nothing behind.
#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use bounded_parse::{Reparse, Stopped, Tree, parse};
use tree_sitter::{InputEdit, Language, Parser, Point};

const MEGABYTE: usize = 1024 * 1024;
const AMPLE: usize = 512 * MEGABYTE;

fn elixir() -> Language {
    tree_sitter_elixir::LANGUAGE.into()
}

fn without_end(language: &Language, text: &str, limit: usize) -> Result<Tree, Stopped> {
    parse(language, text, limit, &|| true)
}

/// Lines that may be statements or what the next `->` takes: they cost by the square of their
/// number, in one step that no progress callback sees.
fn torn(lines: usize) -> String {
    format!("fn _ ->\n{}", "f a\n".repeat(lines))
}

const WHOLE: &str = "defmodule A do\n  def f(x), do: [x | g(x)]\nend\n";

#[test]
fn the_tree_is_that_of_a_parser_without_bounds() {
    let texts: [(Language, &str); 4] = [
        (elixir(), WHOLE),
        (elixir(), "def f( do\n 1 ]"),
        (
            tree_sitter_python::LANGUAGE.into(),
            "def f(a):\n  return f'{a}'\n",
        ),
        (tree_sitter_bash::LANGUAGE.into(), "cat <<A | b\nc\nA\n"),
    ];
    for (language, text) in texts {
        let mut parser = Parser::new();
        parser.set_language(&language).unwrap();
        let expected = parser.parse(text, None).unwrap();
        let found = without_end(&language, text, AMPLE).unwrap();
        assert_eq!(found.root_node().to_sexp(), expected.root_node().to_sexp());
        assert_eq!(found.root_node().end_byte(), text.len());
        assert!(found.walk().goto_first_child());
    }
}

#[test]
fn a_tree_is_in_no_more_memory_than_its_parse_was_allowed() {
    let text = WHOLE.repeat(10_000);
    let tree = without_end(&elixir(), &text, AMPLE).unwrap();
    let bytes = tree.bytes();
    assert!(bytes > text.len() && bytes < AMPLE, "{bytes}");
    assert!(without_end(&elixir(), &text, 2 * bytes).is_ok());
    let stopped = without_end(&elixir(), &text, bytes / 2);
    assert_eq!(stopped.unwrap_err(), Stopped::OutOfMemory);
}

#[test]
fn a_step_without_end_is_left_when_the_memory_is_used_up() {
    let asked = Cell::new(0);
    let keep_going = || {
        asked.set(asked.get() + 1);
        true
    };
    let stopped = parse(&elixir(), &torn(50_000), 64 * MEGABYTE, &keep_going);
    assert_eq!(stopped.unwrap_err(), Stopped::OutOfMemory);
    assert!(asked.get() > 0);
}

#[test]
fn a_step_without_end_is_left_when_the_time_is_over() {
    // Ever later, until the end comes within that step: there the allocator alone asks.
    let text = torn(20_000);
    let questions = |most: usize| {
        let asked = Cell::new(0);
        let keep_going = || {
            asked.set(asked.get() + 1);
            asked.get() < most
        };
        let end = parse(&elixir(), &text, 64 * MEGABYTE, &keep_going);
        (asked.get(), end.unwrap_err())
    };
    let (all, end) = questions(usize::MAX);
    assert_eq!(end, Stopped::OutOfMemory);
    for most in [1, all / 2, all - 1, all] {
        assert_eq!(questions(most), (most, Stopped::OutOfTime));
    }
}

#[test]
fn a_panic_of_the_question_is_passed_on() {
    let text = WHOLE.repeat(1_000);
    let panics = || -> bool { panic!("asked") };
    let end = catch_unwind(AssertUnwindSafe(|| {
        parse(&elixir(), &text, AMPLE, &panics).is_ok()
    }));
    assert_eq!(end.unwrap_err().downcast_ref(), Some(&"asked"));
    assert!(without_end(&elixir(), &text, AMPLE).is_ok());
}

#[test]
fn no_bytes_are_a_text_too_and_no_memory_is_never_enough() {
    assert_eq!(
        without_end(&elixir(), "", AMPLE)
            .unwrap()
            .root_node()
            .end_byte(),
        0
    );
    for limit in [0, 1, 1_000] {
        let stopped = without_end(&elixir(), &WHOLE.repeat(100), limit);
        assert_eq!(stopped.unwrap_err(), Stopped::OutOfMemory);
    }
}

#[test]
fn parses_on_several_threads_do_not_disturb_each_other() {
    let expected = without_end(&elixir(), WHOLE, AMPLE)
        .unwrap()
        .root_node()
        .to_sexp();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let stopped = without_end(&elixir(), &torn(20_000), 4 * MEGABYTE);
                    assert_eq!(stopped.unwrap_err(), Stopped::OutOfMemory);
                    let tree = without_end(&elixir(), WHOLE, AMPLE).unwrap();
                    assert_eq!(tree.root_node().to_sexp(), expected);
                }
            });
        }
    });
}

#[test]
fn several_trees_of_a_thread_live_side_by_side() {
    let texts: Vec<String> = (1..=50).map(|count| WHOLE.repeat(count)).collect();
    let trees: Vec<Tree> = texts
        .iter()
        .map(|text| without_end(&elixir(), text, AMPLE).unwrap())
        .collect();
    for (tree, text) in trees.iter().zip(&texts) {
        assert_eq!(tree.root_node().end_byte(), text.len());
    }
}

/// Takes `length` bytes of one line for `replacement`, which is in one line too.
fn edit(text: &str, at: usize, length: usize, replacement: &str) -> (InputEdit, String) {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let row = text[..at].matches('\n').count();
    let position = |byte: usize| Point::new(row, byte - line_start);
    let edit = InputEdit {
        start_byte: at,
        old_end_byte: at + length,
        new_end_byte: at + replacement.len(),
        start_position: position(at),
        old_end_position: position(at + length),
        new_end_position: position(at + replacement.len()),
    };
    let text = format!("{}{replacement}{}", &text[..at], &text[at + length..]);
    (edit, text)
}

#[test]
fn an_edited_tree_is_that_of_the_new_text_and_asks_for_less() {
    let mut text = WHOLE.repeat(200);
    let asked = Cell::new(0);
    let count = || {
        asked.set(asked.get() + 1);
        true
    };
    let mut tree = parse(&elixir(), &text, AMPLE, &count).unwrap();
    let at_first = asked.replace(0);
    for (from, old, new) in [
        (0, "", "# a\n"),
        (5_000, "f(x)", "g"),
        (40, "[x | g(x)]", "x"),
    ] {
        let at = from + text[from..].find(old).unwrap();
        let (edit, edited) = edit(&text, at, old.len(), new);
        tree = whole(tree.reparse(&edit, &edited, AMPLE, &count));
        let fresh = without_end(&elixir(), &edited, AMPLE).unwrap();
        assert_eq!(tree.root_node().to_sexp(), fresh.root_node().to_sexp());
        assert_eq!(tree.root_node().end_byte(), edited.len());
        text = edited;
    }
    assert!(3 * asked.get() < at_first, "{} of {at_first}", asked.get());
}

#[test]
fn a_broken_text_leaves_the_tree_as_it_was() {
    let text = WHOLE.repeat(20);
    let mut tree = without_end(&elixir(), &text, AMPLE).unwrap();
    let before = tree.root_node().to_sexp();
    for at in [0, 100, text.len()] {
        let (edit, broken) = edit(&text, at, 0, ")");
        let Reparse::Kept(same) = tree.reparse(&edit, &broken, AMPLE, &|| true).unwrap() else {
            panic!("{at} is not broken");
        };
        assert_eq!(same.root_node().to_sexp(), before);
        tree = same;
    }
    let (edit, mended) = edit(&text, 0, 0, "a");
    let tree = whole(tree.reparse(&edit, &mended, AMPLE, &|| true));
    let fresh = without_end(&elixir(), &mended, AMPLE).unwrap();
    assert_eq!(tree.root_node().to_sexp(), fresh.root_node().to_sexp());
}

fn whole(reparse: Result<Reparse, Stopped>) -> Tree {
    match reparse.unwrap() {
        Reparse::Whole(tree) => tree,
        Reparse::Kept(_before) => panic!("broken"),
    }
}

#[test]
fn an_edited_tree_keeps_to_time_and_memory() {
    let text = WHOLE.repeat(200);
    let parsed = || without_end(&elixir(), &text, AMPLE).unwrap();
    let (edit, torn) = edit(&text, 0, 0, &torn(20_000).replace('\n', ";"));
    let out_of_memory = parsed().reparse(&edit, &torn, 16 * MEGABYTE, &|| true);
    assert_eq!(out_of_memory.unwrap_err(), Stopped::OutOfMemory);
    let out_of_time = parsed().reparse(&edit, &torn, AMPLE, &|| false);
    assert_eq!(out_of_time.unwrap_err(), Stopped::OutOfTime);
    let panics = || -> bool { panic!("asked") };
    let end = catch_unwind(AssertUnwindSafe(|| {
        parsed().reparse(&edit, &torn, AMPLE, &panics).is_ok()
    }));
    assert!(end.is_err());
}

#[test]
fn a_tree_that_is_edited_again_and_again_does_not_grow() {
    let text = WHOLE.repeat(200);
    let mut tree = without_end(&elixir(), &text, AMPLE).unwrap();
    let first = tree.bytes();
    for round in 0..4_000 {
        let name = if round % 2 == 0 { "B" } else { "A" };
        let (edit, edited) = edit(&text, text.find("A").unwrap(), 1, name);
        tree = whole(tree.reparse(&edit, &edited, AMPLE, &|| true));
    }
    assert!(tree.bytes() < 2 * first, "{first} {}", tree.bytes());
}
