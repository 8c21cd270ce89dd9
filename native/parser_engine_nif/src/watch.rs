//! `watch_*`: a running watch is a resource of the process that started it.

use std::time::Duration;

use code_watch::{
    Degradation, DegradationKind, Gone, Message, RescanReason, Sink, Status, Watch, WatchError,
    WatchOptions,
};
use rustler::{Atom, Encoder, Env, LocalPid, Monitor, NifMap, Resource, ResourceArc, Term};

use crate::atoms;
use crate::filter::FilterMap;
use crate::reply::Reply;

/// What is watched; times in milliseconds.
#[derive(NifMap)]
#[rustler(decode)]
struct Options {
    root: String,
    filter: FilterMap,
    debounce: u64,
    debounce_ceiling: u64,
    on_close: bool,
    poll: bool,
    poll_interval: u64,
}

/// A watch that ends with its owner.
pub struct WatchResource(Watch);

#[rustler::resource_impl]
impl Resource for WatchResource {
    fn down<'a>(&'a self, _env: Env<'a>, _owner: LocalPid, _monitor: Monitor) {
        self.0.stop();
    }
}

struct OwnerSink(Reply);

impl Sink for OwnerSink {
    fn send(&self, message: Message) -> Result<(), Gone> {
        let sent = self
            .0
            .send_message(|env, reference| encode(env, reference, &message));
        if sent { Ok(()) } else { Err(Gone) }
    }
}

/// Watches a tree for the calling process. Messages, all with the given reference:
///
/// - `{:code_files_changed, reference, [path]}`, never more paths than were demanded;
/// - `{:code_watch_rescan, reference, reason}`: compare the whole tree;
/// - `{:code_watch_degraded, reference, reason, unwatched, sentence}`: so many directories are
///   polled;
/// - `{:code_watch_restored, reference, reason}`: the degradation with that reason has ended;
/// - `{:code_watch_down, reference, words}`: the watch has ended by itself.
#[rustler::nif]
fn watch_start<'a>(env: Env<'a>, reference: Term<'a>, options: Options) -> Term<'a> {
    match start(env, reference, options) {
        Ok(watch) => (atoms::ok(), watch).encode(env),
        Err(reason) => (atoms::error(), reason).encode(env),
    }
}

/// Allows that many more paths to be sent.
#[rustler::nif]
fn watch_demand(watch: ResourceArc<WatchResource>, count: usize) -> Atom {
    watch.0.demand(count);
    atoms::ok()
}

/// Directories that are watched and polled, and paths that wait.
#[derive(NifMap)]
#[rustler(encode)]
struct StatusMap {
    watches: usize,
    polled: usize,
    pending: usize,
}

#[rustler::nif]
fn watch_status(watch: ResourceArc<WatchResource>) -> StatusMap {
    let Status {
        watches,
        polled,
        pending,
    } = watch.0.status();
    StatusMap {
        watches,
        polled,
        pending,
    }
}

#[rustler::nif]
fn watch_stop(watch: ResourceArc<WatchResource>) -> Atom {
    watch.0.stop();
    atoms::ok()
}

fn start<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    options: Options,
) -> Result<ResourceArc<WatchResource>, Term<'a>> {
    let options = watch_options(options).map_err(|reason| reason.encode(env))?;
    let sink = OwnerSink(Reply::to_caller(env, reference));
    let watch = Watch::start(options, sink).map_err(|error| watch_error(env, &error))?;
    let resource = ResourceArc::new(WatchResource(watch));
    env.monitor(&resource, &env.pid());
    Ok(resource)
}

fn watch_options(options: Options) -> Result<WatchOptions, (Atom, String, String)> {
    Ok(WatchOptions {
        quiet: Duration::from_millis(options.debounce),
        ceiling: Duration::from_millis(options.debounce_ceiling),
        on_close: options.on_close,
        poll: options.poll,
        poll_interval: Duration::from_millis(options.poll_interval),
        ..WatchOptions::new(options.root, options.filter.compile()?)
    })
}

fn watch_error<'a>(env: Env<'a>, error: &WatchError) -> Term<'a> {
    match error {
        WatchError::RootNotADirectory => atoms::not_a_directory().encode(env),
        WatchError::PermissionDenied => atoms::eacces().encode(env),
        WatchError::Io(words) => (atoms::io(), words).encode(env),
    }
}

fn encode<'a>(env: Env<'a>, reference: Term<'a>, message: &Message) -> Term<'a> {
    match message {
        Message::Changed(paths) => (atoms::code_files_changed(), reference, paths).encode(env),
        Message::Rescan(reason) => rescan(env, reference, *reason),
        Message::Degraded { reason, unwatched } => degraded(env, reference, reason, *unwatched),
        Message::Restored(kind) => restored(env, reference, *kind),
        Message::Down(words) => (atoms::code_watch_down(), reference, words).encode(env),
    }
}

fn rescan<'a>(env: Env<'a>, reference: Term<'a>, reason: RescanReason) -> Term<'a> {
    (atoms::code_watch_rescan(), reference, reason.as_str()).encode(env)
}

fn restored<'a>(env: Env<'a>, reference: Term<'a>, kind: DegradationKind) -> Term<'a> {
    (atoms::code_watch_restored(), reference, kind.as_str()).encode(env)
}

fn degraded<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    reason: &Degradation,
    unwatched: usize,
) -> Term<'a> {
    let sentence = reason.to_string();
    (
        atoms::code_watch_degraded(),
        reference,
        reason.kind().as_str(),
        unwatched,
        sentence,
    )
        .encode(env)
}
