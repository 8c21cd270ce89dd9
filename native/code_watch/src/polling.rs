use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::hint::{Hint, Weight};
use crate::listing::Listing;
use crate::message::{Degradation, DegradationKind};

/// The directories that are listed again and again, each at its own time, so that many of them do
/// not keep others waiting. A state machine without disk or clock.
#[derive(Debug)]
pub(crate) struct Polling {
    interval: u64,
    polled: BTreeMap<Arc<Path>, Polled>,
    order: BTreeSet<(u64, Arc<Path>)>,
    degradations: BTreeMap<DegradationKind, (Degradation, usize)>,
}

#[derive(Debug)]
struct Polled {
    due: u64,
    /// `None` where polling is what was asked for.
    reason: Option<Degradation>,
    listing: Listing,
}

impl Polling {
    /// `interval` in milliseconds.
    pub fn new(interval: u64) -> Polling {
        Polling {
            interval,
            polled: BTreeMap::new(),
            order: BTreeSet::new(),
            degradations: BTreeMap::new(),
        }
    }

    pub fn contains(&self, directory: &Path) -> bool {
        self.polled.contains_key(directory)
    }

    pub fn len(&self) -> usize {
        self.polled.len()
    }

    /// Why directories are polled that should not have to be: an example of each kind, and how
    /// many there are.
    pub fn degradations(&self) -> &BTreeMap<DegradationKind, (Degradation, usize)> {
        &self.degradations
    }

    /// The directory will be polled from now on, or is still; changes are those since `listing`.
    pub fn put(
        &mut self,
        directory: &Path,
        reason: Option<Degradation>,
        listing: Listing,
        now: u64,
    ) {
        self.remove(directory);
        let directory: Arc<Path> = directory.into();
        let due = now + self.interval;
        self.order.insert((due, directory.clone()));
        if let Some(reason) = &reason {
            let first = || (reason.clone(), 0);
            self.degradations
                .entry(reason.kind())
                .or_insert_with(first)
                .1 += 1;
        }
        let polled = Polled {
            due,
            reason,
            listing,
        };
        self.polled.insert(directory, polled);
    }

    /// Ends the polling of a directory, and hands out its last listing.
    pub fn remove(&mut self, directory: &Path) -> Option<Listing> {
        let (directory, polled) = self.polled.remove_entry(directory)?;
        self.order.remove(&(polled.due, directory));
        if let Some(kind) = polled.reason.map(|reason| reason.kind())
            && let Some((_, count)) = self.degradations.get_mut(&kind)
        {
            *count -= 1;
            if *count == 0 {
                self.degradations.remove(&kind);
            }
        }
        Some(polled.listing)
    }

    /// When the next directory is due.
    pub fn next(&self) -> Option<u64> {
        self.order.first().map(|(due, _)| *due)
    }

    /// The directory that has waited longest, if it is due.
    pub fn due(&self, now: u64) -> Option<PathBuf> {
        let (due, directory) = self.order.first()?;
        (*due <= now).then(|| directory.to_path_buf())
    }
}

/// What differs between two listings of a directory, as an event would tell it.
pub(crate) fn hints(directory: &Path, former: &Listing, now: &Listing) -> Vec<Hint> {
    now.changes(former)
        .map(|(name, weight)| Hint::Path(directory.join(name), weight))
        .collect()
}

/// A directory that is there no longer.
pub(crate) fn gone(directory: &Path) -> Vec<Hint> {
    vec![Hint::Path(directory.into(), Weight::Gone)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(polling: &mut Polling, directory: &str, reason: Option<Degradation>, now: u64) {
        polling.put(Path::new(directory), reason, Listing::default(), now);
    }

    #[test]
    fn directories_come_up_one_interval_after_their_last_listing() {
        let mut polling = Polling::new(100);
        assert_eq!((polling.next(), polling.due(0)), (None, None));
        put(&mut polling, "/b", None, 0);
        put(&mut polling, "/a", None, 30);
        assert_eq!((polling.next(), polling.due(99)), (Some(100), None));
        assert_eq!(polling.due(200), Some("/b".into()));
        put(&mut polling, "/b", None, 140);
        assert_eq!(polling.due(200), Some("/a".into()));
        polling.remove(Path::new("/a"));
        assert_eq!((polling.len(), polling.next()), (1, Some(240)));
        assert!(polling.contains(Path::new("/b")) && !polling.contains(Path::new("/a")));
    }

    #[test]
    fn reasons_are_counted_while_they_last() {
        let mut polling = Polling::new(100);
        let limit = Some(Degradation::WatchLimit);
        put(&mut polling, "/asked", None, 0);
        put(&mut polling, "/a", limit.clone(), 0);
        put(&mut polling, "/b", limit.clone(), 0);
        put(&mut polling, "/b", limit, 0);
        let expected = (Degradation::WatchLimit, 2);
        let told: Vec<_> = polling.degradations().values().collect();
        assert_eq!(told, [&expected]);
        put(&mut polling, "/a", None, 0);
        polling.remove(Path::new("/b"));
        assert!(polling.degradations().is_empty());
    }
}
