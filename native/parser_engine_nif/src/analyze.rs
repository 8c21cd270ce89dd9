//! `analyze`: one file read once, parsed once, and told as two rows or as terms.

use std::path::Path;
use std::time::{Duration, SystemTime};

use code_analysis::{Language, Thresholds, detect_language, parse_memory, redact};
use code_watch::{ReadError, Skip, Stat};
use job_pool::Cost;
use rustler::{Decoder, Env, Error, NifMap, NifResult, ResourceArc, Term};

use crate::answer::{Answer, promise};
use crate::outcome::{Failure, Outcome};
use crate::pool::Pool;
use crate::reading::Reading;
use crate::rules::SyncRules;

/// Which file, and what is to be known of it.
#[derive(NifMap)]
#[rustler(decode)]
pub struct Job {
    pub root: String,
    pub path: String,
    /// What they leave out is not read.
    rules: Option<ResourceArc<SyncRules>>,
    /// In the keys of the rows; without it the answer is terms.
    pub codebase_id: Option<String>,
    pub generation: i64,
    /// A content that has this hash need not be parsed again.
    pub known_hash: Option<String>,
    pub max_file_bytes: u64,
    /// Milliseconds that the parse may take.
    pub parse_timeout: u64,
    /// A file changed less than this many milliseconds ago is still being written.
    busy_threshold: u64,
    /// Whether it may be saved again soon, and is then to be parsed where it differs only.
    pub keep_tree: bool,
    /// Whether secrets are hidden.
    pub redact: bool,
    /// What is a smell.
    pub smells: Smells,
    /// Where the crash journal is.
    pub state_dir: String,
}

/// Thresholds, as pairs of an id and a number, or `nil` where something is no smell.
pub struct Smells(pub Thresholds);

impl<'a> Decoder<'a> for Smells {
    fn decode(term: Term<'a>) -> NifResult<Self> {
        let changed: Vec<(String, Option<u32>)> = term.decode()?;
        let thresholds = Thresholds::new(&changed);
        thresholds.map(Self).map_err(|_unknown| Error::BadArg)
    }
}

/// A job, and who waits for its answer.
pub struct Task {
    pub job: Job,
    pub answer: Answer,
}

/// How far a task has got.
enum Step {
    Done(Outcome),
    /// Its content is a suspect.
    WaitToBeAlone,
}

/// Answers `{:ok, ticket}`, and later `{reference, {:ok, rows}}`,
/// `{reference, {:ok, {terms, hash}}}`, `{reference, {:unchanged, stat}}`,
/// `{reference, {:binary, reading}}` where there are no rows for that reason, or
/// `{reference, {:error, reason}}`, unless the calling process ends before or gives the ticket up.
#[rustler::nif]
fn analyze<'a>(env: Env<'a>, reference: Term<'a>, job: Job) -> Term<'a> {
    promise(env, reference, move |pool, answer| {
        begin(pool, Task { job, answer });
    })
}

#[rustler::nif]
fn analysis_version(redact: bool, smells: Smells) -> String {
    code_analysis::analysis_version(redact, &smells.0)
}

/// Looks at the file, which tells what it costs to read and parse.
fn begin(pool: &'static Pool, task: Task) {
    if task.answer.is_given_up() {
        return;
    }
    match guarded(|| look(&task.job)) {
        Ok((language, cost)) => {
            pool.when_there_is_room(cost, move || go_on(pool, task, language, false));
        }
        Err(failure) => task.answer.send(|env| Outcome::Failed(failure).encode(env)),
    }
}

fn go_on(pool: &'static Pool, task: Task, language: &'static Language, alone: bool) {
    if task.answer.is_given_up() {
        return;
    }
    match guarded(|| perform(pool, &task, language, alone)) {
        Ok(Step::Done(outcome)) => task.answer.send(|env| outcome.encode(env)),
        Ok(Step::WaitToBeAlone) => {
            pool.when_there_is_room(Cost::Alone, move || go_on(pool, task, language, true));
        }
        Err(failure) => task.answer.send(|env| Outcome::Failed(failure).encode(env)),
    }
}

fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    job_pool::guard(work).unwrap_or_else(|words| Err(Failure::Panic(without_secrets(words))))
}

/// Rust quotes the text when it is cut at the wrong place.
fn without_secrets(words: String) -> String {
    redact(&words).map_or(words, |redacted| redacted.text)
}

fn look(job: &Job) -> Result<(&'static Language, Cost), Failure> {
    let rules = job.rules.as_ref();
    let verdict = rules.map_or(Ok(()), |rules| rules.classify(&job.path));
    refuse_left_out(job, verdict)?;
    // Before the language: what is gone may have been a directory, which has none.
    let stat = code_watch::stat(Path::new(&job.root), &job.path)?;
    if verdict.is_err() {
        // Nobody has asked the rules about what is there now.
        return Err(ReadError::Changing.into());
    }
    let language = detect_language(&job.path).ok_or_else(|| unsupported(&job.path))?;
    refuse_busy(job, stat)?;
    Ok((language, cost(stat.size, job.max_file_bytes)))
}

/// A file that is too large is not parsed, but hashed block by block.
fn cost(size: u64, max_file_bytes: u64) -> Cost {
    if size > max_file_bytes {
        return Cost::Bytes(0);
    }
    let memory = usize::try_from(size).map_or(usize::MAX, parse_memory);
    Cost::Bytes(u64::try_from(memory).unwrap_or(u64::MAX))
}

/// The rules have decided, and not the disk.
fn refuse_left_out(job: &Job, verdict: Result<(), Skip>) -> Result<(), Failure> {
    match verdict {
        Err(Skip::UnsupportedExtension) if detect_language(&job.path).is_none() => {
            Err(unsupported(&job.path))
        }
        Err(skip) if !skip.is_of_the_disk() => Err(Failure::Excluded(skip)),
        _ => Ok(()),
    }
}

fn unsupported(path: &str) -> Failure {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    Failure::UnsupportedLanguage(extension.unwrap_or_default().to_lowercase())
}

fn refuse_busy(job: &Job, stat: Stat) -> Result<(), Failure> {
    match age_ms(stat.mtime_ns) {
        Some(age) if age < job.busy_threshold => Err(Failure::Busy(age)),
        _ => Ok(()),
    }
}

/// `None` for a time in the future, which says nothing about whether somebody is writing.
fn age_ms(mtime_ns: i64) -> Option<u64> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()?;
    let modified = Duration::from_nanos(u64::try_from(mtime_ns).ok()?);
    u64::try_from(now.checked_sub(modified)?.as_millis()).ok()
}

fn perform(
    pool: &Pool,
    task: &Task,
    language: &'static Language,
    alone: bool,
) -> Result<Step, Failure> {
    let reading = Reading::of(&task.job, language)?;
    if reading.is_suspect() && !alone {
        Ok(Step::WaitToBeAlone)
    } else if reading.is_known(&task.job) {
        Ok(Step::Done(Outcome::Unchanged(reading.stat())))
    } else {
        let analysis = reading.analysis(task, pool.current_thread());
        Ok(Step::Done(reading.outcome(&task.job, analysis)?))
    }
}
