//! Work that has a thread of its own: it mostly waits for the disk or for its turn, and the pool's
//! threads parse.

use std::thread;

use code_watch::Filter;
use rustler::{Encoder, Env, Term};

use crate::atoms;
use crate::filter::FilterMap;
use crate::reply::Reply;

/// `:ok`, after which the work answers the calling process, or why it does not begin.
pub fn answer<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    name: &str,
    work: impl FnOnce(&Reply) + Send + 'static,
) -> Term<'a> {
    let reply = Reply::to_caller(env, reference);
    let thread = thread::Builder::new().name(name.into());
    match thread.spawn(move || work(&reply)) {
        Ok(_) => atoms::ok().encode(env),
        Err(error) => (atoms::error(), (atoms::io(), error.to_string())).encode(env),
    }
}

/// The same for work that looks at the files of a codebase.
pub fn answer_about_files<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    filter: FilterMap,
    name: &str,
    work: impl FnOnce(&Filter, &Reply) + Send + 'static,
) -> Term<'a> {
    match filter.compile() {
        Ok(filter) => answer(env, reference, name, move |reply| work(&filter, reply)),
        Err(reason) => (atoms::error(), reason).encode(env),
    }
}
