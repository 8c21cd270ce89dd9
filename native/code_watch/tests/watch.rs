//! End to end, on the operating system's own events.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use code_watch::{
    Degradation, Filter, FilterOptions, Gone, Message, RescanReason, Sink, Watch, WatchError,
    WatchOptions,
};
use crossbeam_channel::{Receiver, Sender, unbounded};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

struct Mailbox(Sender<Message>);

impl Sink for Mailbox {
    fn send(&self, message: Message) -> Result<(), Gone> {
        self.0.send(message).map_err(|_| Gone)
    }
}

/// A watched tree in a temporary directory.
struct Tree {
    watch: Watch,
    messages: Receiver<Message>,
    place: TempDir,
}

impl Tree {
    fn new(files: &[&str]) -> Tree {
        Tree::with(files, |_| ())
    }

    fn with(files: &[&str], change: impl FnOnce(&mut WatchOptions)) -> Tree {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("root");
        fs::create_dir(&root).unwrap();
        for file in files {
            write(&root.join(file), "old");
        }
        let mut options = options(&root);
        change(&mut options);
        let (sender, messages) = unbounded();
        let watch = Watch::start(options, Mailbox(sender)).unwrap();
        let tree = Tree {
            watch,
            messages,
            place,
        };
        tree.expect_rescan(RescanReason::Started);
        tree.watch.demand(1_000_000);
        tree
    }

    fn path(&self, path: &str) -> PathBuf {
        self.place.path().join("root").join(path)
    }

