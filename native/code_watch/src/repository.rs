use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::message::RescanReason;
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

    /// The one whose work tree has its top there.
    pub fn at(top: &Path) -> Option<Repository> {
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
        self.info().join("exclude")
    }

    /// The directories with files of git that concern us.
    pub fn watched(&self) -> [PathBuf; 3] {
        [self.git_dir.clone(), self.common_dir.clone(), self.info()]
    }

    /// What changes in them mean.
    pub fn news(&self) -> [(PathBuf, RescanReason); 3] {
        [
            (self.head(), RescanReason::HeadChanged),
            (self.exclude(), RescanReason::RulesChanged),
            (self.info(), RescanReason::RulesChanged),
        ]
    }

    fn info(&self) -> PathBuf {
        self.common_dir.join("info")
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
    held: Option<Held>,
}

#[derive(Clone, Copy)]
struct Held {
    since: u64,
    /// Tells a lock from the next one.
    version: (u64, i64, i64),
}

impl IndexLock {
    /// A lock that a killed git has left behind holds nothing back after the ceiling.
    pub fn holds(&mut self, repository: Option<&Repository>, now: u64) -> bool {
        let lock = repository.and_then(|r| r.index_lock().symlink_metadata().ok());
        self.held = lock.map(|lock| self.held_by(version(&lock), now));
        self.held_until(now) > 0
    }

    /// When to look again; 0 when nothing is held back.
    pub fn held_until(&self, now: u64) -> u64 {
        match self.held {
            Some(Held { since, .. }) if now < since + LOCK_CEILING_MS => now + LOCK_POLL_MS,
            _ => 0,
        }
    }

    fn held_by(&self, version: (u64, i64, i64), now: u64) -> Held {
        let same = self.held.filter(|held| held.version == version);
        same.unwrap_or(Held {
            since: now,
            version,
        })
    }
}

fn version(lock: &Metadata) -> (u64, i64, i64) {
    (lock.ino(), lock.mtime(), lock.mtime_nsec())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::*;

    #[test]
    fn a_lock_left_behind_holds_nothing_after_the_ceiling_but_the_next_one_does() {
        let place = tempfile::tempdir().unwrap();
        let git_dir = place.path().join(".git");
        fs::create_dir(&git_dir).unwrap();
        let repository = Repository::find(place.path());
        let repository = repository.as_ref();
        let mut lock = IndexLock::default();
        assert!(!lock.holds(repository, 0));
        fs::write(git_dir.join("index.lock"), "").unwrap();
        assert!(lock.holds(repository, 100) && lock.holds(repository, 10_099));
        assert!(!lock.holds(repository, 10_100) && !lock.holds(repository, 99_000));
        // Beside the first, so that it gets another inode.
        fs::write(git_dir.join("next"), "").unwrap();
        fs::rename(git_dir.join("next"), git_dir.join("index.lock")).unwrap();
        assert!(lock.holds(repository, 99_001));
        fs::remove_file(git_dir.join("index.lock")).unwrap();
        assert!(!lock.holds(repository, 99_002));
        assert_eq!(lock.held_until(99_002), 0);
    }
}
