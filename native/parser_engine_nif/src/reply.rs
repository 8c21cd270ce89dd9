//! The answer to a call: one or more messages `{reference, outcome}` to the calling process.

use rustler::env::SavedTerm;
use rustler::{Encoder, Env, LocalPid, OwnedEnv, Term};

/// Remembers who asked, and the reference by which the caller knows the answer.
pub struct Reply {
    caller: LocalPid,
    env: OwnedEnv,
    reference: SavedTerm,
}

impl Reply {
    /// To the calling process.
    pub fn to_caller(env: Env, reference: Term) -> Self {
        let own = OwnedEnv::new();
        let reference = own.save(reference);
        Self {
            caller: env.pid(),
            env: own,
            reference,
        }
    }

    /// Sends `{reference, outcome}`. False when nobody is there any more.
    ///
    /// Must not be called on a thread of the VM.
    pub fn send(&self, outcome: impl for<'a> FnOnce(Env<'a>) -> Term<'a>) -> bool {
        self.send_message(|env, reference| (reference, outcome(env)).encode(env))
    }

    /// Sends a message made from the reference, like [`Reply::send`].
    pub fn send_message(
        &self,
        message: impl for<'a> FnOnce(Env<'a>, Term<'a>) -> Term<'a>,
    ) -> bool {
        let sent = OwnedEnv::new().send_and_clear(&self.caller, |env| {
            let reference = self.env.run(|own| self.reference.load(own).in_env(env));
            message(env, reference)
        });
        sent.is_ok()
    }
}
