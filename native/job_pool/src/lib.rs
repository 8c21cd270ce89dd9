//! Threads that serve several owners in turn, and let in only as much work as memory allows.
//!
//! Rayon supplies the threads. What it does not do is here: whose job is next ([`FairQueue`]: an
//! owner with one job does not wait behind another's thousand), and whether there is room for it
//! ([`Admission`]). A job that finds no room waits without holding a thread.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod admission;
mod both;
mod fair_queue;
mod guard;
mod pool;

pub use admission::{Admission, Cost};
pub use both::both;
pub use fair_queue::FairQueue;
pub use guard::guard;
pub use pool::{JobPool, Options};
