use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};
use rustix::io::Errno;

use crate::hint::Hint;
use crate::message::Degradation;

#[cfg(target_os = "linux")]
pub(crate) use crate::inotify::Subscription as EventSource;
#[cfg(not(target_os = "linux"))]
pub(crate) use crate::notify_source::NotifySource as EventSource;

const PENDING_EVENTS: usize = 16_384;

/// Why a directory has no watch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is gone again.
    Vanished,
    Degraded(Degradation),
}

impl Refusal {
    pub fn of(errno: Errno, directory: &Path) -> Refusal {
        Refusal::Degraded(match errno {
            Errno::NOENT | Errno::NOTDIR | Errno::LOOP => return Refusal::Vanished,
            Errno::NOSPC => Degradation::WatchLimit,
            Errno::MFILE | Errno::NFILE => Degradation::DescriptorLimit,
            other => {
                let words = io::Error::from(other);
                Degradation::Unwatchable(format!("{}: {words}", directory.display()))
            }
        })
    }
}

/// The way from whoever reads events to a watch. A watch that is slow loses events, and knows it;
/// it never keeps others waiting.
#[derive(Clone, Debug)]
pub(crate) struct Inlet {
    sender: Sender<Hint>,
    lost: Arc<AtomicBool>,
}

/// The other end of an [`Inlet`]. It is disconnected when no more events will come.
#[derive(Debug)]
pub(crate) struct Outlet {
    pub hints: Receiver<Hint>,
    lost: Arc<AtomicBool>,
}

pub(crate) fn channel() -> (Inlet, Outlet) {
    let (sender, hints) = bounded(PENDING_EVENTS);
    let lost = Arc::new(AtomicBool::new(false));
    let inlet = Inlet {
        sender,
        lost: lost.clone(),
    };
    (inlet, Outlet { hints, lost })
}

impl Inlet {
    pub fn send(&self, hint: Hint) {
        if self.sender.try_send(hint).is_err() {
            self.lost.store(true, Ordering::Release);
        }
    }
}

impl Outlet {
    /// Whether events were thrown away since the last call.
    pub fn take_lost(&self) -> bool {
        self.lost.swap(false, Ordering::AcqRel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_channel_tells_of_its_losses_once() {
        let (inlet, outlet) = channel();
        for _ in 0..=PENDING_EVENTS {
            inlet.send(Hint::Lost);
        }
        assert!(outlet.take_lost());
        assert!(!outlet.take_lost());
        assert_eq!(outlet.hints.len(), PENDING_EVENTS);
    }
}
