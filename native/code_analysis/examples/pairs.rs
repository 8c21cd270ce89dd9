//! For `training/`: the functions of packages, with the first sentence of their documentation.
//!
//! `cargo run --release -p code_analysis --example pairs < PACKAGES > PAIRS` reads lines of
//! `project`, tab, folder, and writes a JSON line for each function of at least three lines:
//! `project`, `language`, `path` relative to the folder, `name`, `container`, `query` (the
//! sentence, without the name if it begins with it; null where there is none), `documentation` (what follows the sentence) and `code`
//! (without documentation).
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use std::path::Path;

use code_analysis::{
    Analysis, Limits, Request, Symbol, SymbolKind, Thresholds, analyze, detect_language,
};
use serde::Serialize;
use support::files_below;

const LANGUAGES: [&str; 7] = [
    "python",
    "rust",
    "javascript",
    "jsx",
    "typescript",
    "go",
    "elixir",
];
const LARGEST_FILE: usize = 400_000;
const LONGEST_CODE: usize = 4_000;
const FEWEST_LINES: u32 = 3;
const FEWEST_WORDS: usize = 3;
const MOST_OF_A_PROJECT: usize = 6_000;

#[derive(Serialize)]
struct Pair<'a> {
    project: &'a str,
    language: &'a str,
    path: &'a str,
    name: &'a str,
    container: Option<&'a str>,
    query: Option<String>,
    documentation: Option<&'a str>,
    code: String,
}

fn main() {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let line = line.unwrap();
        let Some((project, folder)) = line.split_once('\t') else {
            continue;
        };
        write_project(&mut out, project, Path::new(folder));
    }
}

fn write_project(out: &mut impl Write, project: &str, folder: &Path) {
    let mut left = MOST_OF_A_PROJECT;
    for file in files_below(folder) {
        let path = file.strip_prefix(folder).unwrap().to_string_lossy();
        let bytes = fs::read(&file).unwrap_or_default();
        if left > 0 && bytes.len() <= LARGEST_FILE && !is_foreign(&path) {
            left = left.saturating_sub(write_file(out, project, &path, &bytes));
        }
    }
}

/// What a package brings along, or what was made of its sources.
fn is_foreign(path: &str) -> bool {
    let folders = [
        "node_modules/",
        "vendor/",
        "vendored/",
        "_vendor/",
        "dist/",
        "build/",
        "umd/",
    ];
    folders.iter().any(|folder| path.contains(folder)) || path.contains(".min.")
}

fn write_file(out: &mut impl Write, project: &str, path: &str, bytes: &[u8]) -> usize {
    let language = detect_language(path).filter(|it| LANGUAGES.contains(&it.name));
    let Some(language) = language else { return 0 };
    let request = Request {
        path,
        language,
        bytes,
        limits: Limits::default(),
        redact: false,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    };
    let Ok(analysis) = analyze(&request) else {
        return 0;
    };
    let mut written = 0;
    for function in analysis.functions().unwrap_or_default() {
        if let Some(pair) = pair(project, path, &analysis, function) {
            serde_json::to_writer(&mut *out, &pair).unwrap();
            out.write_all(b"\n").unwrap();
            written += 1;
        }
    }
    written
}

fn pair<'a>(
    project: &'a str,
    path: &'a str,
    analysis: &'a Analysis,
    function: &'a Symbol,
) -> Option<Pair<'a>> {
    let lines = function.measures.lines.unwrap_or(0);
    let is_named = matches!(
        function.kind,
        SymbolKind::Function | SymbolKind::Method | SymbolKind::Macro
    );
    if !is_named || lines < FEWEST_LINES {
        return None;
    }
    let range = function.start_byte as usize..function.end_byte as usize;
    let text = analysis.content.as_ref()?.get(range)?;
    let (query, documentation) = function
        .doc
        .as_deref()
        .map_or((None, None), sentence_and_rest);
    let mut code = without_documentation(text, analysis.language, function.doc.is_some());
    code.truncate(code.floor_char_boundary(LONGEST_CODE));
    let query = query
        .filter(|query| !code.contains(query))
        .and_then(|query| without_name(query, &function.name));
    Some(Pair {
        project,
        language: analysis.language,
        path,
        name: &function.name,
        container: function.parent.as_deref(),
        query,
        documentation,
        code,
    })
}

/// The first sentence on one line, if it tells something, and what follows.
fn sentence_and_rest(doc: &str) -> (Option<String>, Option<&str>) {
    let doc = doc.trim();
    let paragraph = doc.find("\n\n").unwrap_or(doc.len());
    let sentence = doc[..paragraph].find(". ").map_or(paragraph, |end| end + 1);
    let sentence = doc[..paragraph]
        .find(".\n")
        .map_or(sentence, |end| sentence.min(end + 1));
    let tag = doc.find("\n@").unwrap_or(doc.len());
    let end = sentence.min(tag);
    let query = doc[..end].split_whitespace().collect::<Vec<_>>().join(" ");
    let words = query.split(' ').count();
    let letters = query.chars().filter(char::is_ascii_alphabetic).count();
    let tells = (FEWEST_WORDS..=60).contains(&words)
        && letters * 3 > query.len() * 2
        && !query.starts_with(['@', ':', '#', '<', '{'])
        && !query.contains("://");
    let rest = doc[end..].trim();
    (tells.then_some(query), (!rest.is_empty()).then_some(rest))
}

/// Who searches does not know the name: a sentence does not begin with it.
fn without_name(query: String, name: &str) -> Option<String> {
    let (first, rest) = query.split_once(' ')?;
    let is_name = first
        .trim_end_matches(['(', ')', ':', ','])
        .eq_ignore_ascii_case(name);
    if !is_name {
        return Some(query);
    }
    (rest.split(' ').count() >= FEWEST_WORDS).then(|| rest.to_owned())
}

/// Documentation stands before the code, but for Python's, which is the first text inside.
fn without_documentation(text: &str, language: &str, documented: bool) -> String {
    if language != "python" || !documented {
        return text.to_owned();
    }
    let quotes = ["\"\"\"", "'''"];
    let opening = quotes
        .iter()
        .filter_map(|quote| text.find(quote).map(|at| (at, *quote)))
        .min();
    let Some((start, quote)) = opening else {
        return text
            .lines()
            .take(1)
            .chain(text.lines().skip(2))
            .collect::<Vec<_>>()
            .join("\n");
    };
    let inside = start + quote.len();
    let end = text[inside..]
        .find(quote)
        .map_or(text.len(), |length| inside + length + quote.len());
    format!("{}{}", &text[..start], &text[end..])
}
