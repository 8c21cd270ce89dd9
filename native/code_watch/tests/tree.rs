//! Rules, scan and read on real directories.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use code_watch::{
    FileKind, Filter, FilterOptions, LazyRules, ReadError, Rules, ScanReport, Skip, Stat, read,
    read_named, scan, stat,
};
use tempfile::{TempDir, tempdir};

fn filter() -> Filter {
    filter_with(|_| ())
}

fn filter_with(change: impl FnOnce(&mut FilterOptions)) -> Filter {
    let extensions = ["ex", "rs", "json", "png"].map(String::from).into();
    let mut options = FilterOptions {
        extensions,
        ..FilterOptions::default()
    };
    change(&mut options);
    Filter::new(options).unwrap()
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let place = tempdir().unwrap();
    for (path, text) in files {
        write(&place.path().join(path), text);
    }
    place
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn list(root: &Path, filter: &Filter, scope: Option<&str>) -> (Vec<String>, ScanReport) {
    let mut paths = Vec::new();
    let report = scan(root, filter, scope, &mut |entry| {
        paths.push(entry.path);
        true
    });
    (paths, report)
}

#[test]
fn every_path_is_accepted_or_skipped_for_a_reason() {
    let place = tree(&[
        (".gitignore", "generated.ex\n/tmp/\n"),
        ("lib/a.ex", ""),
        ("lib/generated.ex", ""),
        ("lib/deps/x.ex", ""),
        ("lib/tmp/b.ex", ""),
        ("lib/logo.png", ""),
        ("notes.txt", ""),
        ("tmp/c.ex", ""),
        (".env.json", ""),
        ("config/credentials.json", ""),
        ("lib/credentials.ex", ""),
        ("config/prod.tfvars.json", ""),
        ("config/prod.secret.exs", ""),
        ("config/secrets.json", ""),
        ("lib/id_map.ex", ""),
        ("clone/.git/HEAD", ""),
        ("clone/d.ex", ""),
        ("worktree/.git", "gitdir: elsewhere"),
        ("worktree/e.ex", ""),
    ]);
    let root = place.path();
    symlink("lib", root.join("link")).unwrap();
    symlink("lib/a.ex", root.join("link.ex")).unwrap();
    mkfifo(&root.join("pipe.ex"));
    let _socket = UnixListener::bind(root.join("socket.ex")).unwrap();
    let verdicts = [
        ("lib/a.ex", Ok(())),
        ("lib/tmp/b.ex", Ok(())),
        ("lib/credentials.ex", Ok(())),
        ("lib/id_map.ex", Ok(())),
        ("lib/generated.ex", Err(Skip::Ignored)),
        ("tmp/c.ex", Err(Skip::Ignored)),
        ("lib/deps/x.ex", Err(Skip::BuiltIn)),
        ("lib/logo.png", Err(Skip::BuiltIn)),
        (".git/config", Err(Skip::Unreadable)),
        ("notes.txt", Err(Skip::UnsupportedExtension)),
        (".gitignore", Err(Skip::UnsupportedExtension)),
        (".env.json", Err(Skip::Secret)),
        ("config/credentials.json", Err(Skip::Secret)),
        ("config/prod.tfvars.json", Err(Skip::Secret)),
        ("config/prod.secret.exs", Err(Skip::Secret)),
        ("config/secrets.json", Err(Skip::Secret)),
        ("link", Err(Skip::Symlink)),
        ("link.ex", Err(Skip::Symlink)),
        ("link/a.ex", Err(Skip::Symlink)),
        ("pipe.ex", Err(Skip::SpecialFile)),
        ("socket.ex", Err(Skip::SpecialFile)),
        ("clone/d.ex", Err(Skip::NestedRepository)),
        ("clone/.git/HEAD", Err(Skip::NestedRepository)),
        ("worktree/e.ex", Err(Skip::NestedRepository)),
        ("none.ex", Err(Skip::Unreadable)),
    ];
    let rules = Rules::load(root, &filter());
    let lazy = LazyRules::new(root, &filter());
    for (path, verdict) in verdicts {
        assert_eq!(rules.classify(path), verdict, "{path}");
        assert_eq!(lazy.classify(path), verdict, "{path}");
    }
    let (paths, report) = list(root, &filter(), None);
    assert_eq!(
        paths,
        [
            "lib/a.ex",
            "lib/credentials.ex",
            "lib/id_map.ex",
            "lib/tmp/b.ex"
        ]
    );
    assert_eq!(report.accepted, 4);
    assert_eq!(report.errors, []);
    let expected = BTreeMap::from([
        (Skip::UnsupportedExtension, 2),
        (Skip::Ignored, 2),
        (Skip::BuiltIn, 2),
        (Skip::Secret, 5),
        (Skip::Symlink, 2),
        (Skip::SpecialFile, 2),
        (Skip::NestedRepository, 2),
    ]);
    assert_eq!(report.skipped, expected);
}

#[test]
fn options_outrank_parserignore_which_outranks_built_in_and_gitignore() {
    let place = tree(&[
        (".gitignore", "deps/\n*.rs\n"),
        ("lib/.parserignore", "!kept.rs\nsecond.ex\n!.env.json\n"),
        ("lib/kept.rs", ""),
        ("lib/lost.rs", ""),
        ("lib/first.ex", ""),
        ("lib/second.ex", ""),
        ("lib/.env.json", ""),
        ("deps/a/a.ex", ""),
    ]);
    let filter = filter_with(|options| {
        options.ignore = vec!["first.ex".into(), "!deps/".into()];
    });
    let (paths, _) = list(place.path(), &filter, None);
    assert_eq!(paths, ["deps/a/a.ex", "lib/kept.rs"]);
    let blind = filter_with(|options| options.respect_gitignore = false);
    let (paths, _) = list(place.path(), &blind, None);
    assert_eq!(paths, ["lib/first.ex", "lib/kept.rs", "lib/lost.rs"]);
}

#[test]
fn lazy_rules_remember_what_rules_say_and_not_what_the_disk_does() {
    let place = tree(&[(".gitignore", "out/\n"), ("out/a.ex", ""), ("lib/a.ex", "")]);
    let lazy = LazyRules::new(place.path(), &filter());
    assert_eq!(lazy.classify("new/a.ex"), Err(Skip::Unreadable));
    assert_eq!(lazy.classify("lib/a.ex"), Ok(()));
    assert_eq!(lazy.classify("out/a.ex"), Err(Skip::Ignored));
    write(&place.path().join("new/a.ex"), "");
    write(&place.path().join("new/.gitignore"), "a.ex\n");
    write(&place.path().join("lib/.gitignore"), "a.ex\n");
    assert_eq!(lazy.classify("new/a.ex"), Err(Skip::Ignored));
    assert_eq!(lazy.classify("lib/a.ex"), Ok(()), "as it was at first");
    let later = LazyRules::new(place.path(), &filter());
    assert_eq!(later.classify("lib/a.ex"), Err(Skip::Ignored));
}

#[test]
fn a_pattern_that_is_none_is_named() {
    let options = FilterOptions {
        ignore: vec!["a{".into()],
        ..FilterOptions::default()
    };
    assert_eq!(Filter::new(options).unwrap_err().pattern, "a{");
}

#[test]
fn a_scan_of_a_part_knows_the_rules_above_it() {
    let place = tree(&[
        (".gitignore", "b.ex\nout/\n"),
        ("lib/x/a.ex", ""),
        ("lib/x/b.ex", ""),
        ("lib/y/c.ex", ""),
        ("out/x/d.ex", ""),
    ]);
    let listed = |scope| list(place.path(), &filter(), Some(scope));
    assert_eq!(listed("lib/x").0, ["lib/x/a.ex"]);
    assert_eq!(listed("lib/y/c.ex").0, ["lib/y/c.ex"]);
    assert_eq!(listed("lib/none").1, ScanReport::default());
    let ignored = ScanReport {
        skipped: [(Skip::Ignored, 1)].into(),
        ..ScanReport::default()
    };
    assert_eq!(listed("out/x").1, ignored);
    assert_eq!(listed("lib/x/b.ex").1, ignored);
    for outside in ["../lib", "lib/../..", "/etc"] {
        let (paths, report) = listed(outside);
        assert_eq!(paths, Vec::<String>::new());
        assert_eq!(report.errors.len(), 1, "{outside}");
    }
}

#[test]
fn a_scan_stops_when_its_visitor_says_so() {
    let place = tree(&[("a.ex", ""), ("b.ex", ""), ("lib/c.ex", "")]);
    let mut seen = 0;
    let report = scan(place.path(), &filter(), None, &mut |_| {
        seen += 1;
        seen < 2
    });
    assert_eq!((seen, report.accepted, report.stopped), (2, 2, true));
}

#[test]
fn a_missing_root_is_an_error_and_an_odd_name_is_not() {
    let place = tree(&[("a.ex", "")]);
    let (_, report) = list(&place.path().join("none"), &filter(), None);
    assert_eq!((report.accepted, report.errors.len()), (0, 1));
    #[cfg(target_os = "linux")]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        fs::write(place.path().join(OsStr::from_bytes(b"\xff.ex")), "").unwrap();
        let (paths, report) = list(place.path(), &filter(), None);
        assert_eq!(paths, ["a.ex"]);
        assert_eq!(report.skipped, [(Skip::NotUtf8, 1)].into());
    }
}

