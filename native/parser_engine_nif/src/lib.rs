//! Terms, pids and the worker pool: what joins the BEAM to the crates beside it. It decides
//! nothing about code or files.
//!
//! Every NIF returns at once. What takes time runs on threads of the library's own and answers
//! with a message `{reference, outcome}` to the calling process.

mod analyze;
mod answer;
mod atoms;
mod endpoint;
mod filter;
mod graph;
mod journals;
mod outcome;
mod own_thread;
mod pool;
mod reading;
mod reply;
mod root;
mod rules;
mod scan;
mod search;
mod standing;
mod watch;

use rustler::{Env, Term};

/// What crosses, as a number: `ParserEngine.Native` has the same. It changes with the arguments,
/// answers and messages, so that a library and modules of different age do not work together.
const INTERFACE: u32 = 11;

fn load(_env: Env, interface: Term) -> bool {
    interface
        .decode()
        .is_ok_and(|number: u32| number == INTERFACE)
}

rustler::init!("Elixir.ParserEngine.Native", load = load);
