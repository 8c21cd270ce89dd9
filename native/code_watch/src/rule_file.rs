use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};

use crate::source_file::read_regular;

const RULE_FILE_LIMIT: u64 = 1024 * 1024;

/// Rule files above the files that are saved now. A larger tree's scan compiles the others again.
const REMEMBERED: usize = 64;

static COMPILED: Mutex<VecDeque<RuleFile>> = Mutex::new(VecDeque::new());

/// What a file said, and its patterns. Every sync asks for them anew, and to compile fifty takes as
/// long as to write a row.
struct RuleFile {
    path: PathBuf,
    /// Relative to which the patterns are.
    directory: PathBuf,
    bytes: Vec<u8>,
    patterns: Arc<Gitignore>,
}

/// The patterns of a rule file that hold in a directory. As in git, a line that is no pattern and a
/// rule file that is a link count for nothing.
pub(crate) fn patterns(directory: &Path, path: &Path) -> Arc<Gitignore> {
    compiled(directory, path, read_regular(path, RULE_FILE_LIMIT))
}

/// Those of git's global ignore file, which may be a link.
pub(crate) fn global_patterns(directory: &Path) -> Arc<Gitignore> {
    let path = gitconfig_excludes_path().filter(|path| path.is_file());
    let bytes = path.as_ref().and_then(|path| std::fs::read(path).ok());
    compiled(directory, &path.unwrap_or_default(), bytes)
}

/// The lines of a rule file; none where it cannot be read.
pub(crate) fn rule_lines(path: &Path) -> Vec<String> {
    let bytes = read_regular(path, RULE_FILE_LIMIT).unwrap_or_default();
    lines(&bytes)
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.trim_start_matches('\u{feff}').lines();
    lines.map(ToString::to_string).collect()
}

fn compiled(directory: &Path, path: &Path, bytes: Option<Vec<u8>>) -> Arc<Gitignore> {
    let Some(bytes) = bytes else {
        return Arc::new(Gitignore::empty());
    };
    if let Some(patterns) = remembered(directory, path, &bytes) {
        return patterns;
    }
    let patterns = Arc::new(compile(directory, path, &bytes));
    remember(RuleFile {
        path: path.into(),
        directory: directory.into(),
        bytes,
        patterns: patterns.clone(),
    });
    patterns
}

fn compile(directory: &Path, path: &Path, bytes: &[u8]) -> Gitignore {
    let mut builder = GitignoreBuilder::new(directory);
    for line in lines(bytes) {
        let _ = builder.add_line(Some(path.into()), &line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn remembered(directory: &Path, path: &Path, bytes: &[u8]) -> Option<Arc<Gitignore>> {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let same = |known: &RuleFile| {
        known.path == path && known.directory == directory && known.bytes == bytes
    };
    let index = compiled.iter().position(same)?;
    let file = compiled.remove(index)?;
    let patterns = file.patterns.clone();
    compiled.push_front(file);
    Some(patterns)
}

/// The one used longest ago makes room.
fn remember(file: RuleFile) {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    compiled.retain(|known| known.path != file.path || known.directory != file.directory);
    compiled.truncate(REMEMBERED - 1);
    compiled.push_front(file);
}
