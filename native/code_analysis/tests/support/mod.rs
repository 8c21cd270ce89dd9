//! What tests and examples ask of an analysis again and again.
#![allow(dead_code, reason = "each takes what it needs")]

use std::fs;
use std::path::Path;

use code_analysis::{Analysis, Language, Limits, Origin, Request, Thresholds, languages, rows};
use serde_json::Value;

/// Of a file of which nothing but its text matters.
pub const ORIGIN: Origin<'static> = Origin {
    codebase_id: "test",
    codebase_path: "/srv/test",
    generation: 1,
    size: 0,
    mtime_ns: 0,
    ctime_ns: 0,
    inode: 0,
    content_hash: "",
};

/// The language of that name.
pub fn language(name: &str) -> &'static Language {
    languages()
        .iter()
        .find(|language| language.name == name)
        .unwrap()
}

/// With the default limits, and all the time in the world.
pub fn request<'a>(language: &'static Language, bytes: &'a [u8]) -> Request<'a> {
    Request {
        path: "a/b",
        language,
        bytes,
        limits: Limits::default(),
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    }
}

/// Both rows, which PostgreSQL takes.
pub fn json_rows(analysis: &Analysis, origin: &Origin) -> [Value; 2] {
    let rows = rows(analysis, origin);
    [rows.code_files, rows.codebase_metadata].map(|row| {
        assert!(!row.contains("\\u0000") || analysis.content.as_ref().unwrap().contains("\\u0000"));
        serde_json::from_str(&row).unwrap()
    })
}

/// Language, name and bytes of every file of `tests/cases`, by name.
pub fn case_files() -> Vec<(&'static Language, String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files = Vec::new();
    for language in languages() {
        let entries = fs::read_dir(root.join(language.name)).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        let sources = paths.filter(|path| path.extension().is_none_or(|it| it != "outline"));
        files.extend(sources.map(|path| {
            let name = path.display().to_string();
            (language, name, fs::read(path).unwrap())
        }));
    }
    assert!(files.len() >= 8, "the cases are gone");
    files.sort_by(|(_, one, _), (_, other, _)| one.cmp(other));
    files
}
