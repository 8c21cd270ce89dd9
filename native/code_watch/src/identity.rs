use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Tells one directory from another that has taken its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    /// That of no directory.
    pub(crate) const UNKNOWN: Identity = Identity {
        device: 0,
        inode: 0,
    };

    pub(crate) fn of(path: &Path) -> Option<Identity> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Some(Identity {
            device: metadata.dev(),
            inode: metadata.ino(),
        })
    }
}
