//! What a file says about itself: the first sentence of its own documentation.

use serde::Serialize;

use super::evidence::row_of;

/// A longer sentence is cut.
const MOST_BYTES: usize = 300;

/// Words of a file about itself, as its language finds them.
#[derive(Debug)]
pub(crate) struct FileDoc {
    /// Where they begin, or something before them.
    pub(crate) start: usize,
    /// Without comment signs, lines kept.
    pub(crate) words: String,
    /// What sort of documentation it is, in the language's word.
    pub(crate) source: &'static str,
    /// The heading of a document.
    pub(crate) title: Option<String>,
}

/// A file's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BusinessContext {
    /// The first sentence, on one line, at most 300 bytes and an ellipsis.
    pub text: String,
    /// Line in which it begins, from 1.
    pub line: u32,
    /// `moduledoc`, `docstring`, `comment`, …
    pub source: &'static str,
    /// The heading of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// `None` where the words are a licence, or none at all.
pub(crate) fn business_context(doc: &FileDoc, text: &str) -> Option<BusinessContext> {
    let paragraph = paragraphs(&doc.words).find(|lines| is_about_the_file(lines));
    let lines = match (&paragraph, &doc.title) {
        (Some(lines), _) => lines.clone(),
        (None, title) => vec![title.as_deref()?],
    };
    let first = *lines.first()?;
    let sentence = first_sentence(&plain(&lines.join(" ")));
    let has_words = sentence.chars().any(char::is_alphabetic);
    has_words.then(|| BusinessContext {
        text: cut(sentence),
        line: row_of(text, doc.start, first) + 1,
        source: doc.source,
        title: doc.title.as_deref().map(|title| cut(plain(title))),
    })
}

/// Lines between empty lines, underlines and fences, without white space at their ends.
fn paragraphs(words: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = words.lines().map(str::trim);
    let mut lines = lines
        .map(|line| if is_instruction(line) { "" } else { line })
        .peekable();
    std::iter::from_fn(move || {
        while lines.next_if(|line| line.is_empty()).is_some() {}
        let mut paragraph = vec![lines.next()?];
        while let Some(line) = lines.next_if(|line| !line.is_empty()) {
            if is_rule(line) {
                // What stands above it is a heading.
                paragraph.clear();
                break;
            }
            if begins_list(line) && !begins_list(paragraph[0]) {
                break;
            }
            paragraph.push(line);
        }
        Some(paragraph)
    })
}

/// `=====`, `-----`, `~~~~~`
fn is_rule(line: &str) -> bool {
    let mut bytes = line.bytes();
    let first = bytes.next();
    line.len() >= 3
        && first.is_some_and(|sign| b"=-~*#^_+".contains(&sign))
        && bytes.all(|byte| Some(byte) == first)
}

fn begins_list(line: &str) -> bool {
    [
        "- ", "* ", "+ ", "1. ", "@", ".. ", ":", "|", ">>> ", "```", "~~~",
    ]
    .iter()
    .any(|sign| line.starts_with(sign))
}

fn is_instruction(line: &str) -> bool {
    INSTRUCTIONS.iter().any(|word| line.starts_with(word))
}

/// No licence, list, code or picture.
fn is_about_the_file(lines: &[&str]) -> bool {
    let Some(first) = lines.first() else {
        return false;
    };
    let lower = lines.join(" ").to_lowercase();
    let is_licence = LICENCES.iter().any(|word| lower.contains(word));
    let is_marked =
        begins_list(first) || is_rule(first) || first.starts_with(['<', '#', '$', '!', '[']);
    !is_licence && !is_marked && lower.chars().any(char::is_alphabetic)
}

const LICENCES: [&str; 14] = [
    "copyright",
    "(c) 20",
    "(c) 19",
    "©",
    "licensed under",
    "license:",
    "spdx-license-identifier",
    "all rights reserved",
    "permission is hereby granted",
    "under the terms of",
    "source code is governed by",
    "the software is provided",
    "redistribution and use",
    "licensed to the",
];

/// What tools read: they are told by how a line begins.
const INSTRUCTIONS: [&str; 15] = [
    "-*-",
    "vim:",
    "shellcheck ",
    "eslint-",
    "jshint ",
    "prettier-ignore",
    "@ts-",
    "tslint:",
    "istanbul ",
    "@flow",
    "noqa",
    "pylint:",
    "type: ignore",
    "ruff:",
    "Code generated ",
];

