//! `analyze`: one file read once, parsed once, and told as two rows or as terms.

use std::cell::RefCell;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use code_analysis::{
    ANALYSIS_VERSION, Analysis, Analyzer, Language, Limits, Origin, ParseStatus, Refusal, Request,
    detect_language,
};
use code_watch::{FileKind, ReadError, SourceFile, Stat};
use rustler::{Atom, Encoder, Env, NifMap, Term};

use crate::atoms;
use crate::pool;
use crate::reply::Reply;

/// Which file, and what is to be known of it.
#[derive(NifMap)]
#[rustler(decode)]
struct Job {
    root: String,
    path: String,
    /// In the keys of the rows; without it the answer is terms.
    codebase_id: Option<String>,
    generation: i64,
    /// A content that has this hash need not be parsed again.
    known_hash: Option<String>,
    max_file_bytes: u64,
    /// Milliseconds that the parse may take.
    parse_timeout: u64,
    /// A file changed less than this many milliseconds ago is still being written.
    busy_threshold: u64,
}

/// What became of a job.
enum Outcome {
    Unchanged(Stat),
    /// No text, so there are no rows.
    Binary(Stat, String),
    Rows(Rows),
    Terms(Box<Analysis>, String),
    Failed(Failure),
}

struct Rows {
    stat: Stat,
    hash: String,
    language: &'static str,
    parse_status: &'static str,
    code_files: String,
    codebase_metadata: String,
}

enum Failure {
    Binary,
    Busy(u64),
    Read(ReadError),
    UnsupportedLanguage(String),
    Panic(String),
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Binary => Self::Binary,
        }
    }
}

thread_local! {
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::new());
}

/// Answers `{reference, {:ok, rows}}`, `{reference, {:ok, {terms, hash}}}`,
/// `{reference, {:unchanged, stat}}`, `{reference, {:binary, reading}}` where there are no rows for
/// that reason, or `{reference, {:error, reason}}`.
#[rustler::nif]
fn analyze<'a>(env: Env<'a>, reference: Term<'a>, job: Job) -> Term<'a> {
    let reply = Reply::to_caller(env, reference);
    let spawned = pool::spawn(move || {
        let outcome = pool::guard(|| outcome(&job))
            .unwrap_or_else(|panic| Outcome::Failed(Failure::Panic(panic)));
        reply.send(|env| outcome.encode(env));
    });
    match spawned {
        Ok(()) => atoms::ok().encode(env),
        Err(words) => (atoms::error(), (atoms::io(), words)).encode(env),
    }
}

#[rustler::nif]
fn analysis_version() -> &'static str {
    ANALYSIS_VERSION
}

fn outcome(job: &Job) -> Outcome {
    perform(job).unwrap_or_else(Outcome::Failed)
}

fn perform(job: &Job) -> Result<Outcome, Failure> {
    let root = Path::new(&job.root);
    // First of all: what is gone may have been a directory, which has no language.
    let stat = code_watch::stat(root, &job.path)?;
    let language = detect_language(&job.path).ok_or_else(|| unsupported(&job.path))?;
    refuse_busy(job, stat)?;
    let file = code_watch::read(root, &job.path, job.max_file_bytes)?;
    let hash = format!("blake3:{}", file.hash);
    if job.known_hash.as_ref() == Some(&hash) {
        return Ok(Outcome::Unchanged(file.stat));
    }
    let analysis = match analysis(job, language, &file) {
        Err(Failure::Binary) if job.codebase_id.is_some() => {
            return Ok(Outcome::Binary(file.stat, hash));
        }
        analysed => analysed?,
    };
    Ok(match &job.codebase_id {
        Some(codebase_id) => Outcome::Rows(rows(job, codebase_id, &analysis, file.stat, hash)),
        None => Outcome::Terms(Box::new(analysis), hash),
    })
}

fn unsupported(path: &str) -> Failure {
    let extension = Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str());
    Failure::UnsupportedLanguage(extension.unwrap_or_default().to_owned())
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

fn analysis(
    job: &Job,
    language: &'static Language,
    file: &SourceFile,
) -> Result<Analysis, Failure> {
    let Some(bytes) = &file.bytes else {
        return Ok(Analysis::unread(&job.path, language, ParseStatus::TooLarge));
    };
    let deadline = Instant::now() + Duration::from_millis(job.parse_timeout);
    let request = Request {
        path: &job.path,
        language,
        bytes,
        limits: limits(job),
        keep_going: &|| Instant::now() < deadline,
    };
    Ok(ANALYZER.with_borrow_mut(|analyzer| analyzer.analyze(&request))?)
}

