//! Work that has a thread of its own: it mostly waits for the disk, and the pool's threads parse.

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
    filter: FilterMap,
    name: &str,
    work: impl FnOnce(&Filter, &Reply) + Send + 'static,
) -> Term<'a> {
    let filter = match filter.compile() {
        Ok(filter) => filter,
        Err(reason) => return (atoms::error(), reason).encode(env),
    };
    let reply = Reply::to_caller(env, reference);
    let thread = thread::Builder::new().name(name.into());
    match thread.spawn(move || work(&filter, &reply)) {
        Ok(_) => atoms::ok().encode(env),
        Err(error) => (atoms::error(), (atoms::io(), error.to_string())).encode(env),
    }
}
