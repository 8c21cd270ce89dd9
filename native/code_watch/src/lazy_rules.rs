use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::level::Level;
use crate::rules::{Filter, Rules, Skip, prefixes, split};

/// Rules that are read when the first path is asked about, for several threads: once at the root, and
/// once in each directory.
#[derive(Debug)]
pub struct LazyRules {
    root: PathBuf,
    filter: Filter,
    rules: OnceLock<Rules>,
    levels: Mutex<HashMap<String, Result<Arc<Level>, Skip>>>,
}

impl LazyRules {
    /// Reads nothing yet.
    pub fn new(root: &Path, filter: &Filter) -> LazyRules {
        LazyRules {
            root: root.into(),
            filter: filter.clone(),
            rules: OnceLock::new(),
            levels: Mutex::default(),
        }
    }

    /// What [`Rules::classify`] says.
    pub fn classify(&self, path: &str) -> Result<(), Skip> {
        let load = || Rules::load(&self.root, &self.filter);
        let rules = self.rules.get_or_init(load);
        let mut directories = prefixes(split(path).0);
        let level = directories.try_fold(rules.top(), |level, directory| {
            self.level(rules, &level, directory)
        })?;
        rules.classify_in(&level, path)
    }

    // The disk is not asked under the lock: it may take its time.
    fn level(
        &self,
        rules: &Rules,
        parent: &Arc<Level>,
        directory: &str,
    ) -> Result<Arc<Level>, Skip> {
        if let Some(level) = self.levels().get(directory) {
            return level.clone();
        }
        let level = rules.step(parent, directory);
        if level.as_ref().is_err_and(|skip| skip.is_of_the_disk()) {
            return level;
        }
        let mut levels = self.levels();
        levels.entry(directory.into()).or_insert(level).clone()
    }

    fn levels(&self) -> MutexGuard<'_, HashMap<String, Result<Arc<Level>, Skip>>> {
        self.levels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