#[test]
fn the_case_of_an_extension_does_not_matter() {
    let place = tree(&[("A.EX", ""), ("b.Rs", ""), ("c.TXT", "")]);
    let filter = filter_with(|options| options.extensions = vec!["ex".into(), "RS".into()]);
    let (paths, report) = list(place.path(), &filter, None);
    assert_eq!(paths, ["A.EX", "b.Rs"]);
    assert_eq!(report.skipped, [(Skip::UnsupportedExtension, 1)].into());
}

#[test]
fn rules_of_a_pipe_or_a_link_count_for_nothing() {
    let place = tree(&[("a.ex", ""), ("rules", "a.ex"), ("lib/b.ex", "")]);
    mkfifo(&place.path().join(".gitignore"));
    symlink("../rules", place.path().join("lib/.gitignore")).unwrap();
    assert_eq!(list(place.path(), &filter(), None).0, ["a.ex", "lib/b.ex"]);
}

#[test]
fn a_file_is_read_whole() {
    let place = tree(&[
        ("lib/a.ex", "one\ntwo\nthree"),
        ("empty.ex", ""),
        ("b.ex", "x\n"),
    ]);
    let file = read(place.path(), "lib/a.ex", 100).unwrap();
    assert_eq!(file.bytes.as_deref(), Some(&b"one\ntwo\nthree"[..]));
    assert_eq!(
        file.hash,
        blake3::hash(b"one\ntwo\nthree").to_hex().to_string()
    );
    assert_eq!((file.lines, file.stat.size), (3, 13));
    assert_eq!(stat(place.path(), "lib/a.ex"), Ok(file.stat));
    let mut entries = Vec::new();
    scan(place.path(), &filter(), Some("lib"), &mut |entry| {
        entries.push(entry.stat);
        true
    });
    assert_eq!(entries, [file.stat]);
    assert_eq!(read(place.path(), "b.ex", 100).unwrap().lines, 1);
    let empty = read(place.path(), "empty.ex", 0).unwrap();
    assert_eq!((empty.bytes.as_deref(), empty.lines), (Some(&b""[..]), 0));
}

