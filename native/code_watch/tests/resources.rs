//! What watches take, and that they leave nothing behind. Alone in its process, since it counts.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod watched;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use code_watch::{Message, RescanReason, Watch, WatchOptions};
use crossbeam_channel::{Receiver, bounded, unbounded};
use watched::{Mailbox, PATIENCE, eventually, options, write};

static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    eventually(|| held() == (0, 0));
    alone
}

/// Threads of ours, and inotify instances. The threads of other tests come and go.
fn held() -> (usize, usize) {
    (threads("code_watch"), instances())
}

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").unwrap().count()
}

fn threads(prefix: &str) -> usize {
    fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok())
        .filter(|name| name.starts_with(prefix))
        .count()
}

fn instances() -> usize {
    fs::read_dir("/proc/self/fd")
        .unwrap()
        .filter_map(|fd| fs::read_link(fd.ok()?.path()).ok())
        .filter(|target| target == Path::new("anon_inode:inotify"))
        .count()
}

/// The masks of all watches that the kernel keeps for this process.
fn masks() -> Vec<u32> {
    let mut masks = Vec::new();
    for info in fs::read_dir("/proc/self/fdinfo").unwrap() {
        let text = fs::read_to_string(info.unwrap().path()).unwrap_or_default();
        for line in text.lines().filter(|line| line.starts_with("inotify ")) {
            let mask = line.split(' ').find_map(|word| word.strip_prefix("mask:"));
            masks.push(u32::from_str_radix(mask.unwrap(), 16).unwrap());
        }
    }
    masks
}

fn start(root: &Path) -> (Watch, Receiver<Message>) {
    let (sender, messages) = unbounded();
    let watch = Watch::start(options(root), Mailbox(sender)).unwrap();
    watch.demand(1_000_000);
    let first = messages.recv_timeout(PATIENCE);
    assert!(matches!(first, Ok(Message::Rescan(_))), "{first:?}");
    (watch, messages)
}

fn expect(messages: &Receiver<Message>, path: &str) {
    let changed = Message::Changed(vec![path.into()]);
    assert_eq!(messages.recv_timeout(PATIENCE), Ok(changed));
}

#[test]
fn a_thousand_watches_come_and_go() {
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    for i in 0..20 {
        fs::create_dir_all(place.path().join(format!("lib/d{i}"))).unwrap();
    }
    let options = options(place.path());
    let before = descriptors();
    for round in 0..1_000 {
        let (sender, messages) = bounded(10);
        let watch = Watch::start(options.clone(), Mailbox(sender)).unwrap();
        match round % 4 {
            0 => drop(messages),
            1 => watch.stop(),
            2 => drop(messages.recv().unwrap()),
            _ => {
                drop(messages.recv().unwrap());
                drop(messages);
                watch.touch("lib/a.ex");
                watch.demand(1);
            }
        }
    }
    eventually(|| held() == (0, 0));
    eventually(|| descriptors() <= before);
    assert_eq!(masks(), []);
}

#[test]
fn a_sink_that_is_gone_ends_the_thread_while_the_watch_is_held() {
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    let (watch, messages) = start(place.path());
    drop(messages);
    watch.touch("a.ex");
    eventually(|| held() == (0, 0));
}

#[test]
fn fifty_watches_share_one_instance() {
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    let roots: Vec<_> = (0..50)
        .map(|i| place.path().join(format!("r{i}")))
        .collect();
    for root in &roots {
        write(&root.join("lib/a.ex"), "old");
    }
    let apart: Vec<_> = roots.iter().map(|root| start(root)).collect();
    let together: Vec<_> = (0..50).map(|_| start(&roots[0])).collect();
    assert_eq!(instances(), 1);
    assert_eq!(threads("code_watch_hub"), 1);
    assert_eq!(masks().len(), 100);

    write(&roots[0].join("lib/a.ex"), "new");
    for (_, messages) in together.iter().chain(&apart[..1]) {
        expect(messages, "lib/a.ex");
    }
    assert!(apart[1..].iter().all(|(_, messages)| messages.is_empty()));

    drop(together);
    write(&roots[0].join("lib/b.ex"), "new");
    expect(&apart[0].1, "lib/b.ex");
    drop(apart);
    eventually(|| held() == (0, 0));
}

/// The kernel would keep the watches of what was moved away.
#[test]
fn directories_moved_out_take_no_watch() {
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("root");
    write(&root.join("lib/deep/a.ex"), "old");
    let (watch, messages) = start(&root);
    assert_eq!((masks().len(), watch.status().watches), (3, 3));
    fs::rename(root.join("lib"), place.path().join("out")).unwrap();
    expect(&messages, "lib");
    eventually(|| (masks().len(), watch.status().watches) == (1, 1));
}

#[test]
fn a_slow_watch_keeps_no_other_waiting_and_is_told_what_it_missed() {
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    write(&root.join("a.ex"), "old");
    // Takes a message only when somebody asks for it.
    let (sender, slow) = bounded(0);
    let options = WatchOptions {
        quiet: Duration::from_millis(1),
        ..options(root)
    };
    let watch = Watch::start(options, Mailbox(sender)).unwrap();
    watch.demand(1_000_000);
    assert!(matches!(
        slow.recv_timeout(PATIENCE),
        Ok(Message::Rescan(_))
    ));
    let (_quick, messages) = start(root);

    write(&root.join("a.ex"), "new");
    expect(&messages, "a.ex");
    // More events than are kept for the slow one, while it is stuck with its first message.
    let mut files = ["b.ex", "c.ex"].map(|name| File::create(root.join(name)).unwrap());
    for _ in 0..10_000 {
        files
            .iter_mut()
            .for_each(|file| file.write_all(b"x").unwrap());
    }
    let mut missing = BTreeSet::from(["b.ex".to_string(), "c.ex".to_string()]);
    while !missing.is_empty() {
        match messages.recv_timeout(PATIENCE).unwrap() {
            Message::Changed(paths) => missing = &missing - &paths.into_iter().collect(),
            Message::Rescan(RescanReason::Overflow) => missing.clear(),
            other => panic!("{other:?}"),
        }
    }
    let overflow = Message::Rescan(RescanReason::Overflow);
    while slow.recv_timeout(PATIENCE).unwrap() != overflow {}
}

/// What readers do never reaches us: not one event of theirs is asked for.
#[test]
fn the_kernel_is_asked_for_changes_only() {
    const IN_ACCESS: u32 = 0x1;
    const IN_CLOSE_NOWRITE: u32 = 0x10;
    const IN_OPEN: u32 = 0x20;
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("lib/a.ex"), "old");
    let (_watch, _messages) = start(place.path());
    let masks = masks();
    assert_eq!(masks.len(), 2);
    for mask in masks {
        assert_eq!(
            mask & (IN_ACCESS | IN_OPEN | IN_CLOSE_NOWRITE),
            0,
            "{mask:x}"
        );
    }
}

#[test]
fn ignored_directories_take_no_watch() {
    let _alone = alone();
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    for i in 0..2_000 {
        fs::create_dir_all(root.join(format!("node_modules/p{}/d{i}", i % 100))).unwrap();
    }
    write(&root.join(".gitignore"), "generated/\n");
    write(&root.join("generated/a.ex"), "");
    write(&root.join("lib/deep/a.ex"), "");
    let (watch, _messages) = start(root);
    assert_eq!(watch.status().watches, 3);
    assert_eq!(masks().len(), 3);
}
