//! Terms, pids and the worker pool: what joins the BEAM to the crates beside it. It decides
//! nothing about code or files.
//!
//! Every NIF returns at once. What takes time runs on threads of the library's own and answers
//! with a message `{reference, outcome}` to the calling process.

mod analyze;
mod atoms;
mod pool;
mod reply;
mod scan;
mod standing;
mod watch;

rustler::init!("Elixir.ParserEngine.Native");
