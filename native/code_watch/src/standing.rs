//! What one path is to a codebase, told to a person who asks.

use std::fs::FileType;
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::sync::Arc;

use ignore::gitignore::Glob;

use crate::level::Level;
use crate::rule_file::rule_lines;
use crate::rules::{Rules, Skip, prefixes, split};
use crate::source_file::FileKind;

/// What a path is to the codebase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A file that is part of it.
    File,
    /// A directory that is entered.
    Directory,
    /// Nothing is there.
    Missing,
    /// It is there, and left out.
    Excluded(Exclusion),
    /// It cannot be looked at; the operating system's words.
    Unreadable(String),
}

/// Why a path is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The reason.
    pub skip: Skip,
    /// What is left out: the path itself or a directory above it.
    pub at: String,
    /// The pattern, where one decided.
    pub rule: Option<RuleOrigin>,
    /// What it is, where it is no regular file.
    pub kind: Option<FileKind>,
}

/// A pattern and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOrigin {
    /// As it is written.
    pub pattern: String,
    /// The ignore file, or `None` for a built-in pattern or one of the configuration.
    pub file: Option<PathBuf>,
    /// Its line there, from 1.
    pub line: Option<usize>,
}

impl Rules {
    /// What the path, relative to the root, is to the codebase, and by which rule.
    ///
    /// Decides as a scan does. The empty path is the root, which no rule leaves out.
    pub fn explain(&self, path: &str) -> Standing {
        self.standing(path).unwrap_or_else(|standing| standing)
    }

    fn standing(&self, path: &str) -> Result<Standing, Standing> {
        let level = self.above(path)?;
        let kind = self.kind(path)?;
        if path.is_empty() {
            return Ok(Standing::Directory);
        }
        if kind.is_dir() {
            self.enter(&level, path)
                .map_err(|skip| self.by_rule(skip, &level, path, true))?;
            return Ok(Standing::Directory);
        }
        self.admit_kind(kind).map_err(|skip| {
            Standing::Excluded(Exclusion {
                kind: Some(kind_of(kind)),
                ..excluded(skip, path)
            })
        })?;
        self.admit(&level, path)
            .map_err(|skip| self.by_rule(skip, &level, path, false))?;
        Ok(Standing::File)
    }

    /// The rules in the directory of a path, if that is entered.
    fn above(&self, path: &str) -> Result<Arc<Level>, Standing> {
        let mut level = self
            .level("")
            .map_err(|skip| Standing::Excluded(excluded(skip, "")))?;
        for directory in prefixes(split(path).0) {
            let kind = self.kind(directory)?;
            if kind.is_symlink() {
                return Err(Standing::Excluded(excluded(Skip::Symlink, directory)));
            }
            if !kind.is_dir() {
                return Err(Standing::Missing);
            }
            level = self
                .enter(&level, directory)
                .map_err(|skip| self.by_rule(skip, &level, directory, true))?;
        }
        Ok(level)
    }

    fn kind(&self, path: &str) -> Result<FileType, Standing> {
        match self.root().join(path).symlink_metadata() {
            Ok(metadata) => Ok(metadata.file_type()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Standing::Missing),
            Err(error) => Err(Standing::Unreadable(error.to_string())),
        }
    }

    fn by_rule(&self, skip: Skip, level: &Level, path: &str, is_dir: bool) -> Standing {
        let glob = match skip {
            Skip::Secret => self.secret(path),
            Skip::Ignored | Skip::BuiltIn => {
                self.decision(level, path, is_dir).map(|(glob, _)| glob)
            }
            _ => None,
        };
        Standing::Excluded(Exclusion {
            rule: glob.map(origin),
            ..excluded(skip, path)
        })
    }
}

fn excluded(skip: Skip, at: &str) -> Exclusion {
    Exclusion {
        skip,
        at: at.into(),
        rule: None,
        kind: None,
    }
}

fn kind_of(file_type: FileType) -> FileKind {
    if file_type.is_symlink() {
        FileKind::Symlink
    } else if file_type.is_fifo() {
        FileKind::Fifo
    } else if file_type.is_socket() {
        FileKind::Socket
    } else if file_type.is_block_device() || file_type.is_char_device() {
        FileKind::Device
    } else {
        FileKind::Other
    }
}

/// Of equal lines the last one decides.
fn origin(glob: &Glob) -> RuleOrigin {
    let line = glob.from().and_then(|file| {
        rule_lines(file)
            .iter()
            .rposition(|line| line.trim_end() == glob.original().trim_end())
    });
    RuleOrigin {
        pattern: glob.original().into(),
        file: glob.from().map(Into::into),
        line: line.map(|index| index + 1),
    }
}
