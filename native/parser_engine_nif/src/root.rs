//! `root_identity`: which directory is at the root.

use std::path::Path;

use rustler::{Encoder, Env, Term};

use crate::atoms;
use crate::own_thread;

/// Sends `{reference, {:ok, identity}}`: a text that no other directory has, or `nil` where there is
/// none. It may take long where the file system is away.
#[rustler::nif]
fn root_identity<'a>(env: Env<'a>, reference: Term<'a>, root: String) -> Term<'a> {
    own_thread::answer(env, reference, "code_root", move |reply| {
        let identity = code_watch::directory_identity(Path::new(&root));
        reply.send(|env| (atoms::ok(), identity).encode(env));
    })
}
