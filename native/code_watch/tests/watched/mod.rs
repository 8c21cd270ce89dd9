//! A watched tree in a temporary directory, and what it hears.
#![allow(clippy::unwrap_used, dead_code)]

pub mod believer;
pub mod namespace;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use code_watch::{Filter, FilterOptions, Gone, Message, RescanReason, Sink, Watch, WatchOptions};
use crossbeam_channel::{Receiver, Sender, unbounded};
use tempfile::TempDir;

pub const PATIENCE: Duration = Duration::from_secs(20);

pub struct Mailbox(pub Sender<Message>);

impl Sink for Mailbox {
    fn send(&self, message: Message) -> Result<(), Gone> {
        self.0.send(message).map_err(|_| Gone)
    }
}

/// A watched tree in a temporary directory.
pub struct Tree {
    pub watch: Watch,
    pub messages: Receiver<Message>,
    pub place: TempDir,
}

impl Tree {
    pub fn new(files: &[&str]) -> Tree {
        Tree::with(files, |_| ())
    }

    pub fn with(files: &[&str], change: impl FnOnce(&mut WatchOptions)) -> Tree {
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

    pub fn path(&self, path: &str) -> PathBuf {
        self.place.path().join("root").join(path)
    }

    pub fn outside(&self, path: &str) -> PathBuf {
        self.place.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text);
    }

    pub fn next(&self) -> Message {
        self.messages.recv_timeout(PATIENCE).unwrap()
    }

    /// Waits until all of these, and nothing else, have been reported.
    pub fn expect(&self, paths: &[&str]) {
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
    pub fn expect_some(&self, path: &str) {
        loop {
            if matches!(self.next(), Message::Changed(paths) if paths.iter().any(|p| p == path)) {
                return;
            }
        }
    }

    /// Everything that is reported until the change of a marker file, made now, is.
    pub fn until_marker(&self) -> Vec<Message> {
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

    pub fn expect_rescan(&self, reason: RescanReason) {
        loop {
            match self.next() {
                Message::Rescan(seen) => return assert_eq!(seen, reason),
                Message::Changed(_) => (),
                other => panic!("{other:?} while waiting for a rescan"),
            }
        }
    }
}

pub fn options(root: &Path) -> WatchOptions {
    let filter = FilterOptions {
        extensions: ["ex", "rs"].map(String::from).into(),
        ..FilterOptions::default()
    };
    WatchOptions {
        quiet: Duration::from_millis(60),
        ceiling: Duration::from_millis(600),
        bulk_quiet: Duration::from_millis(120),
        ..WatchOptions::new(root, Filter::new(filter).unwrap())
    }
}

pub fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// For what sends no message.
pub fn eventually(condition: impl Fn() -> bool) {
    let patience = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < patience, "it did not come true");
        std::thread::yield_now();
    }
}
