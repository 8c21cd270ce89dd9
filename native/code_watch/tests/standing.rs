//! What a path is told to be, and by which rule.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use code_watch::{Exclusion, FileKind, Filter, FilterOptions, Rules, Skip, Standing, scan};
use tempfile::{TempDir, tempdir};

fn tree(files: &[(&str, &str)]) -> TempDir {
    let place = tempdir().unwrap();
    for (path, text) in files {
        let file = place.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    place
}

fn filter() -> Filter {
    Filter::new(FilterOptions {
        extensions: ["ex", "json"].map(String::from).into(),
        ignore: vec!["old/".into()],
        ..FilterOptions::default()
    })
    .unwrap()
}

fn explain(root: &Path, path: &str) -> Standing {
    Rules::load(root, &filter()).explain(path)
}

fn excluded(root: &Path, path: &str) -> Exclusion {
    match explain(root, path) {
        Standing::Excluded(exclusion) => exclusion,
        other => panic!("{path}: {other:?}"),
    }
}

/// Reason, place, pattern, ignore file below the root, line.
type Told = (Skip, String, String, Option<String>, Option<usize>);

fn told(root: &Path, path: &str) -> Told {
    let Exclusion { skip, at, rule, .. } = excluded(root, path);
    let rule = rule.unwrap();
    let root = root.canonicalize().unwrap();
    let file = rule
        .file
        .map(|file| file.strip_prefix(&root).unwrap().display().to_string());
    (skip, at, rule.pattern, file, rule.line)
}

#[test]
fn the_rule_is_named_with_its_file_and_line() {
    let place = tree(&[
        (".git/HEAD", ""),
        (".git/info/exclude", "# mine\nprivate.ex\n"),
        (".gitignore", "*.gen.ex\n!a.gen.ex\n\n*.gen.ex  \n/tmp/\n"),
        ("lib/.gitignore", "!keep.gen.ex\n"),
        ("lib/.parserignore", "\u{feff}dull.ex\n"),
        ("lib/b.gen.ex", ""),
        ("lib/keep.gen.ex", ""),
        ("lib/dull.ex", ""),
        ("tmp/x/y.ex", ""),
        ("private.ex", ""),
        ("deps/a/b.ex", ""),
        ("old/a.ex", ""),
        ("credentials.json", ""),
    ]);
    let root = place.path();
    let by = |skip, at: &str, pattern: &str, file: Option<&str>, line| -> Told {
        (skip, at.into(), pattern.into(), file.map(Into::into), line)
    };
    let gitignore = Some(".gitignore");
    for (path, expected) in [
        (
            "lib/b.gen.ex",
            by(
                Skip::Ignored,
                "lib/b.gen.ex",
                "*.gen.ex",
                gitignore,
                Some(4),
            ),
        ),
        (
            "tmp/x/y.ex",
            by(Skip::Ignored, "tmp", "/tmp/", gitignore, Some(5)),
        ),
        (
            "private.ex",
            by(
                Skip::Ignored,
                "private.ex",
                "private.ex",
                Some(".git/info/exclude"),
                Some(2),
            ),
        ),
        (
            "lib/dull.ex",
            by(
                Skip::Ignored,
                "lib/dull.ex",
                "dull.ex",
                Some("lib/.parserignore"),
                Some(1),
            ),
        ),
        ("deps", by(Skip::BuiltIn, "deps", "deps/", None, None)),
        (
            "deps/a/b.ex",
            by(Skip::BuiltIn, "deps", "deps/", None, None),
        ),
        (".git/HEAD", by(Skip::BuiltIn, ".git", ".git/", None, None)),
        ("old/a.ex", by(Skip::Ignored, "old", "old/", None, None)),
        (
            "credentials.json",
            by(Skip::Secret, "credentials.json", "credentials*", None, None),
        ),
    ] {
        assert_eq!(told(root, path), expected, "{path}");
    }
    assert_eq!(explain(root, "lib/keep.gen.ex"), Standing::File);
}

#[test]
fn what_is_no_matter_of_rules_is_told_too() {
    let place = tree(&[
        ("lib/a.ex", ""),
        ("notes.txt", ""),
        ("vendor/other/.git/HEAD", ""),
        ("vendor/other/a.ex", ""),
    ]);
    let root = place.path();
    symlink("lib", root.join("link")).unwrap();
    symlink("lib/a.ex", root.join("link.ex")).unwrap();
    let _socket = UnixListener::bind(root.join("socket.ex")).unwrap();

    for (path, standing) in [
        ("", Standing::Directory),
        ("lib", Standing::Directory),
        ("lib/a.ex", Standing::File),
        ("lib/b.ex", Standing::Missing),
        ("nowhere/b.ex", Standing::Missing),
        ("lib/a.ex/b.ex", Standing::Missing),
    ] {
        assert_eq!(explain(root, path), standing, "{path}");
    }
    for (path, skip, at, kind) in [
        ("link.ex", Skip::Symlink, "link.ex", Some(FileKind::Symlink)),
        ("link/a.ex", Skip::Symlink, "link", None),
        (
            "socket.ex",
            Skip::SpecialFile,
            "socket.ex",
            Some(FileKind::Socket),
        ),
        (
            "vendor/other/a.ex",
            Skip::NestedRepository,
            "vendor/other",
            None,
        ),
        ("notes.txt", Skip::UnsupportedExtension, "notes.txt", None),
    ] {
        let expected = Exclusion {
            skip,
            at: at.into(),
            rule: None,
            kind,
        };
        assert_eq!(excluded(root, path), expected, "{path}");
    }
}

#[test]
fn a_name_that_is_too_long_is_unreadable() {
    let place = tree(&[]);
    assert!(matches!(
        explain(place.path(), &"x".repeat(300)),
        Standing::Unreadable(words) if words.contains("too long")
    ));
}

/// The two must not drift apart.
#[test]
fn a_scan_takes_the_files_that_are_told_to_belong() {
    let place = tree(&[
        (".gitignore", "*.gen.ex\n!b.gen.ex\n"),
        ("a.ex", ""),
        ("a.gen.ex", ""),
        ("b.gen.ex", ""),
        ("c.txt", ""),
        (".env.ex", ""),
        ("old/a.ex", ""),
        ("lib/.parserignore", "/x.ex\n"),
        ("lib/x.ex", ""),
        ("lib/deep/x.ex", ""),
        ("lib/target/x.ex", ""),
    ]);
    let root = place.path();
    let mut taken = Vec::new();
    scan(root, &filter(), None, &mut |entry| {
        taken.push(entry.path);
        true
    });
    taken.sort();
    let all = [
        ".env.ex",
        "a.ex",
        "a.gen.ex",
        "b.gen.ex",
        "c.txt",
        "lib/deep/x.ex",
        "lib/target/x.ex",
        "lib/x.ex",
        "old/a.ex",
    ];
    let told: Vec<_> = all
        .into_iter()
        .filter(|path| explain(root, path) == Standing::File)
        .collect();
    assert_eq!(taken, told);
    assert_eq!(told, ["a.ex", "b.gen.ex", "lib/deep/x.ex"]);
}
