use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind, RenameMode};
use notify::{Event, EventKind};

/// What an event of the operating system is worth to us.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Events were lost.
    Lost,
    /// These paths may have changed.
    Paths(Vec<PathBuf>, Weight),
}

/// How much an event tells about when its path will be at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Only attributes changed: no reason to wait longer than one waits already.
    Attributes,
    /// Something is being done to the path.
    Ongoing,
    /// A writer has closed the file, or moved it here.
    Finished,
    /// The path is gone from where it was.
    Gone,
}

impl Hint {
    /// `None` for what wakes nobody: above all for files that were merely opened and read.
    pub fn of(event: notify::Result<Event>) -> Option<Hint> {
        match event {
            // The notice of an overflow carries no path: it must be looked for before any.
            Ok(event) if event.need_rescan() => Some(Hint::Lost),
            Ok(event) => Some(Hint::Paths(event.paths, Weight::of(event.kind)?)),
            Err(_) => Some(Hint::Lost),
        }
    }
}

impl Weight {
    fn of(kind: EventKind) -> Option<Weight> {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Weight::Finished),
            EventKind::Access(_) => None,
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => None,
            EventKind::Modify(ModifyKind::Metadata(_)) => Some(Weight::Attributes),
            EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Some(Weight::Finished),
            // Both paths of a rename have had an event of their own.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if cfg!(target_os = "linux") => {
                None
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => {
                Some(Weight::Gone)
            }
            _ => Some(Weight::Ongoing),
        }
    }
}