    fn outside(&self, path: &str) -> PathBuf {
        self.place.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    fn next(&self) -> Message {
        self.messages.recv_timeout(PATIENCE).unwrap()
    }

    /// Waits until all of these, and nothing else, have been reported.
    fn expect(&self, paths: &[&str]) {
        let expected: BTreeSet<&str> = paths.iter().copied().collect();
        let mut missing = expected.clone();
        while !missing.is_empty() {
            match self.next() {
                Message::Changed(paths) => {
                    for path in &paths {
                        assert!(expected.contains(&**path), "unexpected: {path}");
                        missing.remove(&**path);
                    }
                }
                other => panic!("{other:?} while waiting for {missing:?}"),
            }
        }
    }

    /// Waits until this path has been reported, whatever else is.
    fn expect_some(&self, path: &str) {
        loop {
            if matches!(self.next(), Message::Changed(paths) if paths.iter().any(|p| p == path)) {
                return;
            }
        }
    }

    /// Everything that is reported until the change of a marker file, made now, is.
    fn until_marker(&self) -> Vec<Message> {
        self.write("marker.ex", "now");
        let mut seen = Vec::new();
        loop {
            match self.next() {
                Message::Changed(mut paths) if paths.iter().any(|path| path == "marker.ex") => {
                    paths.retain(|path| path != "marker.ex");
                    if !paths.is_empty() {
                        seen.push(Message::Changed(paths));
                    }
                    return seen;
                }
                other => seen.push(other),
            }
        }
    }

    fn expect_rescan(&self, reason: RescanReason) {
        loop {
            match self.next() {
                Message::Rescan(seen) => return assert_eq!(seen, reason),
                Message::Changed(_) => (),
                other => panic!("{other:?} while waiting for a rescan"),
            }
        }
    }
}

fn options(root: &Path) -> WatchOptions {
    let filter = FilterOptions {
        extensions: ["ex", "rs"].map(String::from).into(),
        ..FilterOptions::default()
    };
    WatchOptions {
        quiet: Duration::from_millis(60),
        ceiling: Duration::from_millis(600),
        ..WatchOptions::new(root, Filter::new(filter).unwrap())
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

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

#[test]
fn a_replaced_root_is_watched_again() {
    let tree = Tree::new(&["a.ex"]);
    fs::remove_dir_all(tree.path("")).unwrap();
    fs::create_dir(tree.path("")).unwrap();
    tree.write("b.ex", "new");
    loop {
        match tree.next() {
            Message::Rescan(RescanReason::RootReplaced) => break,
            Message::Degraded {
                reason: Degradation::RootMissing,
                ..
            }
            | Message::Changed(_) => (),
            other => panic!("{other:?}"),
        }
    }
    tree.write("lib/c.ex", "new");
    tree.expect_some("lib/c.ex");
}

#[test]
fn a_missing_root_is_no_news_about_its_files() {
    let tree = Tree::new(&["lib/a.ex", "b.ex"]);
    fs::rename(tree.path(""), tree.outside("elsewhere")).unwrap();
    let missing = Message::Degraded {
        reason: Degradation::RootMissing,
        unwatched: 1,
    };
    assert_eq!(tree.next(), missing);
    fs::rename(tree.outside("elsewhere"), tree.path("")).unwrap();
    assert_eq!(tree.next(), Message::Rescan(RescanReason::RootReplaced));
    tree.write("b.ex", "new");
    tree.expect(&["b.ex"]);
}

#[test]
fn another_commit_is_a_rescan_and_a_locked_index_holds_it_back() {
    let place = |options: &mut WatchOptions| {
        write(&options.root.join(".git/HEAD"), "ref: refs/heads/main\n");
    };
    let tree = Tree::with(&["a.ex"], place);
    tree.write(".git/index.lock", "");
    tree.write(".git/HEAD", "ref: refs/heads/other\n");
    tree.write("a.ex", "new");
    let locked = Instant::now();
    assert!(
        tree.messages
            .recv_timeout(Duration::from_millis(400))
            .is_err()
    );
    fs::remove_file(tree.path(".git/index.lock")).unwrap();
    tree.expect_rescan(RescanReason::HeadChanged);
    assert!(
        locked.elapsed() < Duration::from_secs(9),
        "the lock was not seen to go"
    );
    tree.expect(&["a.ex"]);
}

#[test]
fn more_changes_than_fit_are_a_rescan() {
    let tree = Tree::with(&[], |options| options.capacity = 10);
    for i in 0..30 {
        tree.write(&format!("f{i}.ex"), "new");
    }
    tree.expect_rescan(RescanReason::Overflow);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_hurt_nobody() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new(&["marker.ex"]);
    let odd = |name: &[u8]| tree.path("").join(OsStr::from_bytes(name));
    fs::write(odd(b"\xff.ex"), "new").unwrap();
    fs::create_dir(odd(b"\xfe")).unwrap();
    fs::write(odd(b"\xfe").join("a.ex"), "new").unwrap();
    assert_eq!(tree.until_marker(), []);
    tree.write("new\nline %\".ex", "new");
    tree.expect(&["new\nline %\".ex"]);
}

#[test]
fn a_root_that_cannot_be_watched() {
    let place = tempfile::tempdir().unwrap();
    let start = |root: &Path| Watch::start(options(root), Mailbox(unbounded().0)).err();
    write(&place.path().join("file"), "");
    assert_eq!(
        start(&place.path().join("none")),
        Some(WatchError::RootNotFound)
    );
    assert_eq!(
        start(&place.path().join("file")),
        Some(WatchError::RootNotADirectory)
    );
}

struct Explosive;

impl Sink for Explosive {
    fn send(&self, message: Message) -> Result<(), Gone> {
        match message {
            Message::Down(reason) => {
                assert_eq!(reason, "panic: the sink");
                DOWN.0.send(()).map_err(|_| Gone)
            }
            _ => panic!("the sink"),
        }
    }
}

static DOWN: std::sync::LazyLock<(Sender<()>, Receiver<()>)> = std::sync::LazyLock::new(unbounded);

#[test]
fn a_panic_is_a_last_message() {
    let place = tempfile::tempdir().unwrap();
    let _watch = Watch::start(options(place.path()), Explosive).unwrap();
    assert_eq!(DOWN.1.recv_timeout(PATIENCE), Ok(()));
}
