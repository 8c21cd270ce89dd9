//! End to end, on the operating system's own events: what happens to files.
#![allow(clippy::unwrap_used)]

mod watched;

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use code_watch::{Filter, FilterOptions, Message, RescanReason, Watch, WatchOptions};
use crossbeam_channel::unbounded;
use watched::{Mailbox, PATIENCE, Tree, options, write};

#[test]
fn a_save_in_place() {
    let tree = Tree::new(&["lib/a.ex", "lib/b.ex"]);
    tree.write("lib/a.ex", "new");
    tree.expect(&["lib/a.ex"]);
}

#[test]
fn an_atomic_save() {
    let tree = Tree::new(&["a.ex"]);
    tree.write("a.ex.swap", "new");
    fs::rename(tree.path("a.ex.swap"), tree.path("a.ex")).unwrap();
    tree.expect(&["a.ex"]);
}

#[test]
fn on_close_does_not_wait_for_the_quiet_time() {
    let patient = |options: &mut WatchOptions| {
        options.on_close = true;
        options.quiet = Duration::from_secs(3600);
        options.ceiling = Duration::from_secs(3600);
    };
    let tree = Tree::with(&["a.ex", "b.ex"], patient);
    tree.write("a.ex", "new");
    tree.expect(&["a.ex"]);
    tree.write("b.ex~", "new");
    fs::rename(tree.path("b.ex~"), tree.path("b.ex")).unwrap();
    tree.expect(&["b.ex"]);
}

#[test]
fn created_and_deleted_files() {
    let tree = Tree::new(&["old.ex"]);
    tree.write("new.ex", "new");
    tree.expect(&["new.ex"]);
    fs::remove_file(tree.path("new.ex")).unwrap();
    fs::remove_file(tree.path("old.ex")).unwrap();
    tree.expect(&["new.ex", "old.ex"]);
}

#[test]
fn a_file_that_is_told_without_being_wanted() {
    let tells = |options: &mut WatchOptions| {
        let filter = FilterOptions {
            extensions: vec!["ex".to_owned()],
            told: vec!["go.mod".to_owned()],
            ignore: vec!["/ignored".to_owned()],
            ..FilterOptions::default()
        };
        options.filter = Filter::new(filter).unwrap();
    };
    let tree = Tree::with(&["a.ex", "b/a.ex", "ignored/a.ex"], tells);
    for path in ["go.sum", "ignored/go.mod", "b/go.mod"] {
        tree.write(path, "new");
    }
    tree.expect(&["b/go.mod"]);
    fs::remove_file(tree.path("b/go.mod")).unwrap();
    tree.expect(&["b/go.mod"]);
}

