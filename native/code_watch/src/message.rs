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
    /// Events do not tell everything: the directories concerned are polled.
    Degraded {
        /// What went wrong.
        reason: Degradation,
        /// How many directories are concerned.
        unwatched: usize,
    },
    /// The degradation of this kind has ended.
    Restored(DegradationKind),
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
    /// More paths changed at once than are looked at one by one: a checkout, an unpacked archive.
    Bulk,
    /// git has moved to another commit or branch.
    HeadChanged,
    /// An ignore file has changed.
    RulesChanged,
    /// Events were lost.
    Overflow,
    /// The root directory was away, and is there again.
    RootReturned,
    /// Another directory may have taken the place of the root.
    RootReplaced,
}

impl RescanReason {
    /// The stable name of the reason.
    pub fn as_str(self) -> &'static str {
        match self {
            RescanReason::Started => "started",
            RescanReason::DirectoryReplaced => "directory_replaced",
            RescanReason::Bulk => "bulk",
            RescanReason::HeadChanged => "head_changed",
            RescanReason::RulesChanged => "rules_changed",
            RescanReason::Overflow => "overflow",
            RescanReason::RootReturned => "root_returned",
            RescanReason::RootReplaced => "root_replaced",
        }
    }
}

/// Why events do not tell everything about part of the tree, or all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Degradation {
    /// The limit on inotify watches is reached (`ENOSPC`).
    WatchLimit,
    /// The limit on open files or inotify instances is reached (`EMFILE`, `ENFILE`).
    DescriptorLimit,
    /// A file system that others may write to, without events for us; its name.
    RemoteFileSystem(&'static str),
    /// The root directory is not there. A rescan follows when it is back.
    RootMissing,
    /// Directories that cannot be watched for another reason, in the operating system's words.
    Unwatchable(String),
}

/// A [`Degradation`] without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DegradationKind {
    /// See [`Degradation::WatchLimit`].
    WatchLimit,
    /// See [`Degradation::DescriptorLimit`].
    DescriptorLimit,
    /// See [`Degradation::RemoteFileSystem`].
    RemoteFileSystem,
    /// See [`Degradation::RootMissing`].
    RootMissing,
    /// See [`Degradation::Unwatchable`].
    Unwatchable,
}

impl Degradation {
    /// Which kind it is of.
    pub fn kind(&self) -> DegradationKind {
        match self {
            Degradation::WatchLimit => DegradationKind::WatchLimit,
            Degradation::DescriptorLimit => DegradationKind::DescriptorLimit,
            Degradation::RemoteFileSystem(_) => DegradationKind::RemoteFileSystem,
            Degradation::RootMissing => DegradationKind::RootMissing,
            Degradation::Unwatchable(_) => DegradationKind::Unwatchable,
        }
    }
}

impl DegradationKind {
    /// The stable name of the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            DegradationKind::WatchLimit => "watch_limit",
            DegradationKind::DescriptorLimit => "descriptor_limit",
            DegradationKind::RemoteFileSystem => "remote_file_system",
            DegradationKind::RootMissing => "root_missing",
            DegradationKind::Unwatchable => "unwatchable",
        }
    }
}

impl fmt::Display for Degradation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Degradation::WatchLimit => f.write_str(
                "too few inotify watches, polling instead: raise the sysctl \
                 fs.inotify.max_user_watches",
            ),
            Degradation::DescriptorLimit => f.write_str(
                "too few inotify instances or file descriptors, polling instead: raise the sysctl \
                 fs.inotify.max_user_instances or the limit on open files (ulimit -n)",
            ),
            Degradation::RemoteFileSystem(name) => write!(
                f,
                "{name} does not tell what others change in it, polling as well"
            ),
            Degradation::RootMissing => f.write_str("the root directory is not there"),
            Degradation::Unwatchable(words) => write!(f, "not watchable, polling instead: {words}"),
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
