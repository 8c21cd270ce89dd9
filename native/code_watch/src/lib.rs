//! Which files of a tree belong to a codebase, what is in them, and when they may have changed.
//!
//! - [`Filter`] and [`Rules`] decide about paths: extensions, `.gitignore`, `.parserignore`,
//!   built-in skips, secrets. The same rules serve a walk and a single path.
//! - [`scan()`] walks a tree, [`read`] and [`stat`] look at one file; nothing outside the root is
//!   ever opened and no symlink is followed.
//! - [`Watch`] turns operating system events into batches of paths that may have changed.
//!
//! An event is only a hint: what has happened to a path is decided by whoever looks at it
//! afterwards. This crate knows disk and threads, but no language and no virtual machine.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod debounce;
mod hint;
mod identity;
mod level;
mod message;
mod observer;
mod registry;
mod repository;
mod rules;
mod scan;
mod second_looks;
mod source_file;
mod status;
mod watch;

pub use debounce::Debounce;
pub use message::{Degradation, Gone, Message, RescanReason, Sink};
pub use rules::{
    BUILT_IN_PATTERNS, Filter, FilterOptions, InvalidPattern, Rules, SECRET_PATTERNS, Skip,
};
pub use scan::{Entry, ScanError, ScanReport, scan};
pub use source_file::{FileKind, ReadError, SourceFile, Stat, read, stat};
pub use status::Status;
pub use watch::{Watch, WatchError, WatchOptions};