#[test]
fn a_rewrite_that_restores_size_and_time_shows_in_the_time_of_change() {
    let place = tree(&[("a.ex", "x = 1\n")]);
    let path = place.path().join("a.ex");
    let restore = |content: &str, time| {
        fs::write(&path, content).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(time).unwrap();
        stat(place.path(), "a.ex").unwrap()
    };
    let long_ago = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    let before = restore("x = 1\n", long_ago);
    assert_eq!(before.mtime_ns, 1_700_000_000_000_000_000);
    assert!(before.ctime_ns > before.mtime_ns);
    // Its clock may not have ticked yet.
    let after = (0..100_000)
        .map(|_| restore("x = 2\n", long_ago))
        .find(|after| *after != before)
        .unwrap();
    assert!(after.ctime_ns > before.ctime_ns);
    let ctime_ns = before.ctime_ns;
    assert_eq!(Stat { ctime_ns, ..after }, before);
}

#[test]
fn a_file_over_the_limit_is_hashed_and_counted_in_blocks() {
    let text = "some line\n".repeat(100_000) + "last";
    let place = tree(&[("a.json", &text)]);
    let whole = read(place.path(), "a.json", 10_000_000).unwrap();
    let large = read(place.path(), "a.json", 1_000).unwrap();
    assert_eq!(large.bytes, None);
    assert_eq!(
        (large.hash, large.lines, large.stat),
        (whole.hash, 100_001, whole.stat)
    );
}

