use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, bounded};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};
use rustix::io::Errno;

use crate::hint::Hint;
use crate::level::Level;
use crate::message::Degradation;

const PENDING_EVENTS: usize = 16_384;

/// The directories that are entered, and the operating system's watches on them.
///
/// Where watches are per directory (Linux), ignored directories get none; elsewhere one recursive
/// watch covers the root, and events from directories that are not listed here are dropped.
pub(crate) struct Registry {
    root: PathBuf,
    watcher: RecommendedWatcher,
    pub events: Receiver<Hint>,
    lost: Arc<AtomicBool>,
    directories: BTreeMap<String, Arc<Level>>,
    watched: BTreeSet<PathBuf>,
    failure: Option<(Degradation, usize)>,
}

impl Registry {
    pub fn new(root: &Path) -> Result<Registry, notify::Error> {
        let (sender, events) = bounded(PENDING_EVENTS);
        let lost = Arc::new(AtomicBool::new(false));
        let full = lost.clone();
        let handler = move |event| {
            if let Some(hint) = Hint::of(event)
                && sender.try_send(hint).is_err()
            {
                full.store(true, Ordering::Release);
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        Ok(Registry {
            root: root.into(),
            watcher: RecommendedWatcher::new(handler, config)?,
            events,
            lost,
            directories: BTreeMap::new(),
            watched: BTreeSet::new(),
            failure: None,
        })
    }

    /// Whether events were thrown away since the last call.
    pub fn take_lost(&self) -> bool {
        self.lost.swap(false, Ordering::AcqRel)
    }

    /// The first failure to set a watch since the last call, and how many there were.
    pub fn take_failure(&mut self) -> Option<(Degradation, usize)> {
        self.failure.take()
    }

    /// How many directories have a watch.
    pub fn watches(&self) -> usize {
        self.watched.len()
    }

    pub fn level(&self, directory: &str) -> Option<Arc<Level>> {
        self.directories.get(directory).cloned()
    }

    pub fn contains(&self, directory: &str) -> bool {
        self.directories.contains_key(directory)
    }

    /// Sets a watch even where one is thought to be: the directory may be another one by now.
    pub fn enter(&mut self, directory: &str, level: &Arc<Level>) {
        self.directories.insert(directory.into(), level.clone());
        if cfg!(target_os = "linux") {
            self.watch(&self.root.join(directory), RecursiveMode::NonRecursive);
        } else if directory.is_empty() {
            self.watch(&self.root.clone(), RecursiveMode::Recursive);
        }
    }

    /// Watches a directory for the files in it that are no part of the codebase.
    pub fn watch_outside(&mut self, directory: &Path) {
        if cfg!(target_os = "linux") || !directory.starts_with(&self.root) {
            self.watch(directory, RecursiveMode::NonRecursive);
        }
    }

    /// Forgets a directory that is gone, and all below it. False if it was not known.
    ///
    /// The watches go as well: a directory that was moved keeps its watch in the kernel, notify
    /// would list it under both names, and the end of the former name would end the watch.
    pub fn forget(&mut self, directory: &str) -> bool {
        if self.directories.remove(directory).is_none() {
            return false;
        }
        self.unwatch(directory);
        let (from, to) = (format!("{directory}/"), format!("{directory}0"));
        let range = (Bound::Included(&*from), Bound::Excluded(&*to));
        let below = self.directories.range::<str, _>(range);
        for directory in below
            .map(|(directory, _)| directory.clone())
            .collect::<Vec<_>>()
        {
            self.directories.remove(&directory);
            self.unwatch(&directory);
        }
        true
    }

    /// Starts a new listing and hands out the old one.
    pub fn take_directories(&mut self) -> BTreeMap<String, Arc<Level>> {
        std::mem::take(&mut self.directories)
    }

    /// Removes the watches of directories that are listed no longer. True if there were any.
    pub fn unwatch_unknown(&mut self, former: BTreeMap<String, Arc<Level>>) -> bool {
        let unknown: Vec<String> = former
            .into_keys()
            .filter(|directory| !self.contains(directory))
            .collect();
        unknown.iter().for_each(|directory| self.unwatch(directory));
        !unknown.is_empty()
    }

    /// What is watched no longer needs no unwatching, and that is no error.
    fn unwatch(&mut self, directory: &str) {
        if cfg!(target_os = "linux") {
            let path = self.root.join(directory);
            let _ = self.watcher.unwatch(&path);
            self.watched.remove(&path);
        }
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) {
        match self.watcher.watch(path, mode) {
            Ok(()) => {
                self.watched.insert(path.into());
            }
            Err(error) => {
                self.watched.remove(path);
                self.failed(&error);
            }
        }
    }

    fn failed(&mut self, error: &notify::Error) {
        if let Some(reason) = degradation(error) {
            let failures = self.failure.as_ref().map_or(0, |(_, failures)| *failures);
            let first = self.failure.take().map_or(reason, |(first, _)| first);
            self.failure = Some((first, failures + 1));
        }
    }
}

/// `None` where the directory is merely gone again.
pub(crate) fn degradation(error: &notify::Error) -> Option<Degradation> {
    let errno = match &error.kind {
        ErrorKind::PathNotFound => return None,
        ErrorKind::MaxFilesWatch => return Some(Degradation::WatchLimit),
        ErrorKind::Io(error) => Errno::from_io_error(error),
        _ => None,
    };
    match errno {
        Some(Errno::NOENT | Errno::NOTDIR) => None,
        Some(Errno::NOSPC) => Some(Degradation::WatchLimit),
        Some(Errno::MFILE | Errno::NFILE) => Some(Degradation::DescriptorLimit),
        _ => Some(Degradation::Unwatchable(error.to_string())),
    }
}
