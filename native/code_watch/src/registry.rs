use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::level::Level;
use crate::message::RescanReason;
use crate::observation::Observation;
use crate::repository::Repository;
use crate::scan::Found;

/// The directories that are entered, with the rules inside each, and all that are kept in sight.
pub(crate) struct Registry {
    root: PathBuf,
    pub observation: Observation,
    directories: BTreeMap<String, Arc<Level>>,
    observed: BTreeSet<PathBuf>,
    /// What changes of git's own files mean.
    news: HashMap<PathBuf, RescanReason>,
}

impl Registry {
    pub fn new(root: &Path, observation: Observation) -> Registry {
        Registry {
            root: root.into(),
            observation,
            directories: BTreeMap::new(),
            observed: BTreeSet::new(),
            news: HashMap::new(),
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

    /// Keeps in sight what a walk comes across.
    pub fn meet(&mut self, found: &Found, now: u64) {
        match found {
            Found::Directory(directory, level) => self.enter(directory, level, now),
            Found::NestedRepository(directory) => {
                // It may have become one while its watch was being set.
                self.forget(directory);
                // For its `.git`, which may go.
                self.observe(self.root.join(directory), now);
            }
            Found::File(_) => (),
        }
    }

    pub fn enter(&mut self, directory: &str, level: &Arc<Level>, now: u64) {
        self.directories.insert(directory.into(), level.clone());
        self.observe(self.root.join(directory), now);
        if let Some(repository) = &level.repository {
            self.follow(repository, now);
        }
    }

    /// Keeps in sight what a repository has checked out, and what it ignores.
    fn follow(&mut self, repository: &Repository, now: u64) {
        if self.news.contains_key(&repository.head()) {
            return;
        }
        self.news.extend(repository.news());
        for directory in repository.watched() {
            self.observe(directory, now);
        }
    }

    /// What a change of this path says of the tree, where it is one of git's own.
    pub fn news(&self, path: &Path) -> Option<RescanReason> {
        self.news.get(path).copied()
    }

    /// Keeps a directory in sight for the files in it that are no part of the codebase.
    fn observe(&mut self, path: PathBuf, now: u64) {
        self.observation.begin(&path, now);
        self.observed.insert(path);
    }

    /// Forgets a directory that is gone, and all below it. False if it was not entered.
    pub fn forget(&mut self, directory: &str) -> bool {
        let top = self.root.join(directory);
        let entered = self.contains(directory);
        let observed = self.observed.range(top.clone()..);
        let below: Vec<PathBuf> = observed
            .take_while(|path| path.starts_with(&top))
            .cloned()
            .collect();
        if !below.is_empty() {
            self.news.retain(|path, _| !path.starts_with(&top));
        }
        below.iter().for_each(|path| self.end(path));
        entered
    }

    /// Enters all directories anew, by `enter_all`; what it does not enter is out of sight then.
    pub fn renew(&mut self, enter_all: impl FnOnce(&mut Registry)) {
        self.directories.clear();
        self.news.clear();
        let former = std::mem::take(&mut self.observed);
        enter_all(self);
        for path in former.difference(&self.observed) {
            self.observation.end(path);
        }
    }

    fn end(&mut self, path: &Path) {
        self.observation.end(path);
        self.observed.remove(path);
        let relative = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        if let Some(directory) = relative {
            self.directories.remove(directory);
        }
    }
}
