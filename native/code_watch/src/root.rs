use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

const CHECK_MS: u64 = 5_000;
const MISSING_CHECK_MS: u64 = 1_000;

/// Whether the root directory is there, and still the one that it was.
pub(crate) struct Root {
    path: PathBuf,
    identity: Option<Identity>,
    next_check: u64,
}

/// What a check of the root has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RootState {
    Same,
    Missing,
    Replaced,
}

/// Tells one directory from another that has taken its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Identity {
    Directory {
        device: u64,
        inode: u64,
    },
    /// That of no directory.
    Doubtful,
}

impl Root {
    pub fn new(path: &Path) -> Root {
        Root {
            path: path.into(),
            identity: Identity::of(path),
            next_check: 0,
        }
    }

    pub fn is_there(&self) -> bool {
        self.identity.is_some()
    }

    pub fn next_check(&self) -> u64 {
        self.next_check
    }

    /// A directory made at once in the place of another often gets the same inode number.
    pub fn doubt(&mut self) {
        self.identity = Some(Identity::Doubtful);
        self.next_check = 0;
    }

    pub fn check(&mut self, now: u64) -> RootState {
        let before = self.identity;
        self.identity = Identity::of(&self.path);
        let pause = if self.is_there() {
            CHECK_MS
        } else {
            MISSING_CHECK_MS
        };
        self.next_check = now + pause;
        match self.identity {
            identity if identity == before => RootState::Same,
            Some(_) => RootState::Replaced,
            None => RootState::Missing,
        }
    }
}

impl Identity {
    fn of(path: &Path) -> Option<Identity> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Some(Identity::Directory {
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }
}
