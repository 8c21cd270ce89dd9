use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, never};

use crate::event_source::{EventSource, Refusal};
use crate::file_system::FileSystems;
use crate::hint::Hint;
use crate::listing::Listing;
use crate::message::{Degradation, DegradationKind};
use crate::polling::{Polling, gone, hints};

/// How the directories of one watch are kept in sight: by events where the operating system gives
/// them, by polling where it does not or where they do not tell everything.
pub(crate) struct Observation {
    root: PathBuf,
    poll_all: bool,
    source: Option<EventSource>,
    file_systems: FileSystems,
    polling: Polling,
}

/// What has come of the attempt to get events for a directory.
enum Attempt {
    Watched,
    Polled(Option<Degradation>),
    Vanished,
}

impl Observation {
    pub fn new(root: &Path, poll_all: bool, poll_interval: u64) -> Observation {
        Observation {
            root: root.into(),
            poll_all,
            source: None,
            file_systems: FileSystems::default(),
            polling: Polling::new(poll_interval),
        }
    }

    pub fn hints(&self) -> Receiver<Hint> {
        self.source
            .as_ref()
            .map_or_else(never, |source| source.hints().clone())
    }

    /// Whether events were thrown away since the last call.
    pub fn take_lost(&self) -> bool {
        self.source.as_ref().is_some_and(EventSource::take_lost)
    }

    pub fn watches(&self) -> usize {
        self.source.as_ref().map_or(0, EventSource::watches)
    }

    pub fn polled(&self) -> usize {
        self.polling.len()
    }

    pub fn polls(&self, directory: &Path) -> bool {
        self.polling.contains(directory)
    }

    pub fn degradations(&self) -> &BTreeMap<DegradationKind, (Degradation, usize)> {
        self.polling.degradations()
    }

    /// When the next directory is to be listed.
    pub fn next_poll(&self) -> Option<u64> {
        self.polling.next()
    }

    /// Keeps a directory in sight, or makes sure that it is: it may be another one by now.
    pub fn begin(&mut self, directory: &Path, now: u64) {
        let attempt = self.attempt(directory);
        let former = self.polling.remove(directory);
        if let Attempt::Polled(reason) = attempt {
            let listing = former.unwrap_or_else(|| Listing::read(directory).unwrap_or_default());
            self.polling.put(directory, reason, listing, now);
        }
    }

    pub fn end(&mut self, directory: &Path) {
        self.polling.remove(directory);
        if let Some(source) = &mut self.source {
            source.unwatch(directory);
        }
    }

    /// Lists the directory that has waited longest, if one is due, and tells what has changed.
    pub fn poll(&mut self, now: u64) -> Option<Vec<Hint>> {
        let directory = self.polling.due(now)?;
        // In this order nothing falls between the last listing and the first event.
        let attempt = self.attempt(&directory);
        let former = self.polling.remove(&directory).unwrap_or_default();
        let (listing, hints) = match Listing::read(&directory) {
            Ok(listing) => {
                let hints = hints(&directory, &former, &listing);
                (listing, hints)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Some(gone(&directory)),
            Err(_) => (former, Vec::new()),
        };
        if let Attempt::Polled(reason) = attempt {
            self.polling.put(&directory, reason, listing, now);
        }
        Some(hints)
    }

    fn attempt(&mut self, directory: &Path) -> Attempt {
        if self.poll_all {
            return Attempt::Polled(None);
        }
        // First of all: a remote file system that does not answer keeps only this watch waiting.
        let remote = self.file_systems.remote(directory);
        match self.watch(directory) {
            Ok(()) => remote.map_or(Attempt::Watched, |name| {
                Attempt::Polled(Some(Degradation::RemoteFileSystem(name)))
            }),
            Err(Refusal::Vanished) => Attempt::Vanished,
            Err(Refusal::Degraded(reason)) => Attempt::Polled(Some(reason)),
        }
    }

    fn watch(&mut self, directory: &Path) -> Result<(), Refusal> {
        let source = match self.source.take() {
            Some(source) => source,
            None => EventSource::open(&self.root)?,
        };
        self.source.insert(source).watch(directory)
    }
}
