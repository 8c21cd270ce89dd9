use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::message::RescanReason;

/// Waits until a path has been quiet for a while, but never longer than a ceiling.
///
/// A state machine without a clock: every call is told the time, in milliseconds since any fixed
/// moment. It remembers a bounded number of paths; when there are more, they become one rescan.
#[derive(Debug)]
pub struct Debounce {
    ceiling: u64,
    quiet: u64,
    capacity: usize,
    slots: HashMap<Arc<str>, Slot>,
    order: BTreeSet<(u64, Arc<str>)>,
    rescan: Option<(RescanReason, Slot)>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    first_seen: u64,
    deadline: u64,
}

impl Slot {
    fn new(now: u64, quiet: u64) -> Slot {
        Slot {
            first_seen: now,
            deadline: now + quiet,
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
    /// `quiet` and `ceiling` in milliseconds, `capacity` in paths.
    pub fn new(quiet: u64, ceiling: u64, capacity: usize) -> Debounce {
        Debounce {
            quiet,
            ceiling: ceiling.max(quiet),
            capacity,
            slots: HashMap::new(),
            order: BTreeSet::new(),
            rescan: None,
        }
    }

    /// Notes that a path may have changed; it is due after `quiet` milliseconds without another
    /// mark. A mark with a shorter time makes a waiting path due earlier.
    pub fn mark(&mut self, path: &str, now: u64, quiet: u64) {
        if self.overflowed() {
            return self.rescan(RescanReason::Overflow, now);
        }
        match self
            .slots
            .get_key_value(path)
            .map(|(path, slot)| (path.clone(), *slot))
        {
            Some((path, slot)) => {
                self.order.remove(&(slot.deadline, path.clone()));
                self.put(path, slot.extended(now, quiet, self.ceiling));
            }
            None if self.slots.len() < self.capacity => {
                self.put(path.into(), Slot::new(now, quiet));
            }
            None => self.overflow(now),
        }
    }

    /// Notes that anything may have changed. The reason that outranks the others is kept.
    pub fn rescan(&mut self, reason: RescanReason, now: u64) {
        self.rescan = Some(match self.rescan {
            Some((earlier, slot)) => (
                earlier.max(reason),
                slot.extended(now, self.quiet, self.ceiling),
            ),
            None => (reason, Slot::new(now, self.quiet)),
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
        self.rescan
            .take_if(|(_, slot)| slot.deadline <= now)
            .map(|(reason, _)| reason)
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
        *self = Debounce::new(self.quiet, self.ceiling, self.capacity);
    }

    fn overflowed(&self) -> bool {
        self.rescan
            .is_some_and(|(reason, _)| reason == RescanReason::Overflow)
    }

    fn overflow(&mut self, now: u64) {
        self.slots.clear();
        self.order.clear();
        self.rescan(RescanReason::Overflow, now);
    }

    fn put(&mut self, path: Arc<str>, slot: Slot) {
        self.order.insert((slot.deadline, path.clone()));
        self.slots.insert(path, slot);
    }
}
