//! No secret gets into a row, and hiding one changes nothing else.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::fs;
use std::path::Path;

use code_analysis::{
    Analysis, Request, Thresholds, analysis_version, analyze, languages, redact, rows,
};
use serde_json::Value;

use support::{ORIGIN, language as known, request};

const SAMPLES: &str = include_str!("secret_samples.tsv");

/// A text with random parts where a secret would be.
struct Sample {
    id: &'static str,
    text: String,
    random: Vec<String>,
}

fn samples() -> Vec<Sample> {
    let mut random = fastrand::Rng::with_seed(1);
    let rows = SAMPLES.lines().filter(|row| !row.starts_with('#'));
    let rows = rows.map(|row| row.split_once('\t').unwrap());
    rows.map(|(id, template)| sample(id, template, &mut random))
        .collect()
}

fn sample(id: &'static str, template: &str, random: &mut fastrand::Rng) -> Sample {
    let (mut text, mut parts) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        rest = match part(after, random) {
            Some((part, after)) => {
                text.push_str(&part);
                parts.push(part);
                after
            }
            None => {
                text.push('{');
                after
            }
        };
    }
    text.push_str(rest);
    let random = parts;
    Sample { id, text, random }
}

/// For `A36}…`: the random text, and what follows.
fn part<'a>(after: &'a str, random: &mut fastrand::Rng) -> Option<(String, &'a str)> {
    let (name, rest) = after.split_once('}')?;
    let alphabet = match name.chars().next()? {
        'A' => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        'U' => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        'h' => "0123456789abcdef",
        'd' => "123456789",
        'B' => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        'w' => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-",
        _ => return None,
    };
    let alphabet: Vec<char> = alphabet.chars().collect();
    let length: usize = name[1..].parse().ok()?;
    let text = (0..length).map(|_| *random.choice(&alphabet).unwrap());
    Some((text.collect(), rest))
}

fn secrets() -> Vec<Sample> {
    let all = samples().into_iter();
    all.filter(|sample| sample.id != "kept").collect()
}

