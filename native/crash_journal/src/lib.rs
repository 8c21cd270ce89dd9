//! Which contents ended a process that worked on them, so that they are not tried again.
//!
//! A grammar is C: its abort or segmentation fault ends the whole process, and no supervisor sees
//! why. So each content is written down before it is parsed and struck out afterwards
//! ([`Journal::enter`]). What a dead process has left in its journal is judged when the next one
//! opens the folder:
//!
//! - A handler for the signals of a crash marks the content that the crashing thread was parsing:
//!   that one is quarantined, by its hash, language and analysis version.
//! - An unmarked content was merely being parsed when the process was killed. It becomes a
//!   *suspect*, to be parsed alone. Left unmarked a second time in a row, it is quarantined too:
//!   it may be what brought the process down without a signal, as by taking all memory.
//!
//! A journal is a file of fixed slots, one a thread, locked for as long as its process lives. What
//! is written need not reach the disk: the page cache outlives the process.

#![deny(missing_docs)]

mod content;
mod folder;
mod journal;
mod quarantine;
mod signals;

pub use content::Content;
pub use journal::{Journal, Parse};
pub use quarantine::{Cause, Entry, Verdict};
pub use signals::{SLOTS, prepare_thread};
