use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::level::Level;
use crate::rules::{Filter, Rules, Skip, split};

/// The rules of one moment for several threads: read when the first path is asked about, and once for
/// each directory.
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
        let level = self.level(rules, split(path).0)?;
        rules.classify_in(&level, path)
    }

    fn level(&self, rules: &Rules, directory: &str) -> Result<Arc<Level>, Skip> {
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(level) = levels.get(directory) {
            return level.clone();
        }
        let level = rules.level(directory);
        levels.insert(directory.into(), level.clone());
        level
    }
}
