//! What became of a job, and how it crosses.

use code_analysis::{Analysis, Refusal};
use code_watch::{FileKind, ReadError, Skip, Stat};
use rustler::{Atom, Encoder, Env, NifMap, Term};

use crate::atoms;

/// What became of a job.
pub enum Outcome {
    Unchanged(Stat),
    /// No text, so there are no rows.
    Binary(Stat, String),
    Rows(Rows),
    Terms(Box<Analysis>, String),
    Failed(Failure),
}

pub struct Rows {
    pub stat: Stat,
    pub hash: String,
    pub language: &'static str,
    pub parse_status: &'static str,
    pub code_files: String,
    pub codebase_metadata: String,
}

pub enum Failure {
    Binary,
    Busy(u64),
    Read(ReadError),
    UnsupportedLanguage(String),
    /// By the rules of the codebase.
    Excluded(Skip),
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

impl Outcome {
    pub fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
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

/// Size in bytes, times in nanoseconds, inode as the bigint that the tables hold.
#[derive(NifMap)]
#[rustler(encode)]
pub struct StatMap {
    size: u64,
    mtime_ns: i64,
    ctime_ns: i64,
    inode: i64,
}

pub fn stat_map(stat: Stat) -> StatMap {
    StatMap {
        size: stat.size,
        mtime_ns: stat.mtime_ns,
        ctime_ns: stat.ctime_ns,
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
            Self::Excluded(skip) => (atoms::excluded(), skip.as_str()).encode(env),
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
