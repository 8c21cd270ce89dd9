//! A watch that has ended leaves nothing behind. Alone in its process, since it counts.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use code_watch::{Filter, FilterOptions, Gone, Message, Sink, Watch, WatchOptions};
use crossbeam_channel::{Sender, bounded};

static ALONE: Mutex<()> = Mutex::new(());

struct Mailbox(Sender<Message>);

impl Sink for Mailbox {
    fn send(&self, message: Message) -> Result<(), Gone> {
        self.0.send(message).map_err(|_| Gone)
    }
}

fn count(what: &str) -> usize {
    fs::read_dir(format!("/proc/self/{what}")).unwrap().count()
}

fn wait_for_base(base: (usize, usize)) {
    let patience = Instant::now() + Duration::from_secs(30);
    while count("task") > base.0 || count("fd") > base.1 {
        assert!(
            Instant::now() < patience,
            "{} threads, {} fds",
            count("task"),
            count("fd")
        );
        std::thread::yield_now();
    }
}

#[test]
fn two_hundred_watches_come_and_go() {
    let _alone = ALONE.lock();
    let place = tempfile::tempdir().unwrap();
    for i in 0..20 {
        fs::create_dir_all(place.path().join(format!("lib/d{i}"))).unwrap();
    }
    let filter = Filter::new(FilterOptions::default()).unwrap();
    let options = WatchOptions::new(place.path(), filter);
    let base = (count("task"), count("fd"));
    for round in 0..200 {
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
    wait_for_base(base);
}

#[test]
fn a_sink_that_is_gone_ends_the_thread_while_the_watch_is_held() {
    let _alone = ALONE.lock();
    let place = tempfile::tempdir().unwrap();
    let filter = Filter::new(FilterOptions::default()).unwrap();
    let options = WatchOptions {
        quiet: Duration::from_millis(5),
        ..WatchOptions::new(place.path(), filter)
    };
    let (sender, messages) = bounded(10);
    let watch = Watch::start(options, Mailbox(sender)).unwrap();
    let Message::Rescan(_) = messages.recv().unwrap() else {
        panic!()
    };
    drop(messages);
    watch.demand(1);
    watch.touch("a.ex");
    let patience = Instant::now() + Duration::from_secs(30);
    while threads_named("code_watch") > 0 {
        assert!(Instant::now() < patience);
        std::thread::yield_now();
    }
    drop(watch);
}

fn threads_named(name: &str) -> usize {
    fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok())
        .filter(|comm| comm.trim() == name)
        .count()
}