#[test]
fn only_regular_files_inside_the_root_are_opened() {
    let place = tree(&[
        ("outside/a.ex", "secret"),
        ("root/lib/a.ex", ""),
        ("root/b.ex", ""),
    ]);
    let root = place.path().join("root");
    symlink("../outside", root.join("link")).unwrap();
    symlink("../outside/a.ex", root.join("link.ex")).unwrap();
    symlink("loop.ex", root.join("loop.ex")).unwrap();
    mkfifo(&root.join("pipe.ex"));
    let _socket = UnixListener::bind(root.join("socket.ex")).unwrap();
    let cases = [
        ("none.ex", ReadError::NotFound),
        ("b.ex/none.ex", ReadError::NotFound),
        ("lib", ReadError::NotRegular(FileKind::Directory)),
        ("", ReadError::NotRegular(FileKind::Directory)),
        ("link.ex", ReadError::NotRegular(FileKind::Symlink)),
        ("loop.ex", ReadError::NotRegular(FileKind::Symlink)),
        ("pipe.ex", ReadError::NotRegular(FileKind::Fifo)),
        ("socket.ex", ReadError::NotRegular(FileKind::Socket)),
        ("link/a.ex", ReadError::OutsideRoot),
        ("../outside/a.ex", ReadError::OutsideRoot),
        ("lib/../../outside/a.ex", ReadError::OutsideRoot),
        ("/etc/passwd", ReadError::OutsideRoot),
    ];
    for (path, error) in cases.clone() {
        assert_eq!(read(&root, path, 100), Err(error.clone()), "read {path}");
        assert_eq!(stat(&root, path), Err(error), "stat {path}");
    }
    let found = |directory| {
        let names = cases.iter().map(|(path, _)| *path).chain(["a.ex", "b.ex"]);
        let names: Vec<_> = names.collect();
        let read = read_named(&root, directory, &names, 100).into_iter();
        read.map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(found(""), ["b.ex"]);
    assert_eq!(found("lib"), ["a.ex"]);
    for outside in ["link", "../outside", "none", "b.ex"] {
        assert!(found(outside).is_empty(), "{outside}");
    }
    let device = ReadError::NotRegular(FileKind::Device);
    assert_eq!(read(Path::new("/dev"), "null", 100), Err(device));
    let nul = read(&root, "a\0.ex", 100);
    assert!(matches!(nul, Err(ReadError::Io(_))), "{nul:?}");
    let long = read(&root, "x".repeat(5_000), 100);
    assert!(matches!(long, Err(ReadError::Io(_))), "{long:?}");
}

#[test]
fn a_file_that_is_written_meanwhile_is_never_half_read() {
    let place = tree(&[("a.ex", "a")]);
    let path = place.path().join("a.ex");
    let versions: Vec<String> = ["a", "bb", "c"].map(|text| text.repeat(1_000_000)).into();
    let hashes: Vec<String> = versions
        .iter()
        .map(|text| blake3::hash(text.as_bytes()).to_hex().to_string())
        .collect();
    let writer = std::thread::spawn(move || {
        for version in versions.iter().cycle().take(60) {
            fs::write(path.with_extension("new"), version).unwrap();
            fs::rename(path.with_extension("new"), &path).unwrap();
        }
    });
    let mut read_whole = 0;
    while !writer.is_finished() || read_whole == 0 {
        match read(place.path(), "a.ex", 10_000_000) {
            Ok(file) if file.stat.size == 1 => (),
            Ok(file) => {
                assert!(hashes.contains(&file.hash));
                read_whole += 1;
            }
            Err(error) => assert_eq!(error, ReadError::Changing),
        }
    }
    writer.join().unwrap();
}
