use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, unbounded};

use crate::message::{Degradation, Message, Sink};
use crate::observer::{Command, Ending, Observer};
use crate::registry::{Registry, degradation};
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
    /// How many changed paths are remembered one by one; more become a rescan.
    pub capacity: usize,
    /// Report a file a few milliseconds after its writer has closed it or moved it into place,
    /// where the system tells (Linux). The quiet time remains for everything else.
    pub on_close: bool,
}

impl WatchOptions {
    /// The defaults: 500 ms of quiet, 5 s at most, 50,000 paths.
    pub fn new(root: impl Into<PathBuf>, filter: Filter) -> WatchOptions {
        WatchOptions {
            root: root.into(),
            filter,
            quiet: Duration::from_millis(500),
            ceiling: Duration::from_secs(5),
            capacity: 50_000,
            on_close: false,
        }
    }
}

/// Why a watch could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchError {
    /// There is nothing at the root path.
    RootNotFound,
    /// The root is not a directory.
    RootNotADirectory,
    /// The root directory may not be looked at.
    PermissionDenied,
    /// A limit of the operating system; its text names the setting.
    Limit(Degradation),
    /// Any other error of the operating system, in its words.
    Io(String),
}

impl From<io::Error> for WatchError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => WatchError::RootNotFound,
            io::ErrorKind::NotADirectory => WatchError::RootNotADirectory,
            io::ErrorKind::PermissionDenied => WatchError::PermissionDenied,
            _ => WatchError::Io(error.to_string()),
        }
    }
}

impl From<notify::Error> for WatchError {
    fn from(error: notify::Error) -> Self {
        match degradation(&error) {
            Some(limit @ (Degradation::WatchLimit | Degradation::DescriptorLimit)) => {
                WatchError::Limit(limit)
            }
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
    /// No changed path is sent before [`Watch::demand`] has asked for some.
    pub fn start(options: WatchOptions, sink: impl Sink) -> Result<Watch, WatchError> {
        let root = options.root.canonicalize()?;
        if !root.is_dir() {
            return Err(WatchError::RootNotADirectory);
        }
        let registry = Registry::new(&root)?;
        let (commands, inbox) = unbounded();
        let stopped = Arc::new(AtomicBool::new(false));
        let status = Arc::new(SharedStatus::default());
        let observer = Observer::new(options, registry, inbox, stopped.clone(), status.clone());
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
    // notify panics when it is dropped after its own thread has died.
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
