//! What holds for any bytes at all.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::cell::Cell;

use code_analysis::{
    Analysis, Origin, ParseStatus, Refusal, Request, analyze, analyze_text_only, languages,
};
use serde_json::Value;

use support::{json_rows, language, request};

const ORIGIN: Origin = Origin {
    codebase_id: "test",
    codebase_path: "/srv/test",
    generation: 7,
    size: 3,
    mtime_ns: 1_700_000_000_999_999_999,
    ctime_ns: 1_800_000_000_000_000_001,
    inode: u64::MAX,
    content_hash: "blake3:00",
};

fn rows(analysis: &Analysis) -> [Value; 2] {
    json_rows(analysis, &ORIGIN)
}

/// Columns of the first migration that the analysis does not write.
const WRITTEN_BY_OTHERS: &[&str] = &[
    "id",
    "parsed_at",
    "inserted_at",
    "created_at",
    "updated_at",
    "last_modified",
];

/// Columns of later ones that the analysis writes, with their tables.
const ADDED: &[(&str, &str)] = &[
    ("code_files", "ctime_ns"),
    ("codebase_metadata", "ctime_ns"),
    ("codebase_metadata", "metadata"),
    ("codebase_metadata", "clone_tokens"),
];

fn columns(table: &str) -> Vec<String> {
    let migration = include_str!("../../../lib/parser_engine/migrations/v01.ex");
    let start = migration.find(&format!(".{table} (\n")).unwrap();
    let body = migration[start..].split("PRIMARY KEY").next().unwrap();
    let names = body
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next());
    let added = ADDED.iter().filter(|added| added.0 == table);
    names
        .chain(added.map(|added| added.1))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_rows_have_only_columns_of_their_tables() {
    let analysis = analyze(&request(language("elixir"), b"defmodule A do\nend\n")).unwrap();
    for (row, table) in rows(&analysis)
        .iter()
        .zip(["code_files", "codebase_metadata"])
    {
        let known = columns(table);
        for key in row.as_object().unwrap().keys() {
            assert!(known.contains(key), "{table} has no column {key}");
        }
    }
    let written = rows(&analysis)[0].as_object().unwrap().len();
    let others = columns("code_files")
        .iter()
        .filter(|name| WRITTEN_BY_OTHERS.contains(&name.as_str()))
        .count();
    assert_eq!(written + others, columns("code_files").len());
}

#[test]
fn a_row_says_what_the_origin_says() {
    let analysis = analyze(&request(language("rust"), b"fn a() {}\n")).unwrap();
    let [file, metadata] = rows(&analysis);
    assert_eq!(file["hash"], "blake3:00");
    assert_eq!(file["file_path"], "a/b");
    assert_eq!(file["inode"], -1);
    for row in [&file, &metadata] {
        assert_eq!(row["mtime_ns"], ORIGIN.mtime_ns);
        assert_eq!(row["ctime_ns"], ORIGIN.ctime_ns);
    }
    assert_eq!(metadata["last_modified"], 1_700_000_000);
    assert_eq!(metadata["size"], 3);
    assert_eq!(metadata["class_count"], Value::Null);
    assert_eq!(metadata["function_count"], 1);
    assert_eq!(metadata["functions"][0]["name"], "a");
    assert!(
        file["ast_json"][0]
            .as_str()
            .unwrap()
            .starts_with("source_file 1")
    );
}

#[test]
fn empty_and_tiny_files_have_values() {
    for language in languages() {
        for text in [
            "", "\n", " \t\r\n", "\u{feff}", "x", "# a\n", "// a\n", "\"", "}",
        ] {
            let analysis = analyze(&request(language, text.as_bytes())).unwrap();
            rows(&analysis);
            let lines = analysis.lines.unwrap();
            let classes = lines.code.unwrap() + lines.comment.unwrap() + lines.blank;
            assert_eq!(classes, lines.total, "{} {text:?}", language.name);
            let complexity = analysis.cyclomatic_complexity;
            assert!(
                complexity.is_none_or(|value| value == 1),
                "{} {text:?}",
                language.name
            );
            assert!(analysis.nesting_depth.is_none_or(|depth| depth == 0));
        }
    }
}

#[test]
fn without_a_parse_there_are_only_lines() {
    let request = request(language("rust"), b"a: 1\n\nb: 2");
    let analysis = analyze_text_only(&request, ParseStatus::Quarantined).unwrap();
    let [file, metadata] = rows(&analysis);
    assert_eq!(file["content"], "a: 1\n\nb: 2");
    assert_eq!(file["functions"], Value::Null);
    assert_eq!(metadata["total_lines"], 3);
    assert_eq!(metadata["blank_lines"], 1);
    assert_eq!(metadata["code_lines"], Value::Null);
    assert_eq!(metadata["cyclomatic_complexity"], Value::Null);
    assert_eq!(metadata["function_count"], Value::Null);
}

#[test]
fn what_breaks_a_limit_is_not_parsed() {
    let nested = "(".repeat(1_001);
    let analysis = analyze(&request(language("elixir"), nested.as_bytes())).unwrap();
    assert_eq!(analysis.parse_status, ParseStatus::TooDeep);
    assert!(analysis.content.is_some());
    let large = "a\n".repeat(2_000_000);
    let analysis = analyze(&request(language("rust"), large.as_bytes())).unwrap();
    assert_eq!(analysis.parse_status, ParseStatus::TooLarge);
    assert!(analysis.content.is_none() && analysis.symbols.is_none());
    assert_eq!(analysis.lines.unwrap().total, 2_000_000);
    rows(&analysis);
}

