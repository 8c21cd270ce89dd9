use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::level::Level;
use crate::observation::Observation;

/// The directories that are entered, with the rules inside each, and all that are kept in sight.
pub(crate) struct Registry {
    root: PathBuf,
    pub observation: Observation,
    directories: BTreeMap<String, Arc<Level>>,
    observed: BTreeSet<PathBuf>,
}

impl Registry {
    pub fn new(root: &Path, observation: Observation) -> Registry {
        Registry {
            root: root.into(),
            observation,
            directories: BTreeMap::new(),
            observed: BTreeSet::new(),
        }
    }

    pub fn level(&self, directory: &str) -> Option<Arc<Level>> {
        self.directories.get(directory).cloned()
    }

    pub fn contains(&self, directory: &str) -> bool {
        self.directories.contains_key(directory)
    }

    pub fn polls(&self, directory: &str) -> bool {
        self.observation.polls(&self.root.join(directory))
    }

    pub fn enter(&mut self, directory: &str, level: &Arc<Level>, now: u64) {
        self.directories.insert(directory.into(), level.clone());
        self.observe(self.root.join(directory), now);
    }

    /// Keeps a directory in sight for the files in it that are no part of the codebase.
    pub fn observe(&mut self, path: PathBuf, now: u64) {
        self.observation.begin(&path, now);
        self.observed.insert(path);
    }

    /// Forgets a directory that is gone, and all below it. False if it was not known.
    pub fn forget(&mut self, directory: &str) -> bool {
        if self.directories.remove(directory).is_none() {
            return false;
        }
        self.end(directory);
        let (from, to) = (format!("{directory}/"), format!("{directory}0"));
        let range = (Bound::Included(&*from), Bound::Excluded(&*to));
        let below = self.directories.range::<str, _>(range);
        for directory in below
            .map(|(directory, _)| directory.clone())
            .collect::<Vec<_>>()
        {
            self.directories.remove(&directory);
            self.end(&directory);
        }
        true
    }

    /// Enters all directories anew, by `enter_all`; what it does not enter is out of sight then.
    pub fn renew(&mut self, enter_all: impl FnOnce(&mut Registry)) {
        self.directories.clear();
        let former = std::mem::take(&mut self.observed);
        enter_all(self);
        for path in former.difference(&self.observed) {
            self.observation.end(path);
        }
    }

    fn end(&mut self, directory: &str) {
        let path = self.root.join(directory);
        self.observation.end(&path);
        self.observed.remove(&path);
    }
}