#[test]
fn a_new_tree_filled_at_once() {
    let tree = Tree::new(&[]);
    let files: Vec<String> = (0..40).map(|i| format!("a/b/c/d/f{i}.ex")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for file in &files {
        tree.write(file, "new");
    }
    tree.expect(&files);
    tree.write("a/b/late.ex", "new");
    tree.expect_some("a/b/late.ex");
}

#[test]
fn a_directory_moved_in_out_and_about() {
    let tree = Tree::new(&["lib/keep.ex"]);
    for file in ["in/a.ex", "in/deep/b.ex", "in/c.txt"] {
        write(&tree.outside(file), "old");
    }
    fs::rename(tree.outside("in"), tree.path("lib/in")).unwrap();
    tree.expect(&["lib/in/a.ex", "lib/in/deep/b.ex"]);
    fs::rename(tree.path("lib/in"), tree.path("lib/on")).unwrap();
    // The former name stands for all that was below it; a second look may repeat the files.
    let seen = [
        "lib/in",
        "lib/on/a.ex",
        "lib/on/deep/b.ex",
        "lib/in/a.ex",
        "lib/in/deep/b.ex",
    ];
    let mut missing: BTreeSet<&str> = seen[..3].iter().copied().collect();
    while !missing.is_empty() {
        let Message::Changed(paths) = tree.next() else {
            panic!()
        };
        for path in &paths {
            assert!(seen.contains(&&**path), "{path}");
            missing.remove(&**path);
        }
    }
    tree.write("lib/on/deep/b.ex", "new");
    tree.expect_some("lib/on/deep/b.ex");
    fs::rename(tree.path("lib/on"), tree.outside("out")).unwrap();
    tree.expect_some("lib/on");
    write(&tree.outside("out/a.ex"), "elsewhere");
    assert!(!format!("{:?}", tree.until_marker()).contains("out"));
}

#[test]
fn a_deleted_tree_and_one_made_again_in_its_place() {
    let tree = Tree::new(&["lib/deep/a.ex"]);
    fs::remove_dir_all(tree.path("lib")).unwrap();
    tree.expect_some("lib");
    tree.write("lib/deep/b.ex", "new");
    tree.expect_some("lib/deep/b.ex");
    fs::remove_dir_all(tree.path("lib")).unwrap();
    tree.write("lib/deep/c.ex", "new");
    tree.expect_some("lib/deep/c.ex");
    tree.write("lib/deep/c.ex", "newer");
    tree.expect_some("lib/deep/c.ex");
}

#[test]
fn a_directory_in_the_place_of_a_file() {
    let tree = Tree::new(&["lib/t.ex", "lib/b.ex"]);
    fs::remove_file(tree.path("lib/t.ex")).unwrap();
    fs::create_dir(tree.path("lib/t.ex")).unwrap();
    tree.expect_some("lib/t.ex");
}

#[test]
fn readers_and_ignored_files_wake_nobody() {
    let tree = Tree::new(&["lib/a.ex", "target/b.ex", "marker.ex", ".env"]);
    for _ in 0..100 {
        fs::read(tree.path("lib/a.ex")).unwrap();
        fs::read_dir(tree.path("lib")).unwrap().count();
    }
    for path in [
        "target/b.ex",
        "target/new/c.ex",
        "lib/notes.txt",
        "lib/a.tmp",
        ".env",
    ] {
        tree.write(path, "new");
    }
    assert_eq!(tree.until_marker(), []);
}

#[test]
fn edited_ignore_rules_hold_from_then_on() {
    let tree = Tree::new(&["gen/a.ex", "lib/a.ex", "marker.ex"]);
    tree.write(".gitignore", "gen/\n");
    tree.expect_rescan(RescanReason::RulesChanged);
    tree.write("gen/a.ex", "ignored");
    assert_eq!(tree.until_marker(), []);
    fs::remove_file(tree.path(".gitignore")).unwrap();
    tree.expect_rescan(RescanReason::RulesChanged);
    tree.write("gen/a.ex", "seen");
    tree.expect_some("gen/a.ex");
}

#[test]
fn nothing_is_sent_without_demand() {
    let tree = Tree::with(&["a.ex", "b.ex", "c.ex"], |_| ());
    let place = tempfile::tempdir().unwrap();
    let (sender, messages) = unbounded();
    let watch = Watch::start(options(place.path()), Mailbox(sender)).unwrap();
    assert_eq!(
        messages.recv_timeout(PATIENCE),
        Ok(Message::Rescan(RescanReason::Started))
    );
    for path in ["a.ex", "b.ex", "c.ex"] {
        watch.touch(path);
    }
    tree.watch.touch("a.ex");
    tree.expect(&["a.ex"]);
    assert!(messages.is_empty());
    watch.demand(2);
    let mut sent = Vec::new();
    while sent.len() < 2 {
        match messages.recv_timeout(PATIENCE).unwrap() {
            Message::Changed(paths) => sent.extend(paths),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sent, ["a.ex", "b.ex"]);
    watch.demand(1);
    assert_eq!(
        messages.recv_timeout(PATIENCE),
        Ok(Message::Changed(vec!["c.ex".into()]))
    );
}