/// The caller has one limit on size.
fn limits(job: &Job) -> Limits {
    Limits {
        max_bytes: usize::try_from(job.max_file_bytes).unwrap_or(usize::MAX),
        ..Limits::default()
    }
}

fn rows(job: &Job, codebase_id: &str, analysis: &Analysis, stat: Stat, hash: String) -> Rows {
    let origin = Origin {
        codebase_id,
        codebase_path: &job.root,
        generation: job.generation,
        size: stat.size,
        mtime_ns: stat.mtime_ns,
        inode: stat.inode,
        content_hash: &hash,
    };
    let code_analysis::Rows {
        code_files,
        codebase_metadata,
    } = code_analysis::rows(analysis, &origin);
    Rows {
        language: analysis.language,
        parse_status: analysis.parse_status.as_str(),
        code_files,
        codebase_metadata,
        stat,
        hash,
    }
}

impl Outcome {
    fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
        match self {
            Self::Unchanged(stat) => (atoms::unchanged(), stat_map(*stat)).encode(env),
            Self::Binary(stat, hash) => {
                let stat = stat_map(*stat);
                (atoms::binary(), ReadingMap { hash, stat }).encode(env)
            }
            Self::Rows(rows) => (atoms::ok(), rows.to_map()).encode(env),
            Self::Terms(analysis, hash) => terms(env, analysis, hash),
            Self::Failed(failure) => (atoms::error(), failure.encode(env)).encode(env),
        }
    }
}

/// Size in bytes, modification time in nanoseconds, inode as the bigint that the tables hold.
#[derive(NifMap)]
#[rustler(encode)]
pub struct StatMap {
    size: u64,
    mtime_ns: i64,
    inode: i64,
}

pub fn stat_map(stat: Stat) -> StatMap {
    StatMap {
        size: stat.size,
        mtime_ns: stat.mtime_ns,
        inode: stat.inode.cast_signed(),
    }
}

/// What was read of a file that has no rows.
#[derive(NifMap)]
#[rustler(encode)]
struct ReadingMap<'a> {
    hash: &'a str,
    stat: StatMap,
}

#[derive(NifMap)]
#[rustler(encode)]
struct RowsMap<'a> {
    stat: StatMap,
    hash: &'a str,
    language: &'a str,
    parse_status: &'a str,
    code_files: &'a str,
    codebase_metadata: &'a str,
}

impl Rows {
    fn to_map(&self) -> RowsMap<'_> {
        RowsMap {
            stat: stat_map(self.stat),
            hash: &self.hash,
            language: self.language,
            parse_status: self.parse_status,
            code_files: &self.code_files,
            codebase_metadata: &self.codebase_metadata,
        }
    }
}

fn terms<'a>(env: Env<'a>, analysis: &Analysis, hash: &str) -> Term<'a> {
    match rustler::serde::to_term(env, analysis) {
        Ok(term) => (atoms::ok(), (term, hash)).encode(env),
        Err(error) => (atoms::error(), (atoms::io(), error.to_string())).encode(env),
    }
}

impl Failure {
    fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
        match self {
            Self::Binary => atoms::binary().encode(env),
            Self::Busy(age) => (atoms::busy(), age).encode(env),
            Self::Read(error) => read_error(env, error),
            Self::UnsupportedLanguage(extension) => {
                (atoms::unsupported_language(), extension).encode(env)
            }
            Self::Panic(words) => (atoms::panic(), words).encode(env),
        }
    }
}

fn read_error<'a>(env: Env<'a>, error: &ReadError) -> Term<'a> {
    match error {
        ReadError::NotFound => atoms::enoent().encode(env),
        ReadError::PermissionDenied => atoms::eacces().encode(env),
        ReadError::NotRegular(kind) => (atoms::not_regular(), kind_atom(*kind)).encode(env),
        ReadError::OutsideRoot => atoms::outside_root().encode(env),
        ReadError::Changing => atoms::changing().encode(env),
        ReadError::NotUtf8Path => atoms::not_utf8().encode(env),
        ReadError::Io(words) => (atoms::io(), words).encode(env),
    }
}

fn kind_atom(kind: FileKind) -> Atom {
    match kind {
        FileKind::Directory => atoms::directory(),
        FileKind::Symlink => atoms::symlink(),
        FileKind::Fifo => atoms::fifo(),
        FileKind::Socket => atoms::socket(),
        FileKind::Device => atoms::device(),
        FileKind::Other => atoms::other(),
    }
}
