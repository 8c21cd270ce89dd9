use std::collections::BTreeMap;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Component, Path};
use std::sync::Arc;

use crate::level::Level;
use crate::rules::{Filter, Rules, Skip, split};
use crate::source_file::Stat;

/// A file that is part of the codebase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path relative to the root, `/`-separated.
    pub path: String,
    /// What it was like when it was listed.
    pub stat: Stat,
}

/// A path that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanError {
    /// Path relative to the root; empty for the root itself.
    pub path: String,
    /// The operating system's reason.
    pub reason: String,
}

/// What a scan has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanReport {
    /// Files that were visited.
    pub accepted: u64,
    /// Files that were not, by reason. A directory that is not entered counts as one.
    pub skipped: BTreeMap<Skip, u64>,
    /// Paths that could not be looked at; the scan goes on without them.
    pub errors: Vec<ScanError>,
    /// Whether the scan was stopped by its visitor.
    pub stopped: bool,
}

/// Visits the files of the codebase under `root`, or only those in `scope`, a path below it.
///
/// Within a directory files come first, in the order of their names. The scan stops when `visit`
/// answers false. Whatever cannot be read is reported, and the scan goes on.
pub fn scan(
    root: &Path,
    filter: &Filter,
    scope: Option<&str>,
    visit: &mut dyn FnMut(Entry) -> bool,
) -> ScanReport {
    walk(
        &Rules::load(root, filter),
        scope.unwrap_or(""),
        &mut |found| match found {
            Found::File(entry) => visit(entry),
            Found::Directory(..) | Found::NestedRepository(_) => true,
        },
    )
}

/// What a walk comes across.
pub(crate) enum Found<'a> {
    /// A directory, before it is listed.
    Directory(&'a str, &'a Arc<Level>),
    /// The top of a repository that is not entered.
    NestedRepository(&'a str),
    /// A file that is part of the codebase.
    File(Entry),
}

/// Walks the tree from `scope` downwards; the empty scope is the root.
pub(crate) fn walk(rules: &Rules, scope: &str, visit: &mut dyn FnMut(Found) -> bool) -> ScanReport {
    let mut walk = Walk {
        rules,
        visit,
        pending: Vec::new(),
        report: ScanReport::default(),
    };
    walk.begin(scope.trim_end_matches('/'));
    while let Some((directory, level)) = walk.pending.pop() {
        if walk.report.stopped {
            break;
        }
        walk.directory(&directory, &level);
    }
    walk.report
}

struct Walk<'a> {
    rules: &'a Rules,
    visit: &'a mut dyn FnMut(Found) -> bool,
    pending: Vec<(String, Arc<Level>)>,
    report: ScanReport,
}

impl Walk<'_> {
    fn begin(&mut self, scope: &str) {
        if !Path::new(scope)
            .components()
            .all(|c| matches!(c, Component::Normal(_)))
        {
            return self.error(scope, "outside of the root");
        }
        if scope.is_empty() {
            return match self.rules.level("") {
                Ok(level) => self.pending.push((String::new(), level)),
                Err(reason) => self.skip(reason),
            };
        }
        let Some(metadata) = self.metadata(scope) else {
            return;
        };
        match self.rules.level(split(scope).0) {
            Ok(level) => self.consider(scope.into(), metadata.file_type(), &level),
            Err(reason) => self.skip(reason),
        }
    }

    fn directory(&mut self, directory: &str, level: &Arc<Level>) {
        self.report.stopped = !(self.visit)(Found::Directory(directory, level));
        if self.report.stopped {
            return;
        }
        let entered = self.pending.len();
        for (name, kind) in self.list(directory) {
            if self.report.stopped {
                return;
            }
            self.consider(join(directory, &name), kind, level);
        }
        self.pending[entered..].reverse();
    }

    fn consider(&mut self, path: String, kind: FileType, level: &Arc<Level>) {
        if kind.is_dir() {
            match self.rules.enter(level, &path) {
                Ok(level) => self.pending.push((path, level)),
                Err(reason) => self.pass_by(&path, reason),
            }
        } else {
            match self
                .rules
                .admit_kind(kind)
                .and_then(|()| self.rules.admit(level, &path))
            {
                Ok(()) => self.file(path),
                Err(reason) => self.skip(reason),
            }
        }
    }

    fn pass_by(&mut self, directory: &str, reason: Skip) {
        self.skip(reason);
        if reason == Skip::NestedRepository {
            self.report.stopped = !(self.visit)(Found::NestedRepository(directory));
        }
    }

    fn file(&mut self, path: String) {
        let Some(metadata) = self.metadata(&path).filter(Metadata::is_file) else {
            return;
        };
        self.report.accepted += 1;
        self.report.stopped = !(self.visit)(Found::File(Entry {
            path,
            stat: Stat::from(&metadata),
        }));
    }

    /// Names that are not UTF-8 are counted, not listed.
    fn list(&mut self, directory: &str) -> Vec<(String, FileType)> {
        let entries = match fs::read_dir(self.rules.root().join(directory)) {
            Ok(entries) => entries,
            Err(error) => {
                self.failed(directory, &error);
                return Vec::new();
            }
        };
        let mut names = Vec::new();
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                Ok((name, kind)) => match name.into_string() {
                    Ok(name) => names.push((name, kind)),
                    Err(_) => self.skip(Skip::NotUtf8),
                },
                Err(error) => self.failed(directory, &error),
            }
        }
        names.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        names
    }

    fn metadata(&mut self, path: &str) -> Option<Metadata> {
        self.rules
            .root()
            .join(path)
            .symlink_metadata()
            .map_err(|error| self.failed(path, &error))
            .ok()
    }

    /// What vanishes between listing and looking is no error.
    fn failed(&mut self, path: &str, error: &io::Error) {
        if path.is_empty() || error.kind() != io::ErrorKind::NotFound {
            self.skip(Skip::Unreadable);
            self.error(path, &error.to_string());
        }
    }

    fn error(&mut self, path: &str, reason: &str) {
        self.report.errors.push(ScanError {
            path: path.into(),
            reason: reason.into(),
        });
    }

    fn skip(&mut self, reason: Skip) {
        *self.report.skipped.entry(reason).or_default() += 1;
    }
}

fn join(directory: &str, name: &str) -> String {
    if directory.is_empty() {
        name.into()
    } else {
        format!("{directory}/{name}")
    }
}
