//! Whoever believes the messages of a watch ends up with what is on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use code_watch::{Filter, FilterOptions, Message, RescanReason, Rules, Watch, WatchOptions};
use code_watch::{read, scan};
use crossbeam_channel::{Receiver, unbounded};

use super::Mailbox;

const PATIENCE: Duration = Duration::from_secs(60);

/// Path to content hash, as the messages of a watch tell it.
pub struct Believer {
    pub watch: Watch,
    pub rescans: Vec<RescanReason>,
    messages: Receiver<Message>,
    root: PathBuf,
    filter: Filter,
    files: BTreeMap<String, String>,
}

impl Believer {
    /// Watches `root` with a short patience.
    pub fn new(root: &Path, change: impl FnOnce(&mut WatchOptions)) -> Believer {
        let filter = Filter::new(FilterOptions {
            extensions: vec!["ex".into()],
            ..FilterOptions::default()
        })
        .unwrap();
        let mut options = WatchOptions {
            quiet: Duration::from_millis(30),
            ceiling: Duration::from_millis(200),
            bulk_quiet: Duration::from_millis(60),
            ..WatchOptions::new(root, filter)
        };
        change(&mut options);
        let filter = options.filter.clone();
        let (sender, messages) = unbounded();
        let watch = Watch::start(options, Mailbox(sender)).unwrap();
        watch.demand(usize::MAX);
        let mut believer = Believer {
            watch,
            rescans: Vec::new(),
            messages,
            root: root.into(),
            filter,
            files: BTreeMap::new(),
        };
        while believer.rescans.is_empty() {
            let message = believer.messages.recv_timeout(PATIENCE).unwrap();
            believer.hear(message);
        }
        believer
    }

    /// Hears what has been told by now.
    pub fn catch_up(&mut self) {
        while let Ok(message) = self.messages.try_recv() {
            self.hear(message);
        }
    }

    /// Hears until what it believes is what is on the disk.
    pub fn converge(&mut self, context: &str) {
        let patience = Instant::now() + PATIENCE;
        let present = tree(&self.root, &self.filter);
        while self.files != present {
            match self.messages.recv_deadline(patience) {
                Ok(message) => self.hear(message),
                Err(_) => panic!("{context}: {:?}", difference(&self.files, &present)),
            }
        }
    }

    /// Hears until the tree is to be compared, and answers why.
    pub fn next_rescan(&mut self) -> RescanReason {
        let former = self.rescans.len();
        loop {
            if let Some(reason) = self.rescans.get(former) {
                return *reason;
            }
            let message = self.messages.recv_timeout(PATIENCE).unwrap();
            self.hear(message);
        }
    }

    /// How many files it knows.
    pub fn known(&self) -> usize {
        self.files.len()
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Changed(paths) => paths.iter().for_each(|path| self.look(path)),
            Message::Rescan(reason) => {
                self.rescans.push(reason);
                self.files = tree(&self.root, &self.filter);
            }
            Message::Degraded { .. } | Message::Restored(_) => (),
            Message::Down(reason) => panic!("{reason}"),
        }
    }

    fn look(&mut self, path: &str) {
        let below = format!("{path}/");
        self.files
            .retain(|known, _| known != path && !known.starts_with(&below));
        if Rules::load(&self.root, &self.filter).classify(path).is_ok()
            && let Ok(file) = read(&self.root, path, u64::MAX)
        {
            self.files.insert(path.into(), file.hash);
        }
    }
}

fn tree(root: &Path, filter: &Filter) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    scan(root, filter, None, &mut |entry| {
        if let Ok(file) = read(root, &entry.path, u64::MAX) {
            files.insert(entry.path, file.hash);
        }
        true
    });
    files
}

fn difference(
    believed: &BTreeMap<String, String>,
    present: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    let (believed, present) = (believed.iter().collect(), present.iter().collect());
    BTreeSet::symmetric_difference(&believed, &present)
        .map(|(path, _)| path.to_string())
        .collect()
}
