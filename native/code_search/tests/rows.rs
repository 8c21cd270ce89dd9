//! Rows as the table takes them.
#![allow(clippy::unwrap_used)]

use code_search::{FileColumn, FileText, Format, Role, RowWriter, SymbolColumn};
use serde_json::Value;

const PGVECTOR: Format = Format {
    file: FileColumn::Vector,
    symbols: SymbolColumn::Halfvec,
    file_dimensions: 4,
};

fn file(content: &str, symbols: &str) -> String {
    let content = serde_json::to_string(content).unwrap();
    format!(
        r#"{{"file_path": "lib/a.rs", "language": "rust", "content": {content}, "symbols": {symbols}}}"#
    )
}

fn symbol(name: &str, range: (usize, usize), more: &str) -> String {
    let (start, end) = range;
    format!(
        r#"{{"name": "{name}", "kind": "function", "parent": null, "start_line": 1, "end_line": 2,
            "start_byte": {start}, "end_byte": {end}, "signature": "fn {name}()" {more}}}"#
    )
}

fn told(json: &str, vectors: &[Option<Vec<f32>>], format: Format) -> Value {
    let file = FileText::read(json).unwrap();
    let mut writer = RowWriter::new(None, format);
    let row = if vectors.is_empty() {
        writer.row(&file)
    } else {
        writer.row_with(&file, &file.documents(), vectors)
    };
    serde_json::from_str(&row).unwrap()
}

#[test]
fn vectors_are_directions() {
    let json = file(
        "fn one() {} fn two() {}",
        &format!(
            "[{}, {}]",
            symbol("one", (0, 11), ""),
            symbol("two", (12, 23), "")
        ),
    );
    let vectors = [Some(vec![0.6, -0.8]), None];
    let row = told(&json, &vectors, PGVECTOR);
    assert_eq!(row["vector_embedding"], "[0.60000,-0.80000,0,0]");
    assert_eq!(row["symbols"][0]["embedding"], "[95,-127]");
    assert_eq!(row["symbols"][1]["embedding"], Value::Null);
    let plain = Format {
        file: FileColumn::Array,
        symbols: SymbolColumn::Bytes,
        ..PGVECTOR
    };
    let row = told(&json, &vectors, plain);
    assert_eq!(row["vector_embedding"], "{0.60000,-0.80000,0,0}");
    assert_eq!(row["symbols"][0]["embedding"], "\\x5f81");
}

#[test]
fn without_vectors_there_are_words() {
    let json = file("fn one() {}", &format!("[{}]", symbol("one", (0, 11), "")));
    let row = told(&json, &[], PGVECTOR);
    assert_eq!(row["vector_embedding"], Value::Null);
    assert_eq!(
        row["symbols"][0]["lexemes"],
        "'one':1A,2 'lib':3B 'rs':4B 'fn':5"
    );
}

#[test]
fn the_same_text_twice_is_found_once() {
    let text = "fn one() {} fn one() {}";
    let json = file(
        text,
        &format!(
            "[{}, {}]",
            symbol("one", (0, 11), ""),
            symbol("one", (12, 23), "")
        ),
    );
    assert_eq!(FileText::read(&json).unwrap().documents().len(), 1);
}

#[test]
fn tests_beside_the_code_are_told_apart() {
    let module = r#"{"name": "tests", "kind": "module", "parent": null, "start_line": 2,
        "end_line": 2, "start_byte": 12, "end_byte": 40, "signature": "mod tests",
        "attributes": ["\#[cfg(test)]"]}"#
        .replace("\\#", "#");
    let json = file(
        "fn one() {}\nmod tests { fn two() {} }    ",
        &format!(
            "[{}, {module}, {}]",
            symbol("one", (0, 11), ""),
            symbol("two", (24, 35), "")
        ),
    );
    let file = FileText::read(&json).unwrap();
    let roles: Vec<_> = file.documents().iter().map(|it| it.role).collect();
    assert_eq!(roles, [Role::Source, Role::Test, Role::Test]);
}

#[test]
fn a_type_is_found_by_what_is_in_it() {
    let class = r#"{"name": "Cart", "kind": "class", "parent": null, "start_line": 1, "end_line": 9,
        "start_byte": 0, "end_byte": 20, "signature": "class Cart", "doc": "What is bought."}"#;
    let method = r#"{"name": "total", "kind": "method", "parent": "Cart", "start_line": 2,
        "end_line": 3, "start_byte": 5, "end_byte": 10, "signature": "def total"}"#;
    let json = file("class Cart and so on", &format!("[{class}, {method}]"));
    let documents = FileText::read(&json).unwrap().documents();
    assert_eq!(documents[0].code, "class Cart\ntotal");
    assert_eq!(
        documents[0].first_sentence().as_deref(),
        Some("What is bought.")
    );
    assert_eq!(
        (&*documents[1].container, &*documents[1].code),
        ("Cart", " Cart")
    );
}

#[test]
fn a_file_that_defines_nothing_is_found_as_a_whole() {
    let documents = FileText::read(&file("Words.\nMore.\n", "[]"))
        .unwrap()
        .documents();
    let found: Vec<_> = documents
        .iter()
        .map(|it| (&*it.kind, &*it.name, it.end_line))
        .collect();
    assert_eq!(found, [("file", "a.rs", 2)]);
}

#[test]
fn other_json_is_refused_and_odd_ranges_are_empty() {
    assert!(FileText::read("[]").is_err());
    let json = file("ü", &format!("[{}]", symbol("one", (1, 99), "")));
    assert_eq!(FileText::read(&json).unwrap().documents()[0].code, "");
}
