//! What the operating system refuses to watch is polled, and only as long as it refuses.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod watched;

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use code_watch::{Degradation, DegradationKind, Message, RescanReason, Watch, WatchOptions};
use crossbeam_channel::{Receiver, unbounded};
use watched::namespace::{inside, skip};
use watched::{Mailbox, PATIENCE, Tree, eventually, options, write};

const AS_ROOT: &[&str] = &["--user", "--map-root-user"];
/// Whoever is nobody there has no power over modes, even if root has started the tests.
const AS_NOBODY: &[&str] = &["--user"];
const WATCHES: &str = "/proc/sys/user/max_inotify_watches";
const INSTANCES: &str = "/proc/sys/user/max_inotify_instances";

fn start(root: &Path) -> (Watch, Receiver<Message>) {
    start_polling_every(root, Duration::from_millis(50))
}

fn start_polling_every(root: &Path, poll_interval: Duration) -> (Watch, Receiver<Message>) {
    let options = WatchOptions {
        poll_interval,
        ..options(root)
    };
    let (sender, messages) = unbounded();
    let watch = Watch::start(options, Mailbox(sender)).unwrap();
    watch.demand(1_000_000);
    (watch, messages)
}

fn next(messages: &Receiver<Message>) -> Message {
    messages.recv_timeout(PATIENCE).unwrap()
}

/// Waits for a message that is no change.
fn news(messages: &Receiver<Message>) -> Message {
    loop {
        match next(messages) {
            Message::Changed(_) => (),
            news => return news,
        }
    }
}

fn expect_paths(messages: &Receiver<Message>, expected: &[String]) {
    let mut missing = expected.to_vec();
    while !missing.is_empty() {
        match next(messages) {
            Message::Changed(paths) => missing.retain(|path| !paths.contains(path)),
            other => panic!("{other:?} while waiting for {missing:?}"),
        }
    }
}

fn change_all(root: &Path, files: &[String], text: &str) {
    files.iter().for_each(|file| write(&root.join(file), text));
}