#[test]
fn a_parse_ends_when_told_and_the_next_one_is_not_disturbed() {
    let text = "fn a() { b(1, 2) }\n".repeat(10_000);
    let asked = Cell::new(0);
    let keep_going = || asked.replace(asked.get() + 1) < 3;
    let bounded = Request {
        keep_going: &keep_going,
        ..request(language("rust"), text.as_bytes())
    };
    let analysis = analyze(&bounded).unwrap();
    assert_eq!(analysis.parse_status, ParseStatus::Timeout);
    assert!(analysis.content.is_some() && analysis.symbols.is_none());
    let analysis = analyze(&request(language("elixir"), b"def a, do: 1")).unwrap();
    assert_eq!(analysis.parse_status, ParseStatus::Ok);
    assert_eq!(analysis.counts.functions, Some(1));
}

#[test]
fn unread_and_quarantined_content_has_rows_too() {
    rows(&Analysis::unread(
        "a",
        language("go"),
        ParseStatus::TooLarge,
        "1",
    ));
    let request = request(language("rust"), b"fn a() {}\n");
    let analysis = analyze_text_only(&request, ParseStatus::Quarantined).unwrap();
    let [file, metadata] = rows(&analysis);
    assert_eq!(file["parse_status"], "quarantined");
    assert_eq!(metadata["lines"], 1);
    assert_eq!(file["symbols"], Value::Null);
}

#[test]
fn binary_content_is_refused() {
    assert_eq!(
        analyze(&request(language("rust"), b"a\0b")).err(),
        Some(Refusal::Binary)
    );
}

#[test]
fn replaced_bytes_are_flagged_and_offsets_hold() {
    let mut bytes = b"// \xff\xfe\nfn a() {}\n".to_vec();
    bytes.extend([b'\n'; 9_000]);
    bytes.extend(b"fn b\0() {}\n");
    let analysis = analyze(&request(language("rust"), &bytes)).unwrap();
    let [file, _] = rows(&analysis);
    assert_eq!(file["metadata"]["lossy"], true);
    let content = analysis.content.unwrap();
    assert_eq!(content.len(), bytes.len());
    let symbols = analysis.symbols.unwrap();
    let symbol = &symbols[0];
    let cut = &content[symbol.start_byte as usize..symbol.end_byte as usize];
    assert_eq!(cut, "fn a() {}");
}

#[test]
fn syntax_errors_are_counted() {
    let text = "fn good() {}\nfn bad( { ]]\nfn also_good() {}\n";
    let analysis = analyze(&request(language("rust"), text.as_bytes())).unwrap();
    assert_eq!(analysis.parse_status, ParseStatus::Partial);
    assert!(analysis.error_count > Some(0));
    assert!(
        analysis
            .symbols
            .unwrap()
            .iter()
            .any(|symbol| symbol.name == "good")
    );
}

/// A xorshift generator: the same bytes in every run.
fn noise(seed: u64) -> impl Iterator<Item = u8> {
    let next = |state: &u64| {
        let state = state ^ (state << 13);
        let state = state ^ (state >> 7);
        Some(state ^ (state << 17))
    };
    std::iter::successors(Some(seed), next).map(|state| (state >> 32) as u8)
}

#[test]
fn random_bytes_give_valid_rows_and_the_same_ones_again() {
    for seed in 1..=10 {
        let bytes: Vec<u8> = noise(seed).filter(|byte| *byte != 0).take(2_000).collect();
        for language in languages() {
            let analysis = analyze(&request(language, &bytes)).unwrap();
            assert_eq!(analysis.content.as_ref().unwrap().len(), bytes.len());
            let first = rows(&analysis);
            assert_eq!(first, rows(&analyze(&request(language, &bytes)).unwrap()));
        }
    }
}

#[test]
fn random_tokens_give_valid_rows() {
    let tokens = [
        "def ",
        "fn ",
        "do ",
        "end ",
        "if ",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "=> ",
        "-> ",
        "\n",
        "a",
        ", ",
        "\"",
        "'",
        "#",
        "//",
        "/*",
        "*/",
        "class ",
        "use ",
        "import ",
        "export ",
        "default ",
        "= ",
        "@doc ",
        "\"\"\"\n",
        "case ",
        "defmodule ",
        "<",
        ">",
        "`",
        "${",
        "&&",
        "?.",
        ": ",
        "match ",
        "impl ",
        "const ",
        "\\",
        "😀",
        "~s(",
        "|> ",
        "1",
        ";",
        "\r",
        "async ",
    ];
    for seed in 1..=30 {
        let text: String = noise(seed * 7919)
            .take(400)
            .map(|byte| tokens[usize::from(byte) % tokens.len()])
            .collect();
        for language in languages() {
            let analysis = analyze(&request(language, text.as_bytes())).unwrap();
            rows(&analysis);
            let content = analysis.content.as_ref().unwrap();
            for symbol in analysis.symbols.as_ref().unwrap() {
                assert!(
                    content
                        .get(symbol.start_byte as usize..symbol.end_byte as usize)
                        .is_some()
                );
                assert!(symbol.start_line >= 1 && symbol.start_line <= symbol.end_line);
                assert!(symbol.end_line <= analysis.lines.unwrap().total.max(1));
            }
        }
    }
}

#[test]
fn the_tree_tells_kinds_fields_ranges_and_short_texts() {
    let analysis = analyze(&request(language("elixir"), b"foo()\n")).unwrap();
    let expected = r#"["source 1-2:0-6",["call 1:0-5",["identifier 1:0-3 target","foo"],["arguments 1:3-5","()"]]]"#;
    assert_eq!(analysis.ast_json.as_deref(), Some(expected));
}
