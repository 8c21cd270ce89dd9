use std::sync::atomic::{AtomicUsize, Ordering};

/// What a [`Watch`](crate::Watch) watches, and what waits in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Directories with a watch of the operating system.
    pub watches: usize,
    /// Directories that are listed again and again.
    pub polled: usize,
    /// Paths that wait to be quiet or to be demanded.
    pub pending: usize,
}

/// The last status that the thread of a watch has told.
#[derive(Debug, Default)]
pub(crate) struct SharedStatus {
    watches: AtomicUsize,
    polled: AtomicUsize,
    pending: AtomicUsize,
}

impl SharedStatus {
    pub fn tell(&self, status: Status) {
        self.watches.store(status.watches, Ordering::Relaxed);
        self.polled.store(status.polled, Ordering::Relaxed);
        self.pending.store(status.pending, Ordering::Relaxed);
    }

    pub fn last(&self) -> Status {
        Status {
            watches: self.watches.load(Ordering::Relaxed),
            polled: self.polled.load(Ordering::Relaxed),
            pending: self.pending.load(Ordering::Relaxed),
        }
    }
}
