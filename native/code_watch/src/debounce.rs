use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::message::RescanReason;

/// Waits until a path has been quiet for a while, but never longer than a ceiling.
///
/// A state machine without a clock: every call is told the time, in milliseconds since any fixed
/// moment. It remembers a bounded number of paths; when there are more, they become one rescan.
#[derive(Debug)]
pub struct Debounce {
    patience: Patience,
    slots: HashMap<Arc<str>, Slot>,
    order: BTreeSet<(u64, Arc<str>)>,
    rescan: Option<(RescanReason, Slot)>,
    bulk: bool,
}

/// How long a [`Debounce`] waits; times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Without another mark.
    pub quiet: u64,
    /// For a path that is never quiet.
    pub ceiling: u64,
    /// With as many paths at once, they become a rescan.
    pub bulk: usize,
    /// Without another mark, once they are a rescan.
    pub bulk_quiet: u64,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    first_seen: u64,
    deadline: u64,
}

impl Slot {
    fn new(now: u64, quiet: u64, ceiling: u64) -> Slot {
        Slot {
            first_seen: now,
            deadline: now + quiet.min(ceiling),
        }
    }

    fn extended(self, now: u64, quiet: u64, ceiling: u64) -> Slot {
        Slot {
            deadline: (now + quiet).min(self.first_seen + ceiling),
            ..self
        }
    }
}

impl Debounce {
    /// An empty one. The ceiling is at least the quiet time.
    pub fn new(patience: Patience) -> Debounce {
        Debounce {
            patience: Patience {
                ceiling: patience.ceiling.max(patience.quiet),
                ..patience
            },
            slots: HashMap::new(),
            order: BTreeSet::new(),
            rescan: None,
            bulk: false,
        }
    }

    /// Notes that a path may have changed; it is due after `quiet` milliseconds without another
    /// mark. A mark with a shorter time makes a waiting path due earlier.
    pub fn mark(&mut self, path: &str, now: u64, quiet: u64) {
        if self.bulk {
            return self.rescan(RescanReason::Bulk, now);
        }
        match self
            .slots
            .get_key_value(path)
            .map(|(path, slot)| (path.clone(), *slot))
        {
            Some((path, slot)) => {
                self.order.remove(&(slot.deadline, path.clone()));
                self.put(path, slot.extended(now, quiet, self.patience.ceiling));
            }
            None if self.slots.len() < self.patience.bulk => {
                self.put(path.into(), Slot::new(now, quiet, self.patience.ceiling));
            }
            None => self.become_bulk(now),
        }
    }

    /// Notes that anything may have changed. The reason that outranks the others is kept, and the
    /// latest deadline.
    pub fn rescan(&mut self, reason: RescanReason, now: u64) {
        let (quiet, ceiling) = (self.rescan_quiet(), self.patience.ceiling);
        self.rescan = Some(match self.rescan {
            Some((earlier, slot)) => (earlier.max(reason), slot.extended(now, quiet, ceiling)),
            None => (reason, Slot::new(now, quiet, ceiling)),
        });
    }

    /// Whether the path waits already.
    pub fn contains(&self, path: &str) -> bool {
        self.slots.contains_key(path)
    }

    /// How many paths wait.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether no path waits.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Takes out at most `limit` paths that are due, earliest deadline first.
    pub fn due(&mut self, now: u64, limit: usize) -> Vec<String> {
        let due = |order: &BTreeSet<(u64, Arc<str>)>| {
            order.first().is_some_and(|(deadline, _)| *deadline <= now)
        };
        let mut paths = Vec::new();
        while paths.len() < limit && due(&self.order) {
            if let Some((_, path)) = self.order.pop_first() {
                self.slots.remove(&path);
                paths.push(path.to_string());
            }
        }
        paths
    }

    /// Takes out the rescan, if one is due.
    pub fn due_rescan(&mut self, now: u64) -> Option<RescanReason> {
        let (reason, _) = self.rescan.take_if(|(_, slot)| slot.deadline <= now)?;
        self.bulk = false;
        Some(reason)
    }

    /// When the next path is due.
    pub fn next_deadline(&self) -> Option<u64> {
        self.order.first().map(|(deadline, _)| *deadline)
    }

    /// When the rescan is due, if there is one.
    pub fn rescan_deadline(&self) -> Option<u64> {
        self.rescan.map(|(_, slot)| slot.deadline)
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Debounce::new(self.patience);
    }

    /// What is marked until the rescan belongs to it.
    fn become_bulk(&mut self, now: u64) {
        self.slots.clear();
        self.order.clear();
        self.bulk = true;
        self.rescan(RescanReason::Bulk, now);
    }

    fn rescan_quiet(&self) -> u64 {
        if self.bulk {
            self.patience.bulk_quiet.max(self.patience.quiet)
        } else {
            self.patience.quiet
        }
    }

    fn put(&mut self, path: Arc<str>, slot: Slot) {
        self.order.insert((slot.deadline, path.clone()));
        self.slots.insert(path, slot);
    }
}
