use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

const CHECK_MS: u64 = 5_000;
const MISSING_CHECK_MS: u64 = 1_000;

/// Tells the directory at a path from all others, also from one that takes its place later, for as
/// long as the file system lives: by its inode and time of birth, or by device and inode where the
/// file system does not tell the latter. A device may have another number after a restart. `None`
/// where there is no directory.
pub fn directory_identity(path: &Path) -> Option<String> {
    match Identity::of(path)? {
        Identity::Directory {
            inode,
            born: Some(born),
            ..
        } => Some(format!("inode {inode} born {}", nanoseconds(born))),
        Identity::Directory { device, inode, .. } => Some(format!("inode {inode} device {device}")),
        Identity::Doubtful => None,
    }
}

fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

/// Whether the root directory is there, and still the one that it was.
pub(crate) struct Root {
    path: PathBuf,
    identity: Option<Identity>,
    /// That of the last directory that was there.
    known: Option<Identity>,
    next_check: u64,
}

/// What a check of the root has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RootState {
    Same,
    Missing,
    /// Was away, and is the same directory.
    Returned,
    Replaced,
}

/// Tells one directory from another that has taken its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Identity {
    Directory {
        device: u64,
        inode: u64,
        /// Not every file system tells.
        born: Option<SystemTime>,
    },
    /// That of no directory.
    Doubtful,
}

impl Root {
    pub fn new(path: &Path) -> Root {
        let identity = Identity::of(path);
        Root {
            path: path.into(),
            identity,
            known: identity,
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
        let known = self.known;
        self.known = self.identity.or(known);
        match self.identity {
            identity if identity == before => RootState::Same,
            Some(identity) if identity.is_certain() && known == Some(identity) => {
                RootState::Returned
            }
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
            born: metadata.created().ok(),
        })
    }

    /// The number alone may be that of a directory made later.
    fn is_certain(self) -> bool {
        matches!(self, Identity::Directory { born: Some(_), .. })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_comes_back_is_the_same() {
        let place = tempfile::tempdir().unwrap();
        let (path, away) = (place.path().join("root"), place.path().join("away"));
        fs::create_dir(&path).unwrap();
        let mut root = Root::new(&path);
        assert_eq!(root.check(0), RootState::Same);
        fs::rename(&path, &away).unwrap();
        assert_eq!(root.check(1), RootState::Missing);
        assert_eq!(root.check(2), RootState::Same);
        fs::rename(&away, &path).unwrap();
        assert_eq!(root.check(3), RootState::Returned);
        assert_eq!(root.check(4), RootState::Same);
        root.doubt();
        assert_eq!(root.check(5), RootState::Returned);
    }

    #[test]
    fn one_made_in_its_place_is_another() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("root");
        fs::create_dir(&path).unwrap();
        let mut root = Root::new(&path);
        for _ in 0..20 {
            fs::remove_dir(&path).unwrap();
            root.doubt();
            fs::create_dir(&path).unwrap();
            assert_eq!(root.check(0), RootState::Replaced);
        }
        fs::remove_dir(&path).unwrap();
        assert_eq!(root.check(1), RootState::Missing);
        fs::create_dir(&path).unwrap();
        assert_eq!(root.check(2), RootState::Replaced);
    }

    #[test]
    fn an_identity_goes_with_the_directory() {
        let place = tempfile::tempdir().unwrap();
        let (path, away) = (place.path().join("root"), place.path().join("away"));
        assert_eq!(directory_identity(&path), None);
        fs::write(&path, "no directory").unwrap();
        assert_eq!(directory_identity(&path), None);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let identity = directory_identity(&path);
        assert!(identity.is_some());
        fs::rename(&path, &away).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(directory_identity(&away), identity);
        assert_ne!(directory_identity(&path), identity);
    }

    #[test]
    fn one_that_was_never_there_is_new() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("root");
        let mut root = Root::new(&path);
        assert!(!root.is_there());
        fs::create_dir(&path).unwrap();
        assert_eq!(root.check(0), RootState::Replaced);
    }
}
