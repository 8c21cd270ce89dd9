//! The one answer to a call. Whoever asked may give it up, and does so by ending.

use std::sync::atomic::{AtomicU8, Ordering};

use rustler::{Atom, Encoder, Env, LocalPid, Monitor, Resource, ResourceArc, Term};

use crate::atoms;
use crate::pool::{self, Pool};
use crate::reply::Reply;

const OPEN: u8 = 0;
const ANSWERED: u8 = 1;
const CANCELLED: u8 = 2;

/// Whether the answer is still to be given. Held by the process that asked and by its job.
pub struct Ticket(AtomicU8);

#[rustler::resource_impl]
impl Resource for Ticket {
    fn down<'a>(&'a self, _env: Env<'a>, _owner: LocalPid, _monitor: Monitor) {
        self.settle(CANCELLED);
    }
}

impl Ticket {
    /// What it is now, and true for the first who says so.
    fn settle(&self, state: u8) -> (u8, bool) {
        let order = (Ordering::AcqRel, Ordering::Acquire);
        match self.0.compare_exchange(OPEN, state, order.0, order.1) {
            Ok(_) => (state, true),
            Err(earlier) => (earlier, false),
        }
    }
}

/// Gives an answer up. `:answered` says that it has been sent already, or is about to arrive.
#[rustler::nif]
fn cancel(ticket: ResourceArc<Ticket>) -> Atom {
    match ticket.settle(CANCELLED) {
        (ANSWERED, _) => atoms::answered(),
        _ => atoms::cancelled(),
    }
}

/// The job's side.
pub struct Answer {
    reply: Reply,
    ticket: ResourceArc<Ticket>,
}

impl Answer {
    /// Nobody waits any more.
    pub fn is_given_up(&self) -> bool {
        self.ticket.0.load(Ordering::Relaxed) == CANCELLED
    }

    /// Sends `{reference, answer}`, unless it was given up.
    pub fn send(&self, answer: impl for<'a> FnOnce(Env<'a>) -> Term<'a>) {
        if self.ticket.settle(ANSWERED).1
            && let Err(words) = job_pool::guard(|| self.reply.send(answer))
        {
            // Whoever has given up in vain waits for it without limit.
            self.reply
                .send(|env| (atoms::error(), (atoms::panic(), words)).encode(env));
        }
    }
}

/// Has the pool answer the calling process when its turn comes: `{:ok, ticket}`, or why it cannot.
pub fn promise<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    work: impl FnOnce(&'static Pool, Answer) + Send + 'static,
) -> Term<'a> {
    match pool::pool() {
        Ok(pool) => {
            let ticket = ResourceArc::new(Ticket(AtomicU8::new(OPEN)));
            env.monitor(&ticket, &env.pid());
            let answer = Answer {
                reply: Reply::to_caller(env, reference),
                ticket: ticket.clone(),
            };
            pool.submit(env.pid(), move || work(pool, answer));
            (atoms::ok(), ticket).encode(env)
        }
        Err(words) => (atoms::error(), (atoms::io(), words)).encode(env),
    }
}
