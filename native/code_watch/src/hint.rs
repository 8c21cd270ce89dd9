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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use notify::event::{CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    fn weight(kind: EventKind) -> Option<Weight> {
        match Hint::of(Ok(Event::new(kind).add_path("/tree/a.ex".into()))) {
            Some(Hint::Paths(paths, weight)) if paths.len() == 1 => Some(weight),
            Some(other) => panic!("{other:?}"),
            None => None,
        }
    }

    #[test]
    fn a_notice_of_lost_events_has_no_path() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(Hint::of(Ok(event)), Some(Hint::Lost));
        assert_eq!(
            Hint::of(Err(notify::Error::generic("read failed"))),
            Some(Hint::Lost)
        );
    }

    #[test]
    fn even_an_access_can_tell_of_lost_events() {
        let event = Event::new(EventKind::Access(AccessKind::Any)).set_flag(Flag::Rescan);
        assert_eq!(Hint::of(Ok(event)), Some(Hint::Lost));
    }

    #[test]
    fn readers_wake_nobody() {
        for access in [
            AccessKind::Any,
            AccessKind::Read,
            AccessKind::Open(AccessMode::Any),
            AccessKind::Open(AccessMode::Write),
            AccessKind::Close(AccessMode::Read),
        ] {
            assert_eq!(weight(EventKind::Access(access)), None);
        }
        let access_time = ModifyKind::Metadata(MetadataKind::AccessTime);
        assert_eq!(weight(EventKind::Modify(access_time)), None);
    }

    #[test]
    fn writers_do() {
        let finished = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(weight(finished), Some(Weight::Finished));
        let moved_here = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert_eq!(weight(moved_here), Some(Weight::Finished));
        let moved_away = EventKind::Modify(ModifyKind::Name(RenameMode::From));
        assert_eq!(weight(moved_away), Some(Weight::Gone));
        assert_eq!(
            weight(EventKind::Remove(RemoveKind::Any)),
            Some(Weight::Gone)
        );
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for kind in [written, EventKind::Create(CreateKind::File), EventKind::Any] {
            assert_eq!(weight(kind), Some(Weight::Ongoing));
        }
    }
}