/// Links are their text, and words stand without emphasis.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '*', '`', '!']) {
        let (before, marked) = rest.split_at(at);
        plain.push_str(before);
        let (shown, length) = shown(marked);
        plain.push_str(shown);
        rest = &marked[length..];
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is shown of the mark at the start, and how long it is.
fn shown(marked: &str) -> (&str, usize) {
    if let Some(image) = marked.strip_prefix("![") {
        if let Some((_, length)) = link(image) {
            return ("", 2 + length);
        }
    } else if let Some(inside) = marked.strip_prefix('[')
        && let Some((label, length)) = link(inside)
    {
        return (label, 1 + length);
    } else if marked.starts_with("**") {
        return ("", 2);
    } else if marked.starts_with('`') {
        // Code keeps its one tick; the two of reStructuredText are the same.
        let ticks = marked.len() - marked.trim_start_matches('`').len();
        return ("`", ticks);
    }
    (&marked[..1], 1)
}

/// `label](target)` or `label][target]`
fn link(inside: &str) -> Option<(&str, usize)> {
    let end = inside.find(']')?;
    let label = &inside[..end];
    let rest = &inside[end + 1..];
    let close = match rest.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    Some((label, end + 1 + rest.find(close)? + 1))
}

/// Up to the first full stop that is none of an abbreviation or a number.
fn first_sentence(text: &str) -> String {
    let mut from = 0;
    while let Some(found) = text[from..].find(['.', '!', '?', '。']) {
        let at = from + found;
        let sign = text[at..].chars().next().map_or(1, char::len_utf8);
        let (before, after) = (&text[..at], &text[at + sign..]);
        if ends_sentence(before, &text[at..at + sign], after) {
            return text[..at + sign].to_owned();
        }
        from = at + sign;
    }
    text.trim_end_matches(':').to_owned()
}

fn ends_sentence(before: &str, sign: &str, after: &str) -> bool {
    if sign == "。" {
        return true;
    }
    let next = after.trim_start();
    let is_parted = after.is_empty() || after.len() > next.len();
    let last = before.rsplit([' ', '(', '/']).next().unwrap_or_default();
    let is_short = sign == "." && ABBREVIATIONS.contains(&last.to_lowercase().as_str());
    let is_initial = sign == "." && last.len() == 1 && last.chars().all(char::is_uppercase);
    let goes_on = next.starts_with(char::is_lowercase);
    is_parted && !is_short && !is_initial && !goes_on && !before.ends_with('.')
}

const ABBREVIATIONS: [&str; 18] = [
    "e.g", "i.e", "etc", "vs", "cf", "dr", "mr", "mrs", "ms", "no", "approx", "inc", "ltd", "resp",
    "incl", "eg", "ie", "st",
];

fn cut(mut sentence: String) -> String {
    if sentence.len() > MOST_BYTES {
        sentence.truncate(sentence.floor_char_boundary(MOST_BYTES));
        sentence.push('…');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(words: &str) -> Option<String> {
        let doc = FileDoc {
            start: 0,
            words: words.to_owned(),
            source: "docstring",
            title: None,
        };
        business_context(&doc, words).map(|context| context.text)
    }

    #[test]
    fn a_sentence_ends_with_its_full_stop() {
        for (words, sentence) in [
            ("Keeps carts. And more.", "Keeps carts."),
            (
                "Keeps carts, e.g. those\nof guests. More.",
                "Keeps carts, e.g. those of guests.",
            ),
            (
                "Speaks HTTP/1.1 and TLS 1.3 to a.b.c. More",
                "Speaks HTTP/1.1 and TLS 1.3 to a.b.c.",
            ),
            (
                "See https://a.b/c.d?e=f for more! So",
                "See https://a.b/c.d?e=f for more!",
            ),
            ("After J. Doe, i.e. nobody", "After J. Doe, i.e. nobody"),
            ("Takes options:\n\n  * one", "Takes options"),
            ("What is ... this? Text.", "What is ... this?"),
            ("カートを保つ。次。", "カートを保つ。"),
            (
                "A [cart](http://a.b) of **goods**, see ``Cart``.",
                "A cart of goods, see `Cart`.",
            ),
        ] {
            assert_eq!(context(words).as_deref(), Some(sentence), "{words}");
        }
    }

    #[test]
    fn headings_licences_and_instructions_are_passed_over() {
        for words in [
            "cart.core\n~~~~~~~~~\n\nKeeps carts.",
            "Copyright 2020 Somebody.\nAll rights reserved.\n\nKeeps carts.",
            "SPDX-License-Identifier: MIT\n\nKeeps carts.",
            "-*- coding: utf-8 -*-\n\nKeeps carts.",
            "[![build](a.svg)](b)\n\nKeeps carts.",
            "- one\n- two\n\nKeeps carts.",
        ] {
            assert_eq!(context(words).as_deref(), Some("Keeps carts."), "{words}");
        }
        for words in [
            "",
            "Copyright 2020 Somebody",
            "-----",
            "- one\n- two",
            "...",
        ] {
            assert_eq!(context(words), None, "{words}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_between_characters() {
        let cut = context(&"ä".repeat(400)).unwrap_or_default();
        assert_eq!(cut.chars().count(), 151);
    }
}