impl Sample {
    /// What is long enough not to be there by chance.
    fn leaks(&self) -> impl Iterator<Item = &str> {
        let parts = self.random.iter().map(String::as_str);
        // Numbers that are public, as the id of a bot or of a webhook.
        parts.filter(|part| part.len() > 14 && !part.bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn lines(&self) -> String {
        self.text.replace("\\n", "\n")
    }
}

#[test]
fn every_shape_has_a_sample_and_is_found_in_it() {
    let table = include_str!("../secrets.tsv").lines();
    let ids = table
        .filter(|row| !row.starts_with('#'))
        .map(|row| row.split('\t').next().unwrap());
    let samples = secrets();
    for id in ids.filter(|id| *id != "placeholder") {
        assert!(
            samples.iter().any(|sample| sample.id == id),
            "{id} has no sample"
        );
    }
    for sample in &samples {
        let found = redact(&sample.text);
        let found = found.unwrap_or_else(|| panic!("{}: {}", sample.id, sample.text));
        assert_eq!(
            (found.text.len(), found.count),
            (sample.text.len(), 1),
            "{}",
            found.text
        );
        assert!(
            sample.leaks().all(|part| !found.text.contains(part)),
            "{}",
            found.text
        );
        assert_eq!(redact(&found.text), None, "{}", found.text);
    }
}

#[test]
fn what_is_no_secret_is_kept() {
    for sample in samples().iter().filter(|sample| sample.id == "kept") {
        assert_eq!(redact(&sample.text), None, "{}", sample.text);
    }
}

#[test]
fn what_tells_the_sort_of_a_secret_is_kept() {
    let hidden = |text: &str| redact(text).unwrap().text;
    let [key, password] = ["aB3dE5fG7hI9".repeat(3), "hunter2!".to_owned()];
    assert_eq!(
        hidden(&format!("ghp_{key}")),
        format!("ghp_{}", "*".repeat(36))
    );
    assert_eq!(
        hidden(&format!("\"https://me:{password}@host/\"")),
        "\"https://me:********@host/\""
    );
}

#[test]
fn secrets_beside_each_other_are_all_found() {
    let samples = secrets();
    let texts: Vec<_> = samples.iter().map(|sample| sample.text.as_str()).collect();
    for separator in [" ", "\n", "\\n", "\",\"", "ü"] {
        let found = redact(&texts.join(separator)).unwrap();
        for sample in &samples {
            assert!(
                sample.leaks().all(|part| !found.text.contains(part)),
                "{}",
                sample.text
            );
        }
    }
}

#[test]
fn a_secret_in_bad_bytes_is_found() {
    let sample = &secrets()[0];
    let bytes = [b"# \xff\xfe".as_slice(), sample.text.as_bytes(), b"\xff\n"].concat();
    let analysis = analyzed("python", &bytes, true);
    assert!(analysis.metadata.lossy);
    assert_eq!(analysis.metadata.redacted, Some(1));
}

fn analyzed(language: &str, bytes: &[u8], redact: bool) -> Analysis {
    let request = Request {
        redact,
        ..request(known(language), bytes)
    };
    analyze(&request).unwrap()
}

fn rows_of(analysis: &Analysis) -> [String; 2] {
    let rows = rows(analysis, &ORIGIN);
    [rows.code_files, rows.codebase_metadata]
}

/// Where a text may stand in a language: `§` in one line, `¶` in several.
const PLACES: &[(&str, &str)] = &[
    (
        "bash",
        "# §\nf() {\n  A=\"§\"\n  cat <<EOF\n¶\nEOF\n}\nexport B=§ C='§'\n",
    ),
    (
        "elixir",
        "defmodule A do\n  @moduledoc \"\"\"\n¶\n  \"\"\"\n  # §\n  def a(b \\\\ \"§\"), do: ~s(§) <> b\nend\n",
    ),
    (
        "go",
        "package a\n\n// A is §\nfunc A() string {\n\treturn \"§\" + `¶`\n}\n",
    ),
    (
        "javascript",
        "// §\n/** ¶ */\nexport function a(b = \"§\") { return `¶` + '§'; }\nimport x from \"§\";\n",
    ),
    ("json", "{\"a\": \"§\", \"b\": [\"§\"]}\n"),
    (
        "jsx",
        "// §\nexport const A = () => <a href=\"§\">{\"§\"}</a>;\n",
    ),
    ("markdown", "# §\n\n¶\n\n```\n¶\n```\n\n- `§`\n- [a](<§>)\n"),
    ("nix", "# §\n{ a = \"§\"; b = ''\n¶\n''; }\n"),
    (
        "python",
        "# §\ndef a(b=\"§\"):\n    \"\"\"¶\"\"\"\n    return '§'\n",
    ),
    (
        "rust",
        "// §\n/// §\npub fn a() -> &'static str {\n    r#\"§\"#\n}\nconst B: &str = \"§\";\n",
    ),
    ("toml", "# §\na = \"§\"\nb = '''\n¶\n'''\n[\"§\"]\n"),
    (
        "tsx",
        "// §\nexport const A = (b: \"§\") => <a href=\"§\">{`¶`}</a>;\n",
    ),
    (
        "typescript",
        "// §\nexport type A = \"§\";\nexport const b = `¶`;\n",
    ),
    ("yaml", "# §\na: '§'\nb: §\nc: |\n  §\nd:\n- \"§\"\n"),
];

#[test]
fn no_secret_gets_into_a_row_of_any_language() {
    assert_eq!(PLACES.len(), languages().len());
    for (language, places) in PLACES {
        for sample in secrets() {
            let line = sample.text.replace('"', "");
            let text = places.replace('§', &line).replace('¶', &sample.lines());
            let analysis = analyzed(language, text.as_bytes(), true);
            let count = analysis.metadata.redacted.unwrap_or_default() as usize;
            let expected = places.matches(['§', '¶']).count();
            assert_eq!(count, expected, "{language} {text}");
            for row in rows_of(&analysis) {
                let leak = sample.leaks().find(|part| row.contains(part));
                assert_eq!(leak, None, "{language} {}: {row}", sample.id);
            }
            assert_differs_in_texts_only(&analysis, &analyzed(language, text.as_bytes(), false));
        }
    }
}

fn assert_differs_in_texts_only(clean: &Analysis, plain: &Analysis) {
    assert_eq!(clean.parse_status, plain.parse_status);
    assert_eq!(clean.error_count, plain.error_count);
    assert_eq!(clean.lines, plain.lines);
    assert_eq!(clean.counts, plain.counts);
    assert_eq!(clean.cyclomatic_complexity, plain.cyclomatic_complexity);
    assert_eq!(clean.cognitive_complexity, plain.cognitive_complexity);
    assert_eq!(clean.documentation_coverage, plain.documentation_coverage);
    assert_eq!(shape(clean), shape(plain));
    let places = |analysis: &Analysis| {
        let symbols = analysis.symbols.iter().flatten();
        let places = symbols.map(|symbol| {
            (
                symbol.kind,
                symbol.start_byte,
                symbol.end_byte,
                symbol.start_line,
                symbol.end_line,
            )
        });
        places.collect::<Vec<_>>()
    };
    assert_eq!(places(clean), places(plain));
}

/// The tree without the texts of its leaves.
fn shape(analysis: &Analysis) -> Value {
    fn without_text(node: &Value) -> Value {
        let members = node.as_array().unwrap();
        let children = members
            .iter()
            .skip(1)
            .filter(|member| member.is_array())
            .map(without_text);
        members.iter().take(1).cloned().chain(children).collect()
    }
    let tree = analysis.ast_json.as_ref().unwrap();
    without_text(&serde_json::from_str(tree).unwrap())
}

#[test]
fn files_without_secrets_have_the_same_rows_but_for_the_version() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for language in languages() {
        for entry in fs::read_dir(cases.join(language.name))
            .into_iter()
            .flatten()
        {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let [clean, plain] =
                [true, false].map(|redact| rows_of(&analyzed(language.name, &bytes, redact)));
            let version = |redact| {
                let version = analysis_version(redact, Thresholds::DEFAULT);
                format!("\"analysis_version\":\"{version}\"")
            };
            for (clean, plain) in clean.iter().zip(plain) {
                assert!(plain.contains(&version(false)), "{plain}");
                assert_eq!(*clean, plain.replace(&version(false), &version(true)));
            }
        }
    }
}

#[test]
fn branches_with_different_secrets_do_not_become_the_same() {
    let text = "key = a ? \"AKIAIOSFODNN7ABCDEFG\" : \"AKIAIOSFODNN7ABCDEFH\";\n";
    for redact in [true, false] {
        let analysis = analyzed("javascript", text.as_bytes(), redact);
        assert_eq!(analysis.metadata.redacted, redact.then_some(2));
        assert_eq!(analysis.smells, Some(vec![]));
    }
}
