//! The folder: its lock, the journals of processes, and the file of judged contents.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::content::{FREE, Remains, SLOT};
use crate::quarantine::Quarantine;
use crate::signals::SLOTS;

const LOCK: &str = "lock";
const QUARANTINE: &str = "quarantine";
const JOURNAL: &str = "journal";

/// What a process does under the lock takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(5);

/// Tells one state of the file of judged contents from another.
pub(crate) type Stamp = Option<(u64, i64, i64, u64)>;

#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder where it is missing, for its user alone.
    pub(crate) fn make(path: &Path) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        Ok(Self(path.to_owned()))
    }

    /// Held until it is dropped. Only one process at a time judges, or changes what was judged.
    pub(crate) fn lock(&self) -> io::Result<File> {
        let lock = options()
            .create(true)
            .truncate(false)
            .open(self.0.join(LOCK))?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                    return Err(io::Error::other("another process keeps it locked"));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
    }

    /// A locked journal for this process, all slots free. Needs the lock.
    pub(crate) fn new_journal(&self) -> io::Result<File> {
        let file = self.unused_journal()?;
        file.try_lock()?;
        let mut slots = vec![0; SLOTS * SLOT];
        slots.iter_mut().step_by(SLOT).for_each(|byte| *byte = FREE);
        file.write_all_at(&slots, 0)?;
        Ok(file)
    }

    /// Process numbers are used again, and are not unique among containers.
    fn unused_journal(&self) -> io::Result<File> {
        let pid = std::process::id();
        let mut number = 0;
        loop {
            let path = self.0.join(format!("{pid}-{number}.{JOURNAL}"));
            match options().create_new(true).open(path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                opened => return opened,
            }
        }
    }

    /// What dead processes have left; their journals are gone afterwards. Needs the lock.
    pub(crate) fn take_remains(&self) -> io::Result<Vec<Remains>> {
        let mut remains = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == JOURNAL)
            {
                remains.extend(remains_of(&path).unwrap_or_default());
            }
        }
        Ok(remains)
    }

    pub(crate) fn read(&self) -> io::Result<Quarantine> {
        match fs::read_to_string(self.0.join(QUARANTINE)) {
            Ok(text) => Ok(Quarantine::parse(&text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Quarantine::default()),
            Err(error) => Err(error),
        }
    }

    /// As a whole or not at all. Needs the lock.
    pub(crate) fn write(&self, quarantine: &Quarantine) -> io::Result<()> {
        let new = self.0.join("quarantine.new");
        let mut file = options().create(true).truncate(true).open(&new)?;
        file.write_all(quarantine.to_text().as_bytes())?;
        fs::rename(new, self.0.join(QUARANTINE))
    }

    pub(crate) fn stamp(&self) -> Stamp {
        let data = fs::symlink_metadata(self.0.join(QUARANTINE)).ok()?;
        Some((data.ino(), data.mtime(), data.mtime_nsec(), data.len()))
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW);
    options
}

/// Nothing where the process lives.
fn remains_of(path: &Path) -> io::Result<Vec<Remains>> {
    let mut file = options().open(path)?;
    if file.try_lock().is_err() {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    Read::by_ref(&mut file)
        .take((SLOTS * SLOT) as u64)
        .read_to_end(&mut bytes)?;
    fs::remove_file(path)?;
    Ok(bytes.chunks(SLOT).filter_map(Remains::of_slot).collect())
}
