use std::path::{Path, PathBuf};

use crate::source_file::read_regular;

const POINTER_LIMIT: u64 = 64 * 1024;
const LOCK_POLL_MS: u64 = 50;
const LOCK_CEILING_MS: u64 = 10_000;

/// The git repository that a directory lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repository {
    /// The top directory of the work tree.
    pub top: PathBuf,
    /// Where this work tree's `HEAD` and `index` are.
    pub git_dir: PathBuf,
    /// Where `info/exclude` is: shared by all work trees of a repository.
    pub common_dir: PathBuf,
}

impl Repository {
    pub fn find(directory: &Path) -> Option<Repository> {
        directory.ancestors().find_map(Repository::at)
    }

    fn at(top: &Path) -> Option<Repository> {
        let git_dir = git_dir(top)?;
        let common_dir = pointer(&git_dir.join("commondir"))
            .map_or_else(|| git_dir.clone(), |common| git_dir.join(common));
        Some(Repository {
            top: top.into(),
            git_dir,
            common_dir,
        })
    }

    pub fn head(&self) -> PathBuf {
        self.git_dir.join("HEAD")
    }

    /// Present while git rewrites the index, and with it the work tree.
    pub fn index_lock(&self) -> PathBuf {
        self.git_dir.join("index.lock")
    }

    pub fn exclude(&self) -> PathBuf {
        self.common_dir.join("info").join("exclude")
    }
}

fn git_dir(top: &Path) -> Option<PathBuf> {
    let path = top.join(".git");
    if path.symlink_metadata().ok()?.is_dir() {
        return Some(path);
    }
    let pointer = pointer(&path)?;
    Some(top.join(pointer.strip_prefix("gitdir:")?.trim()))
}

fn pointer(path: &Path) -> Option<String> {
    let text = String::from_utf8(read_regular(path, POINTER_LIMIT)?).ok()?;
    Some(text.trim_end_matches(['\n', '\r']).to_string())
}

/// While git holds its index lock it rewrites the work tree; half of a checkout is no news.
#[derive(Default)]
pub(crate) struct IndexLock {
    since: Option<u64>,
}

impl IndexLock {
    /// A lock that a killed git has left behind holds nothing back after the ceiling.
    pub fn holds(&mut self, repository: Option<&Repository>, now: u64) -> bool {
        let locked = repository.is_some_and(|repository| repository.index_lock().exists());
        self.since = locked.then(|| self.since.unwrap_or(now));
        self.since
            .is_some_and(|since| now < since + LOCK_CEILING_MS)
    }

    pub fn held_until(&self, now: u64) -> u64 {
        match self.since {
            Some(since) if now < since + LOCK_CEILING_MS => now + LOCK_POLL_MS,
            _ => 0,
        }
    }
}
