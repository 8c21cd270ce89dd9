//! A file that was read: what is known of its content, and its analysis.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use code_analysis::{
    ANALYSIS_VERSION, Analysis, Language, Limits, Origin, ParseStatus, RecentTrees, Request,
    analysis_version, analyze, analyze_again, analyze_text_only,
};
use code_watch::{SourceFile, Stat};
use crash_journal::{Content, Journal, Parse, Verdict};

use crate::analyze::{Job, Task};
use crate::journals;
use crate::outcome::{Failure, Outcome, Rows};
use crate::pool;

thread_local! {
    // A tree does not leave its thread. Where all threads sleep the pool wakes the same one each
    // time, so that a file which is saved now and then finds its tree.
    static TREES: RefCell<RecentTrees> = RefCell::new(RecentTrees::new(pool::tree_bytes()));
}

pub struct Reading {
    language: &'static Language,
    file: SourceFile,
    content: Content,
    journal: Option<Arc<Journal>>,
    verdict: Option<Verdict>,
}

impl Reading {
    pub fn of(job: &Job, language: &'static Language) -> Result<Self, Failure> {
        let file = code_watch::read(Path::new(&job.root), &job.path, job.max_file_bytes)?;
        let content = Content {
            hash: format!("blake3:{}", file.hash),
            language: language.name.to_owned(),
            version: ANALYSIS_VERSION.to_owned(),
        };
        let journal = journals::journal(&job.state_dir);
        let verdict = journal.as_ref().and_then(|known| known.verdict(&content));
        Ok(Self {
            language,
            file,
            content,
            journal,
            verdict,
        })
    }

    pub fn stat(&self) -> Stat {
        self.file.stat
    }

    /// A process has ended while it parsed this: it is parsed while nothing else is.
    pub fn is_suspect(&self) -> bool {
        self.verdict == Some(Verdict::Suspect)
    }

    /// There is nothing to be found out. The rows of a suspect may be those of its quarantine.
    pub fn is_known(&self, job: &Job) -> bool {
        job.known_hash.as_ref() == Some(&self.content.hash) && !self.is_suspect()
    }

    /// On the pool's thread of that number.
    pub fn analysis(&self, task: &Task, thread: Option<usize>) -> Result<Analysis, Failure> {
        match (&self.file.bytes, self.verdict) {
            (None, _) => Ok(self.unread(&task.job)),
            (Some(bytes), Some(Verdict::Quarantined(_))) => self.unparsed(task, bytes),
            (Some(bytes), _) => {
                let analysis = {
                    let _parse = self.journal_entry(&task.job, thread);
                    self.parsed(task, bytes)?
                };
                self.acquit();
                Ok(analysis)
            }
        }
    }

    fn unread(&self, job: &Job) -> Analysis {
        let version = analysis_version(job.redact, &job.smells.0);
        Analysis::unread(&job.path, self.language, ParseStatus::TooLarge, &version)
    }

    fn unparsed(&self, task: &Task, bytes: &[u8]) -> Result<Analysis, Failure> {
        let request = self.request(task, bytes, &|| true);
        Ok(analyze_text_only(&request, ParseStatus::Quarantined)?)
    }

    fn parsed(&self, task: &Task, bytes: &[u8]) -> Result<Analysis, Failure> {
        let deadline = Instant::now() + Duration::from_millis(task.job.parse_timeout);
        let keep_going = || Instant::now() < deadline && !task.answer.is_given_up();
        let request = self.request(task, bytes, &keep_going);
        if task.job.keep_tree {
            Ok(TREES.with_borrow_mut(|trees| analyze_again(&request, trees))?)
        } else {
            Ok(analyze(&request)?)
        }
    }

    fn request<'a>(
        &self,
        task: &'a Task,
        bytes: &'a [u8],
        keep_going: &'a dyn Fn() -> bool,
    ) -> Request<'a> {
        Request {
            path: &task.job.path,
            language: self.language,
            bytes,
            // The caller has one limit on size.
            limits: Limits {
                max_bytes: usize::try_from(task.job.max_file_bytes).unwrap_or(usize::MAX),
                ..Limits::default()
            },
            redact: task.job.redact,
            thresholds: &task.job.smells.0,
            keep_going,
        }
    }

    fn journal_entry(&self, job: &Job, thread: Option<usize>) -> Option<Parse<'_>> {
        let journal = self.journal.as_ref()?;
        Some(journal.enter(thread?, &self.content, &job.path))
    }

    /// Where the folder cannot be written it stays a suspect, and is parsed alone again.
    fn acquit(&self) {
        if let Some(journal) = self.journal.as_ref().filter(|_| self.is_suspect()) {
            let _ = journal.acquit(&self.content);
        }
    }

    /// What the analysis of this is told as.
    pub fn outcome(
        self,
        job: &Job,
        analysis: Result<Analysis, Failure>,
    ) -> Result<Outcome, Failure> {
        Ok(match (&job.codebase_id, analysis) {
            (Some(_), Err(Failure::Binary)) => Outcome::Binary(self.file.stat, self.content.hash),
            (Some(codebase_id), analysis) => Outcome::Rows(self.rows(job, codebase_id, &analysis?)),
            (None, analysis) => Outcome::Terms(Box::new(analysis?), self.content.hash),
        })
    }

    fn rows(self, job: &Job, codebase_id: &str, analysis: &Analysis) -> Rows {
        let (stat, hash) = (self.file.stat, self.content.hash);
        let origin = Origin {
            codebase_id,
            codebase_path: &job.root,
            generation: job.generation,
            size: stat.size,
            mtime_ns: stat.mtime_ns,
            ctime_ns: stat.ctime_ns,
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
}
