use std::path::{Path, PathBuf};

use crossbeam_channel::Receiver;
use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind, RenameMode};
use notify::{
    Config, Error, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
};
use rustix::io::Errno;

use crate::event_source::{Inlet, Outlet, Refusal, channel};
use crate::hint::{Hint, Weight};
use crate::message::Degradation;

/// The events of the `notify` crate, where the operating system watches whole trees: one recursive
/// watch covers the root, and whoever hears of a directory that is not entered drops it.
pub(crate) struct NotifySource {
    root: PathBuf,
    watcher: RecommendedWatcher,
    outlet: Outlet,
    watches: usize,
}

impl NotifySource {
    pub fn open(root: &Path) -> Result<NotifySource, Refusal> {
        let (inlet, outlet) = channel();
        let config = Config::default().with_follow_symlinks(false);
        let handler = move |event| tell(&inlet, event);
        Ok(NotifySource {
            root: root.into(),
            watcher: RecommendedWatcher::new(handler, config)
                .map_err(|error| refusal(&error, root))?,
            outlet,
            watches: 0,
        })
    }

    pub fn hints(&self) -> &Receiver<Hint> {
        &self.outlet.hints
    }

    pub fn take_lost(&self) -> bool {
        self.outlet.take_lost()
    }

    /// How many watches there are.
    pub fn watches(&self) -> usize {
        self.watches
    }

    pub fn watch(&mut self, directory: &Path) -> Result<(), Refusal> {
        let mode = if directory == self.root {
            RecursiveMode::Recursive
        } else if directory.starts_with(&self.root) {
            return Ok(());
        } else {
            RecursiveMode::NonRecursive
        };
        self.unwatch(directory);
        self.watcher
            .watch(directory, mode)
            .map_err(|error| refusal(&error, directory))?;
        self.watches += 1;
        Ok(())
    }

    pub fn unwatch(&mut self, directory: &Path) {
        if self.watcher.unwatch(directory).is_ok() {
            self.watches -= 1;
        }
    }
}

fn tell(inlet: &Inlet, event: notify::Result<Event>) {
    match event {
        // The notice of an overflow carries no path: it must be looked for before any.
        Ok(event) if !event.need_rescan() => {
            if let Some(weight) = weight(event.kind) {
                for path in event.paths {
                    inlet.send(Hint::Path(path, weight));
                }
            }
        }
        _ => inlet.send(Hint::Lost),
    }
}

fn refusal(error: &Error, directory: &Path) -> Refusal {
    let errno = match &error.kind {
        ErrorKind::PathNotFound => Some(Errno::NOENT),
        ErrorKind::MaxFilesWatch => Some(Errno::NOSPC),
        ErrorKind::Io(error) => Errno::from_io_error(error),
        _ => None,
    };
    errno.map_or_else(
        || Refusal::Degraded(Degradation::Unwatchable(error.to_string())),
        |errno| Refusal::of(errno, directory),
    )
}

fn weight(kind: EventKind) -> Option<Weight> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Weight::Finished),
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => None,
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Weight::Attributes),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Some(Weight::Finished),
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => {
            Some(Weight::Gone)
        }
        _ => Some(Weight::Ongoing),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;
    use std::time::Duration;

    use notify::event::{CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    fn hints(event: notify::Result<Event>) -> Vec<Hint> {
        let (inlet, outlet) = channel();
        tell(&inlet, event);
        outlet.hints.try_iter().collect()
    }

    #[test]
    fn a_notice_of_lost_events_has_no_path() {
        for kind in [EventKind::Other, EventKind::Access(AccessKind::Any)] {
            assert_eq!(
                hints(Ok(Event::new(kind).set_flag(Flag::Rescan))),
                [Hint::Lost]
            );
        }
        assert_eq!(hints(Err(Error::generic("read failed"))), [Hint::Lost]);
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
        let moved = |mode| EventKind::Modify(ModifyKind::Name(mode));
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for (kind, expected) in [
            (
                EventKind::Access(AccessKind::Close(AccessMode::Write)),
                Weight::Finished,
            ),
            (moved(RenameMode::To), Weight::Finished),
            (moved(RenameMode::From), Weight::Gone),
            (EventKind::Remove(RemoveKind::Any), Weight::Gone),
            (written, Weight::Ongoing),
            (EventKind::Create(CreateKind::File), Weight::Ongoing),
            (EventKind::Any, Weight::Ongoing),
        ] {
            assert_eq!(weight(kind), Some(expected), "{kind:?}");
        }
    }

    #[test]
    fn one_watch_covers_the_root() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().canonicalize().unwrap();
        let lib = root.join("lib");
        fs::create_dir(&lib).unwrap();
        let mut source = NotifySource::open(&root).unwrap();
        source.watch(&root).unwrap();
        source.watch(&lib).unwrap();
        assert!(source.watches() == 1 && !source.take_lost());
        fs::write(lib.join("a.ex"), "new").unwrap();
        let patience = Duration::from_secs(20);
        loop {
            match source.hints().recv_timeout(patience).unwrap() {
                Hint::Path(path, _) if path == lib.join("a.ex") => return,
                _ => (),
            }
        }
    }
}
