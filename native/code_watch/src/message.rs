use std::fmt;

/// What a [`Watch`](crate::Watch) tells its sink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// These paths may have changed. They are relative to the root and `/`-separated.
    ///
    /// A path that is gone stands for itself and for everything that was below it.
    Changed(Vec<String>),
    /// Anything may have changed: compare the whole tree.
    Rescan(RescanReason),
    /// Part of the tree is not watched; only comparing it now and then will notice its changes.
    Degraded {
        /// What went wrong.
        reason: Degradation,
        /// How many directories have no watch because of it.
        unwatched: usize,
    },
    /// The watch has ended by itself, with the reason. Nothing follows.
    Down(String),
}

/// Why the whole tree has to be compared; later ones outrank earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RescanReason {
    /// The watches have just been set; what happened before is unknown.
    Started,
    /// A directory has taken the place of another of the same name.
    DirectoryReplaced,
    /// git has moved to another commit or branch.
    HeadChanged,
    /// An ignore file has changed.
    RulesChanged,
    /// Events were lost, or more paths changed than are remembered one by one.
    Overflow,
    /// The root directory was removed, moved or replaced, and is there again.
    RootReplaced,
}

impl RescanReason {
    /// The stable name of the reason.
    pub fn as_str(self) -> &'static str {
        match self {
            RescanReason::Started => "started",
            RescanReason::DirectoryReplaced => "directory_replaced",
            RescanReason::HeadChanged => "head_changed",
            RescanReason::RulesChanged => "rules_changed",
            RescanReason::Overflow => "overflow",
            RescanReason::RootReplaced => "root_replaced",
        }
    }
}

/// Why part of the tree, or all of it, is not watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Degradation {
    /// The limit on inotify watches is reached (`ENOSPC`).
    WatchLimit,
    /// The limit on open files or inotify instances is reached (`EMFILE`, `ENFILE`).
    DescriptorLimit,
    /// The root directory is not there. A rescan follows when it is back.
    RootMissing,
    /// Directories that cannot be opened; the first of them and the reason.
    Unwatchable(String),
}

impl Degradation {
    /// The stable name of the reason.
    pub fn as_str(&self) -> &'static str {
        match self {
            Degradation::WatchLimit => "watch_limit",
            Degradation::DescriptorLimit => "descriptor_limit",
            Degradation::RootMissing => "root_missing",
            Degradation::Unwatchable(_) => "unwatchable",
        }
    }
}

impl fmt::Display for Degradation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Degradation::WatchLimit => {
                f.write_str("too few inotify watches: raise the sysctl fs.inotify.max_user_watches")
            }
            Degradation::DescriptorLimit => f.write_str(
                "too few inotify instances or file descriptors: raise the sysctl \
                 fs.inotify.max_user_instances or the limit on open files (ulimit -n)",
            ),
            Degradation::RootMissing => f.write_str("the root directory is not there"),
            Degradation::Unwatchable(first) => write!(f, "not watchable: {first}"),
        }
    }
}

/// Whoever listened to a [`Watch`](crate::Watch) is no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

/// Takes the messages of a [`Watch`](crate::Watch), on the watch's own thread.
pub trait Sink: Send + 'static {
    /// Delivers one message. After [`Gone`] the watch ends.
    fn send(&self, message: Message) -> Result<(), Gone>;
}
