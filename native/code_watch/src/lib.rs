//! Which files of a tree belong to a codebase, what is in them, and when they may have changed.
//!
//! - [`Filter`] and [`Rules`] decide about paths: extensions, `.gitignore`, `.parserignore`,
//!   built-in skips, secrets. The same rules serve a walk and a single path.
//! - [`Rules::explain`] tells which of these rules decided about a path, and where it stands.
//! - [`scan()`] walks a tree, [`read`] and [`stat`] look at one file, [`read_named`] at those of some
//!   names in a directory; nothing outside the root is ever opened and no symlink is followed.
//! - [`Watch`] turns operating system events into batches of paths that may have changed.
//!
//! An event is only a hint: what has happened to a path is decided by whoever looks at it
//! afterwards. This crate knows disk and threads, but no language and no virtual machine.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod debounce;
mod degradations;
mod event_source;
mod file_system;
mod hint;
#[cfg(target_os = "linux")]
mod inotify;
mod lazy_rules;
mod level;
mod listing;
mod message;
#[cfg(any(test, not(target_os = "linux")))]
mod notify_source;
mod observation;
mod observer;
mod polling;
mod registry;
mod repository;
mod root;
mod rule_file;
mod rules;
mod scan;
mod second_looks;
mod source_file;
mod standing;
mod status;
#[cfg(target_os = "linux")]
mod subscribers;
mod watch;

pub use debounce::{Debounce, Patience};
pub use lazy_rules::LazyRules;
pub use message::{Degradation, DegradationKind, Gone, Message, RescanReason, Sink};
pub use root::directory_identity;
pub use rules::{
    BUILT_IN_PATTERNS, Filter, FilterOptions, InvalidPattern, Rules, SECRET_PATTERNS, Skip,
};
pub use scan::{Entry, ScanError, ScanReport, scan};
pub use source_file::{FileKind, ReadError, SourceFile, Stat, read, read_named, stat};
pub use standing::{Exclusion, RuleOrigin, Standing};
pub use status::Status;
pub use watch::{Watch, WatchError, WatchOptions};