#[test]
fn too_few_watches() {
    let test = "too_few_watches";
    if !inside(test, AS_ROOT, &format!("echo 50 > {WATCHES}")) {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let files: Vec<String> = (0..80).map(|i| format!("d{i}/a.ex")).collect();
    change_all(root, &files, "old");
    let (watch, messages) = start(root);
    let limit = Message::Degraded {
        reason: Degradation::WatchLimit,
        unwatched: 31,
    };
    assert_eq!(next(&messages), limit);
    assert_eq!(next(&messages), Message::Rescan(RescanReason::Started));
    let status = watch.status();
    assert_eq!((status.watches, status.polled), (50, 31));

    change_all(root, &files, "new");
    expect_paths(&messages, &files);
    write(&root.join("late/deep/a.ex"), "new");
    expect_paths(&messages, &["late/deep/a.ex".into()]);

    fs::write(WATCHES, "1000").unwrap();
    let restored = Message::Restored(DegradationKind::WatchLimit);
    assert_eq!(news(&messages), restored);
    eventually(|| watch.status().polled == 0);
    assert_eq!(watch.status().watches, 83);
    change_all(root, &files, "newer");
    expect_paths(&messages, &files);
}

#[test]
fn no_inotify_instance() {
    let test = "no_inotify_instance";
    if !inside(test, AS_ROOT, &format!("echo 0 > {INSTANCES}")) {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let files = ["a.ex".to_string(), "lib/b.ex".to_string()];
    change_all(root, &files, "old");
    let (watch, messages) = start(root);
    let limit = Message::Degraded {
        reason: Degradation::DescriptorLimit,
        unwatched: 2,
    };
    assert_eq!(next(&messages), limit);
    assert_eq!(next(&messages), Message::Rescan(RescanReason::Started));
    assert_eq!((watch.status().watches, watch.status().polled), (0, 2));
    change_all(root, &files, "new");
    expect_paths(&messages, &files);

    fs::write(INSTANCES, "10").unwrap();
    let restored = Message::Restored(DegradationKind::DescriptorLimit);
    assert_eq!(news(&messages), restored);
    eventually(|| (watch.status().watches, watch.status().polled) == (2, 0));
    change_all(root, &files, "newer");
    expect_paths(&messages, &files);
}

#[test]
fn an_unreadable_directory() {
    if !inside("an_unreadable_directory", AS_NOBODY, "true") {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let files = ["closed/a.ex".to_string(), "open/b.ex".to_string()];
    change_all(root, &files, "old");
    let mode = |mode| {
        fs::set_permissions(root.join("closed"), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o000);
    assert!(
        fs::read_dir(root.join("closed")).is_err(),
        "root in disguise"
    );
    // No listing is due: the change of the mode is an event.
    let (watch, messages) = start_polling_every(root, Duration::from_secs(3_600));
    let closed = matches!(
        next(&messages),
        Message::Degraded { reason: Degradation::Unwatchable(words), unwatched: 1 }
            if words.contains("closed") && words.contains("ermission denied")
    );
    assert!(closed);
    assert_eq!(next(&messages), Message::Rescan(RescanReason::Started));
    write(&root.join("open/b.ex"), "new");
    expect_paths(&messages, &files[1..]);

    mode(0o755);
    let mut missing = vec![
        Message::Restored(DegradationKind::Unwatchable),
        Message::Changed(vec!["closed/a.ex".into()]),
    ];
    while !missing.is_empty() {
        let message = next(&messages);
        missing.retain(|expected| *expected != message);
    }
    assert_eq!((watch.status().watches, watch.status().polled), (3, 0));

    // A watch that is there outlives the permission.
    mode(0o000);
    write(&root.join("open/b.ex"), "newer");
    expect_paths(&messages, &files[1..]);
    mode(0o755);
    write(&root.join("closed/a.ex"), "newer");
    expect_paths(&messages, &files[..1]);
}

#[test]
fn too_many_open_files() {
    if !inside("too_many_open_files", AS_ROOT, "ulimit -n 64") {
        return;
    }
    let tree = Tree::new(&["lib/a.ex"]);
    write(&tree.outside(".parserignore"), "");
    let hoard: Vec<File> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
    assert!(hoard.len() > 10);
    fs::rename(tree.outside(".parserignore"), tree.path(".parserignore")).unwrap();
    // Nothing could be listed for this one.
    tree.expect_rescan(RescanReason::RulesChanged);
    assert_eq!(tree.watch.status().watches, 1);
    drop(hoard);
    tree.expect(&["lib/a.ex"]);
    tree.write("lib/b.ex", "");
    tree.expect_some("lib/b.ex");
}

/// Unmounts when dropped.
struct Mount<'a>(&'a Path);

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("fusermount").arg("-uz").arg(self.0).status();
    }
}

#[test]
fn a_file_system_that_others_change() {
    let place = tempfile::tempdir().unwrap();
    let (root, elsewhere) = (place.path().join("root"), place.path().join("elsewhere"));
    let mounted = root.join("mounted");
    write(&root.join("a.ex"), "old");
    write(&elsewhere.join("lib/b.ex"), "old");
    fs::create_dir(&mounted).unwrap();
    let bindfs = Command::new("bindfs").args([&elsewhere, &mounted]).output();
    if !bindfs.is_ok_and(|output| output.status.success()) {
        return skip("a_file_system_that_others_change", "bindfs does not mount");
    }
    let _mount = Mount(&mounted);
    let (watch, messages) = start(&root);
    let remote = Message::Degraded {
        reason: Degradation::RemoteFileSystem("FUSE"),
        unwatched: 2,
    };
    assert_eq!(next(&messages), remote);
    assert_eq!(next(&messages), Message::Rescan(RescanReason::Started));
    assert_eq!((watch.status().watches, watch.status().polled), (3, 2));
    write(&elsewhere.join("lib/b.ex"), "new");
    write(&elsewhere.join("c.ex"), "new");
    expect_paths(
        &messages,
        &["mounted/lib/b.ex".into(), "mounted/c.ex".into()],
    );
    fs::remove_dir_all(elsewhere.join("lib")).unwrap();
    expect_paths(&messages, &["mounted/lib".into()]);
}
