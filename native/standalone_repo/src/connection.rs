//! A connection as a resource: the way to the thread that owns it, and out of its blocking calls.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use postgres::{CancelToken, NoTls};
use rustler::env::{OwnedEnv, SavedTerm};
use rustler::{Encoder, Env, LocalPid, Resource, Term};

use crate::Options;
use crate::outcome::{self, Failure};
use crate::session::Session;

/// A cancel request can overtake the statement that it is for, so it is repeated.
const CANCEL_ATTEMPTS: u32 = 20;
const CANCEL_INTERVAL: Duration = Duration::from_millis(100);

/// A request on its way to the thread: terms in an environment of their own, and who waits.
pub(crate) struct Job {
    env: OwnedEnv,
    reference: SavedTerm,
    request: SavedTerm,
    caller: LocalPid,
}

impl Job {
    pub(crate) fn new(caller: LocalPid, reference: Term, request: impl Encoder) -> Self {
        let env = OwnedEnv::new();
        let (reference, request) = (env.save(reference), env.save(request));
        Self {
            env,
            reference,
            request,
            caller,
        }
    }
}

/// The thread that owns the client ends when this is closed or collected.
pub struct Connection {
    jobs: Mutex<Option<Sender<Job>>>,
    state: Arc<State>,
}

/// What the thread and the connection's users share.
struct State {
    /// Held while a message is sent, so that none follows a close.
    open: Mutex<bool>,
    running: AtomicBool,
    cancel: OnceLock<CancelToken>,
}

#[rustler::resource_impl]
impl Resource for Connection {}

impl Connection {
    /// Returns at once; the caller is sent `{reference, :ok}` or an error.
    pub(crate) fn open(options: Options, job: Job) -> io::Result<Self> {
        let (sender, jobs) = channel();
        let state = Arc::new(State {
            open: Mutex::new(true),
            running: AtomicBool::new(false),
            cancel: OnceLock::new(),
        });
        let shared = Arc::clone(&state);
        spawn(move || serve(&options, job, &jobs, &shared))?;
        Ok(Self {
            jobs: Mutex::new(Some(sender)),
            state,
        })
    }

    /// Whether the thread takes the job; if so, the caller is sent `{reference, outcome}`.
    pub(crate) fn submit(&self, job: Job) -> bool {
        lock(&self.jobs)
            .as_ref()
            .is_some_and(|jobs| jobs.send(job).is_ok())
    }

    pub(crate) fn close(&self) {
        lock(&self.jobs).take();
        *lock(&self.state.open) = false;
        if self.state.running.load(Ordering::SeqCst) {
            let state = Arc::clone(&self.state);
            // Without a thread for it, the statement runs to its end and nobody hears of it.
            let _ = spawn(move || state.cancel());
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.close();
    }
}

impl State {
    fn is_open(&self) -> bool {
        *lock(&self.open)
    }

    /// A server that cannot be reached any more ends the statement itself: nothing to report.
    fn cancel(&self) {
        let Some(token) = self.cancel.get() else {
            return;
        };
        for _ in 0..CANCEL_ATTEMPTS {
            if !self.running.load(Ordering::SeqCst) {
                return;
            }
            let _ = catch_unwind(AssertUnwindSafe(|| token.cancel_query(NoTls)));
            thread::sleep(CANCEL_INTERVAL);
        }
    }
}

/// `thread::spawn` would panic where the system has no thread to give.
fn spawn(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let name = "standalone_repo".to_owned();
    let work = || {
        stand_back();
        work();
    };
    thread::Builder::new().name(name).spawn(work).map(drop)
}

/// A scheduler of the VM that hands over a statement is not to lose its core to the thread that it
/// wakes, which may have megabytes to send. Linux alone has a priority for each thread.
#[cfg(target_os = "linux")]
fn stand_back() {
    const NICE: i32 = 10;
    // Refused, it costs nothing but that.
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(not(target_os = "linux"))]
fn stand_back() {}

/// No value behind a lock here can be left half changed by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The life of the thread.
fn serve(options: &Options, opening: Job, jobs: &Receiver<Job>, state: &State) {
    let mut session = None;
    answer(opening, state, |env, _| {
        Session::open(options)
            .map(|opened| session = Some(opened))
            .encode(env)
    });
    let Some(mut session) = session else { return };
    let _ = state.cancel.set(session.cancel_token());
    while let Ok(job) = jobs.recv() {
        state.running.store(true, Ordering::SeqCst);
        let survived =
            state.is_open() && answer(job, state, |env, request| run(&mut session, env, request));
        state.running.store(false, Ordering::SeqCst);
        if !survived {
            return;
        }
    }
}

fn run<'a>(session: &mut Session, env: Env<'a>, request: Term<'a>) -> Term<'a> {
    match request.decode::<(&str, Vec<Term>)>() {
        Ok((sql, params)) => outcome::encode(&session.query(sql, &params), env),
        Err(_) => {
            let reason = "a statement is text and its parameters are a list";
            outcome::encode(&Err(Failure::Request(reason.to_owned())), env)
        }
    }
}

/// Sends what `work` makes of the request. False after a panic, which may have left the session
/// in the middle of the protocol.
fn answer<F>(job: Job, state: &State, work: F) -> bool
where
    F: for<'a> FnOnce(Env<'a>, Term<'a>) -> Term<'a>,
{
    let Job {
        mut env,
        reference,
        request,
        caller,
    } = job;
    let (message, survived) = env.run(|scope| {
        let done = catch_unwind(AssertUnwindSafe(|| work(scope, request.load(scope))));
        let survived = done.is_ok();
        let outcome = done.unwrap_or_else(|panic| panicked(scope, &panic));
        (env.save((reference.load(scope), outcome)), survived)
    });
    let open = lock(&state.open);
    if *open {
        // A caller that is gone needs no answer.
        let _ = env.send_and_clear(&caller, |scope| message.load(scope));
    }
    survived
}

fn panicked<'a>(env: Env<'a>, panic: &(dyn Any + Send)) -> Term<'a> {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Err::<(), _>(Failure::Panic(text)).encode(env)
}
