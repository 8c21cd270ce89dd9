//! End to end, on the operating system's own events: what happens to the watch as a whole.
#![allow(clippy::unwrap_used)]

mod watched;

use std::fs;
use std::time::{Duration, Instant};

use code_watch::{
    Degradation, DegradationKind, Gone, Message, RescanReason, Sink, Status, Watch, WatchError,
    WatchOptions,
};
use crossbeam_channel::{Receiver, Sender, unbounded};
use watched::{Mailbox, PATIENCE, Tree, eventually, options, write};

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
            | Message::Restored(DegradationKind::RootMissing)
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
    let back = Message::Restored(DegradationKind::RootMissing);
    assert_eq!(tree.next(), back);
    assert_eq!(tree.next(), Message::Rescan(RescanReason::RootReturned));
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

/// The lock of a linked work tree is beside its own index, not in the repository's.
#[test]
fn a_linked_work_tree_has_a_lock_of_its_own() {
    let place = |options: &mut WatchOptions| {
        let git_dir = options.root.with_file_name("main/.git/worktrees/root");
        write(&git_dir.join("HEAD"), "ref: refs/heads/other\n");
        write(&git_dir.join("commondir"), "../..\n");
        write(&git_dir.join("index.lock"), "");
        let pointer = format!("gitdir: {}\n", git_dir.display());
        write(&options.root.join(".git"), &pointer);
    };
    let tree = Tree::with(&["a.ex"], place);
    tree.write("a.ex", "new");
    let silence = tree.messages.recv_timeout(Duration::from_millis(400));
    assert!(silence.is_err(), "{silence:?}");
    fs::remove_file(tree.outside("main/.git/worktrees/root/index.lock")).unwrap();
    tree.expect(&["a.ex"]);
    write(
        &tree.outside("main/.git/worktrees/root/HEAD"),
        "ref: refs/heads/third\n",
    );
    tree.expect_rescan(RescanReason::HeadChanged);
    // The first makes the directory, which is watched from then on.
    for rules in ["", "a.ex\n"] {
        write(&tree.outside("main/.git/info/exclude"), rules);
        tree.expect_rescan(RescanReason::RulesChanged);
    }
}

#[test]
fn many_changes_at_once_are_one_rescan() {
    let tree = Tree::with(&[], |options| options.bulk = 10);
    for i in 0..30 {
        tree.write(&format!("f{i}.ex"), "new");
    }
    tree.expect_rescan(RescanReason::Bulk);
}

#[test]
fn a_root_that_cannot_be_watched() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    write(&file, "");
    let error = Watch::start(options(&file), Mailbox(unbounded().0)).err();
    assert_eq!(error, Some(WatchError::RootNotADirectory));
}

#[test]
fn a_root_that_is_away_at_the_start_is_waited_for() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("root");
    let (sender, messages) = unbounded();
    let _watch = Watch::start(options(&root), Mailbox(sender)).unwrap();
    let next = || messages.recv_timeout(PATIENCE).unwrap();
    let missing = Message::Degraded {
        reason: Degradation::RootMissing,
        unwatched: 1,
    };
    assert_eq!(next(), missing);
    fs::create_dir(&root).unwrap();
    assert_eq!(next(), Message::Restored(DegradationKind::RootMissing));
    assert_eq!(next(), Message::Rescan(RescanReason::RootReplaced));
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

#[test]
fn the_status_counts_watches_and_what_waits() {
    let place = tempfile::tempdir().unwrap();
    for file in [
        "a.ex",
        "lib/a.ex",
        "lib/deep/b.ex",
        "target/c.ex",
        "target/deep/d.ex",
    ] {
        write(&place.path().join(file), "");
    }
    let (sender, messages) = unbounded();
    let watch = Watch::start(options(place.path()), Mailbox(sender)).unwrap();
    assert_eq!(
        messages.recv_timeout(PATIENCE),
        Ok(Message::Rescan(RescanReason::Started))
    );
    let expected = |pending| Status {
        watches: 3,
        polled: 0,
        pending,
    };
    assert_eq!(watch.status(), expected(0));
    watch.touch("a.ex");
    watch.touch("b.ex");
    eventually(|| watch.status() == expected(2));
    watch.demand(2);
    eventually(|| watch.status() == expected(0));
}
