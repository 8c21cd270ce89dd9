use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};

use crate::message::{Message, Sink};
use crate::observer::{Command, Ending, Observer};
use crate::rules::Filter;
use crate::status::{SharedStatus, Status};

/// What is watched, and how patiently.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// The top directory of the codebase.
    pub root: PathBuf,
    /// Which paths below it count.
    pub filter: Filter,
    /// How long a path must be quiet before it is reported.
    pub quiet: Duration,
    /// How long a path that is never quiet is held back at most.
    pub ceiling: Duration,
    /// How many changed paths are remembered one by one; more at once become a rescan.
    pub bulk: usize,
    /// How long it must be quiet before that rescan.
    pub bulk_quiet: Duration,
    /// Report a file a few milliseconds after its writer has closed it or moved it into place,
    /// where the system tells (Linux). The quiet time remains for everything else.
    pub on_close: bool,
    /// List all directories again and again instead of asking the system for events.
    pub poll: bool,
    /// The time between two listings of a directory of which events do not tell everything.
    pub poll_interval: Duration,
}

impl WatchOptions {
    /// The defaults: 500 ms of quiet, 5 s at most; 1,000 paths, then 1 s; listings every 2 s.
    pub fn new(root: impl Into<PathBuf>, filter: Filter) -> WatchOptions {
        WatchOptions {
            root: root.into(),
            filter,
            quiet: Duration::from_millis(500),
            ceiling: Duration::from_secs(5),
            bulk: 1_000,
            bulk_quiet: Duration::from_secs(1),
            on_close: false,
            poll: false,
            poll_interval: Duration::from_secs(2),
        }
    }
}

/// Why a watch could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchError {
    /// The root is not a directory.
    RootNotADirectory,
    /// The root directory may not be looked at.
    PermissionDenied,
    /// Any other error of the operating system, in its words.
    Io(String),
}

impl From<io::Error> for WatchError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotADirectory => WatchError::RootNotADirectory,
            io::ErrorKind::PermissionDenied => WatchError::PermissionDenied,
            _ => WatchError::Io(error.to_string()),
        }
    }
}

/// A running watch on one tree. Ends when stopped or dropped; neither waits for its thread.
#[derive(Debug)]
pub struct Watch {
    commands: Sender<Command>,
    stopped: Arc<AtomicBool>,
    status: Arc<SharedStatus>,
}

impl Watch {
    /// Starts a thread that sets the watches and then sends `Rescan(Started)` to the sink.
    ///
    /// A root that is not there is waited for: `Degraded` tells of it, and a rescan follows when it
    /// is back. Any other trouble with the root is an error.
    ///
    /// No changed path is sent before [`Watch::demand`] has asked for some.
    pub fn start(options: WatchOptions, sink: impl Sink) -> Result<Watch, WatchError> {
        match options.root.metadata() {
            Ok(metadata) if !metadata.is_dir() => return Err(WatchError::RootNotADirectory),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => (),
        }
        let (commands, inbox) = unbounded();
        let stopped = Arc::new(AtomicBool::new(false));
        let status = Arc::new(SharedStatus::default());
        let observer = Observer::new(options, inbox, stopped.clone(), status.clone());
        thread::Builder::new()
            .name("code_watch".into())
            .spawn(move || supervise(observer, &sink))?;
        Ok(Watch {
            commands,
            stopped,
            status,
        })
    }

    /// Allows `count` more paths to be sent. What is not asked for stays, merged by path.
    pub fn demand(&self, count: usize) {
        self.command(Command::Demand(count));
    }

    /// Treats a path, relative to the root, as if it had just changed.
    pub fn touch(&self, path: &str) {
        self.command(Command::Touch(path.into()));
    }

    /// What is watched and what waits, without asking the thread.
    pub fn status(&self) -> Status {
        self.status.last()
    }

    /// Ends the watch soon. Messages under way may still arrive.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.command(Command::Stop);
    }

    /// A thread that has ended needs no command.
    fn command(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop();
    }
}

fn supervise(mut observer: Observer, sink: &impl Sink) {
    let ending = catch_unwind(AssertUnwindSafe(|| observer.run(sink)));
    let reason = match ending {
        Ok(Ending::Stopped) => None,
        Ok(Ending::Failed(reason)) => Some(reason),
        Err(panic) => Some(format!("panic: {}", panic_text(&*panic))),
    };
    let _ = catch_unwind(AssertUnwindSafe(|| drop(observer)));
    if let Some(reason) = reason {
        let _ = catch_unwind(AssertUnwindSafe(|| sink.send(Message::Down(reason))));
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown")
}
