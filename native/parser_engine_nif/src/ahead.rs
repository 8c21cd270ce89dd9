//! An analysis that begins before its generation is taken: the file is parsed while the tables are
//! asked. Whoever wants it has read the file anew by then, and it is worth something only for the
//! same content.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use code_analysis::{Analysis, Language};
use code_watch::{Filter, Rules};
use rustler::{Encoder, Env, LocalPid, Monitor, Resource, ResourceArc, Term};

use crate::analyze::{Job, guarded, look};
use crate::atoms;
use crate::filter::FilterMap;
use crate::pool::{self, Pool};
use crate::reading::Reading;
use crate::standing::by_rule;

enum State {
    /// For a thread, or for room.
    Waiting,
    Running(Option<Waiter>),
    Done(Option<Box<Ready>>),
    /// Nobody wants it any more.
    GivenUp,
}

struct Ready {
    hash: String,
    analysis: Analysis,
}

impl Ready {
    fn of(self, hash: &str) -> Option<Analysis> {
        (self.hash == hash).then_some(self.analysis)
    }
}

/// Who wants the analysis of this content.
struct Waiter {
    hash: String,
    next: Box<dyn FnOnce(Option<Analysis>) + Send>,
}

/// Held by the process that asked, by the job that analyses, and by the one that wants it.
pub struct Ahead(Mutex<State>);

#[rustler::resource_impl]
impl Resource for Ahead {
    fn down<'a>(&'a self, _env: Env<'a>, _owner: LocalPid, _monitor: Monitor) {
        self.give_up();
    }
}

impl Ahead {
    fn begin(&self) -> bool {
        let mut state = self.state();
        let waits = matches!(*state, State::Waiting);
        if waits {
            *state = State::Running(None);
        }
        waits
    }

    fn finish(&self, ready: Option<Ready>) {
        let mut state = self.state();
        match std::mem::replace(&mut *state, State::GivenUp) {
            State::Running(Some(waiter)) => {
                drop(state);
                (waiter.next)(ready.and_then(|ready| ready.of(&waiter.hash)));
            }
            State::Running(None) => *state = State::Done(ready.map(Box::new)),
            _ => {}
        }
    }

    /// Goes on with the analysis of this content when there is one, and without where there will be
    /// none: at once, or on the thread that is at it. No thread waits for another.
    pub fn when_done(&self, hash: String, next: impl FnOnce(Option<Analysis>) + Send + 'static) {
        let mut state = self.state();
        let ready = match std::mem::replace(&mut *state, State::GivenUp) {
            State::Running(None) => {
                let next = Box::new(next);
                *state = State::Running(Some(Waiter { hash, next }));
                return;
            }
            State::Done(ready) => ready,
            others @ State::Running(Some(_)) => {
                *state = others;
                None
            }
            State::Waiting | State::GivenUp => None,
        };
        drop(state);
        next(ready.and_then(|ready| ready.of(&hash)));
    }

    /// It may be left where it is.
    pub fn give_up(&self) {
        *self.state() = State::GivenUp;
    }

    fn is_given_up(&self) -> bool {
        matches!(*self.state(), State::GivenUp)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers `{:ok, ahead}`, to be given to `analyze` with the same job, or why it cannot begin. What
/// the rules leave out is not read.
#[rustler::nif]
fn analyze_ahead(env: Env<'_>, job: Job, filter: FilterMap) -> Term<'_> {
    let filter = match filter.compile() {
        Ok(filter) => filter,
        Err(reason) => return (atoms::error(), reason).encode(env),
    };
    match pool::pool() {
        Ok(pool) => {
            let ahead = ResourceArc::new(Ahead(Mutex::new(State::Waiting)));
            env.monitor(&ahead, &env.pid());
            let begun = ahead.clone();
            pool.submit(env.pid(), move || begin(pool, job, &filter, begun));
            (atoms::ok(), ahead).encode(env)
        }
        Err(words) => (atoms::error(), (atoms::io(), words)).encode(env),
    }
}

/// Why a file cannot be analysed is found out once more by who wants it.
fn begin(pool: &'static Pool, job: Job, filter: &Filter, ahead: ResourceArc<Ahead>) {
    let looked = guarded(|| is_visible(&job, filter).then(|| look(&job)).transpose());
    if let Ok(Some((language, cost))) = looked {
        pool.when_there_is_room(cost, move || {
            if ahead.begin() {
                let ready = guarded(|| Ok(ready(pool, &job, language, &ahead)));
                ahead.finish(ready.unwrap_or(None));
            }
        });
    }
}

fn is_visible(job: &Job, filter: &Filter) -> bool {
    let rules = Rules::load(Path::new(&job.root), filter);
    let verdicts = rules.classify_all(std::iter::once(job.path.as_str()));
    verdicts
        .into_iter()
        .all(|verdict| by_rule(verdict).is_none())
}

fn ready(pool: &Pool, job: &Job, language: &'static Language, ahead: &Ahead) -> Option<Ready> {
    let reading = Reading::of(job, language).ok()?;
    if reading.is_judged() {
        return None;
    }
    let analysis = reading.analysis(job, pool.current_thread(), &|| ahead.is_given_up());
    Some(Ready {
        analysis: analysis.ok()?,
        hash: reading.into_hash(),
    })
}
