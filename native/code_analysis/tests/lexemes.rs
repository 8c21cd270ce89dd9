//! In which tokens duplication is looked for, as data: beside each file of `tests/lexemes/` one line
//! for each line of it that has tokens, its number and the tokens, between tabs. A name that a copy
//! may change has a `~`; `\n` is the end of a line inside a token, `\\` a backslash. Where there is no
//! line there are no tokens: duplication is not measured. White space at the end of a token is none
//! of it.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::path::PathBuf;

use clone_tokens::{CloneTokens, Token};
use code_analysis::{Analysis, detect_language};

use support::request;

#[test]
fn every_file_has_the_tokens_beside_it() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/lexemes");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().unwrap() == "tokens" {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let expected = fs::read_to_string(format!("{}.tokens", path.display())).unwrap();
        let found = analyze(name, &fs::read(&path).unwrap()).clone_tokens;
        compare(name, &expected, found);
        count += 1;
    }
    assert_eq!(count, 9);
}

fn analyze(name: &str, bytes: &[u8]) -> Analysis {
    code_analysis::analyze(&request(detect_language(name).unwrap(), bytes)).unwrap()
}

fn compare(name: &str, expected: &str, found: Option<CloneTokens>) {
    if expected.is_empty() {
        assert_eq!(found, None, "{name}");
        return;
    }
    let found = found.unwrap();
    let mut tokens = CloneTokens::default();
    for line in expected.lines() {
        let (number, words) = line.split_once('\t').unwrap();
        for word in words.split('\t') {
            let token = token(word);
            let line: u32 = number.parse().unwrap();
            let place = tokens.tokens().len();
            assert_eq!(
                found.tokens().get(place),
                Some(&token),
                "{name}:{line}: {word}"
            );
            let more = word.matches("\\n").count() - word.matches("\\\\n").count();
            tokens.push(token, line, line + more as u32);
        }
    }
    assert_eq!(found, tokens, "{name}");
}

fn token(word: &str) -> Token {
    let text = |word: &str| {
        word.replace("\\\\", "\0")
            .replace("\\n", "\n")
            .replace('\0', "\\")
    };
    match word.strip_prefix('~') {
        Some(name) => Token::identifier(name),
        None => Token::fixed(&text(word)),
    }
}

#[test]
fn a_file_with_too_many_tokens_has_none() {
    let has_tokens = |count: usize| {
        let text = "a_name\n".repeat(count);
        analyze("a.py", text.as_bytes()).clone_tokens.is_some()
    };
    assert!(has_tokens(200_000));
    assert!(!has_tokens(200_001));
}
