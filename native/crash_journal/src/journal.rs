//! The journal of this process.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::content::{Content, FREE, SLOT, slot};
use crate::folder::{Folder, Stamp};
use crate::quarantine::{Entry, Quarantine, Verdict};
use crate::signals;

/// What this process is parsing, and what is known of contents that ended others.
#[derive(Debug)]
pub struct Journal {
    folder: Folder,
    slots: File,
    known: Mutex<(Stamp, Quarantine)>,
}

impl Journal {
    /// Judges what dead processes have left in the folder, and begins a journal in it. From now on
    /// the signals of a crash are seen.
    ///
    /// # Errors
    /// Those of the operating system: the folder cannot be made or written.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let folder = Folder::make(folder)?;
        let lock = folder.lock()?;
        let remains = folder.take_remains()?;
        let mut quarantine = folder.read()?;
        if !remains.is_empty() {
            remains.into_iter().for_each(|left| quarantine.judge(left));
            folder.write(&quarantine)?;
        }
        let slots = folder.new_journal()?;
        drop(lock);
        signals::install();
        let known = Mutex::new((folder.stamp(), quarantine));
        Ok(Self {
            folder,
            slots,
            known,
        })
    }

    /// What was judged of a content, by this process or another. `None` for nearly all.
    pub fn verdict(&self, content: &Content) -> Option<Verdict> {
        self.known().1.verdict(content)
    }

    /// The calling thread parses this content from now until the value is dropped. Each thread has
    /// a slot of its own, below [`signals::SLOTS`], and was prepared.
    pub fn enter<'a>(&'a self, slot_number: usize, content: &Content, path: &str) -> Parse<'a> {
        let at = (slot_number * SLOT) as u64;
        // Whether or not it can be written down, it is parsed.
        let _ = self.slots.write_all_at(&slot(content, path), at);
        signals::arm(slot_number, self.slots.as_raw_fd(), at.cast_signed());
        Parse {
            slots: &self.slots,
            slot_number,
            at,
        }
    }

    /// A suspect was parsed, and nothing happened.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn acquit(&self, content: &Content) -> io::Result<()> {
        self.change(|quarantine| quarantine.acquit(content))
    }

    /// Gives the contents of that hash another chance. How many there were in quarantine.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn release(&self, hash: &str) -> io::Result<usize> {
        self.change(|quarantine| quarantine.release(hash))
    }

    /// All contents that were judged.
    pub fn entries(&self) -> Vec<Entry> {
        self.known().1.entries().collect()
    }

    /// Other processes change the file too.
    fn known(&self) -> MutexGuard<'_, (Stamp, Quarantine)> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.folder.stamp();
        if known.0 != stamp
            && let Ok(quarantine) = self.folder.read()
        {
            *known = (stamp, quarantine);
        }
        known
    }

    fn change<T>(&self, change: impl FnOnce(&mut Quarantine) -> T) -> io::Result<T> {
        let _lock = self.folder.lock()?;
        let mut quarantine = self.folder.read()?;
        let value = change(&mut quarantine);
        self.folder.write(&quarantine)?;
        Ok(value)
    }
}

/// A parse that has begun, see [`Journal::enter`].
#[derive(Debug)]
pub struct Parse<'a> {
    slots: &'a File,
    slot_number: usize,
    at: u64,
}

impl Drop for Parse<'_> {
    fn drop(&mut self) {
        signals::disarm(self.slot_number);
        let _ = self.slots.write_all_at(&[FREE], self.at);
    }
}
