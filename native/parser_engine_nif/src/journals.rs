//! The crash journals of this VM, one for each state folder, opened when it is first needed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use crash_journal::{Entry, Journal};
use rustler::{Encoder, Env, Term};

use crate::answer::promise;
use crate::atoms;

/// A journal, or why there is none, until somebody was told.
enum Opened {
    Journal(Arc<Journal>),
    Failed(Option<String>),
}

static JOURNALS: LazyLock<Mutex<HashMap<String, Opened>>> = LazyLock::new(Mutex::default);

/// `None` where the folder cannot be written. Touches the disk: not for threads of the VM.
pub fn journal(folder: &str) -> Option<Arc<Journal>> {
    let mut journals = journals();
    if !journals.contains_key(folder) {
        journals.insert(folder.to_owned(), open(folder));
    }
    match journals.get(folder) {
        Some(Opened::Journal(journal)) => Some(Arc::clone(journal)),
        _ => None,
    }
}

fn open(folder: &str) -> Opened {
    match Journal::open(Path::new(folder)) {
        Ok(journal) => Opened::Journal(Arc::new(journal)),
        Err(error) => Opened::Failed(Some(error.to_string())),
    }
}

fn journals() -> MutexGuard<'static, HashMap<String, Opened>> {
    JOURNALS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why there is no journal in a folder: words for the first who asks after it has failed, then
/// `nil`, as where there is one.
#[rustler::nif]
fn take_journal_failure(folder: &str) -> Option<String> {
    // Whoever opens a journal holds the lock while it reads the disk.
    let mut journals = JOURNALS.try_lock().ok()?;
    match journals.get_mut(folder) {
        Some(Opened::Failed(words)) => words.take(),
        _ => None,
    }
}

/// Answers `{:ok, ticket}`, and later `{reference, {:ok, [{hash, language, analysis version, path,
/// reason}]}}`: contents that ended a VM. The reason of one that is tried again is `suspect`.
#[rustler::nif]
fn quarantine<'a>(env: Env<'a>, reference: Term<'a>, folder: String) -> Term<'a> {
    promise(env, reference, move |_pool, answer| {
        match journal(&folder) {
            None => answer.send(no_journal),
            Some(journal) => {
                let entries: Vec<_> = journal.entries().into_iter().map(fields).collect();
                answer.send(|env| (atoms::ok(), entries).encode(env));
            }
        }
    })
}

/// Gives the contents of that hash another chance. Answers `{:ok, ticket}`, and later
/// `{reference, {:ok, count}}`.
#[rustler::nif]
fn release_quarantine<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    folder: String,
    hash: String,
) -> Term<'a> {
    promise(env, reference, move |_pool, answer| {
        match journal(&folder).map(|journal| journal.release(&hash)) {
            None => answer.send(no_journal),
            Some(Ok(count)) => answer.send(|env| (atoms::ok(), count).encode(env)),
            Some(Err(error)) => answer.send(|env| io_error(env, &error.to_string())),
        }
    })
}

fn fields(entry: Entry) -> (String, String, String, String, &'static str) {
    let content = entry.content;
    let reason = entry.verdict.as_str();
    (
        content.hash,
        content.language,
        content.version,
        entry.path,
        reason,
    )
}

fn no_journal(env: Env<'_>) -> Term<'_> {
    io_error(env, "the state folder cannot be written")
}

fn io_error<'a>(env: Env<'a>, words: &str) -> Term<'a> {
    (atoms::error(), (atoms::io(), words)).encode(env)
}
