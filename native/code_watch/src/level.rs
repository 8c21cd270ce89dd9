use std::iter;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

use crate::repository::Repository;
use crate::source_file::read_regular;

const RULE_FILE_LIMIT: u64 = 1024 * 1024;

/// The ignore files that hold in one directory. Directories without any share their parent's.
#[derive(Debug)]
pub(crate) struct Level {
    parent: Option<Arc<Level>>,
    pub parserignore: Gitignore,
    pub gitignore: Gitignore,
}

impl Level {
    pub fn matched<'a>(
        &'a self,
        file: fn(&'a Level) -> &'a Gitignore,
        path: &Path,
        is_dir: bool,
    ) -> Option<&'a Glob> {
        iter::successors(Some(self), |level| level.parent.as_deref())
            .find_map(|level| deciding(file(level), path, is_dir))
    }
}

/// The pattern that decides about a path: it is ignored, or with a `!` included.
pub(crate) fn deciding<'a>(rules: &'a Gitignore, path: &Path, is_dir: bool) -> Option<&'a Glob> {
    match rules.matched(path, is_dir) {
        Match::None => None,
        Match::Ignore(glob) | Match::Whitelist(glob) => Some(glob),
    }
}

/// The levels above the root: git's global ignore file, `info/exclude`, and the directories
/// between the top of the repository and the root.
pub(crate) fn top_level(root: &Path, repository: Option<&Repository>) -> Arc<Level> {
    let nothing = Arc::new(Level {
        parent: None,
        parserignore: Gitignore::empty(),
        gitignore: Gitignore::empty(),
    });
    let Some(repository) = repository else {
        return descend(&nothing, root);
    };
    let (global, _) = GitignoreBuilder::new(&repository.top).build_global();
    let exclude = rule_file(&repository.top, &repository.exclude());
    let outermost = below(&below(&nothing, global), exclude);
    let mut level = outermost.clone();
    let inner = root.strip_prefix(&repository.top).unwrap_or(Path::new(""));
    let mut directory = repository.top.clone();
    for name in inner {
        level = descend(&level, &directory);
        directory.push(name);
        // A root that its own repository ignores was named on purpose.
        let ignored = level.matched(|l| &l.gitignore, &directory, true);
        if ignored.is_some_and(|glob| !glob.is_whitelist()) {
            level = nothing.clone();
        }
    }
    descend(&level, root)
}

fn below(parent: &Arc<Level>, gitignore: Gitignore) -> Arc<Level> {
    Arc::new(Level {
        parent: Some(parent.clone()),
        parserignore: Gitignore::empty(),
        gitignore,
    })
}

pub(crate) fn descend(parent: &Arc<Level>, directory: &Path) -> Arc<Level> {
    let parserignore = rule_file(directory, &directory.join(".parserignore"));
    let gitignore = rule_file(directory, &directory.join(".gitignore"));
    if parserignore.is_empty() && gitignore.is_empty() {
        return parent.clone();
    }
    Arc::new(Level {
        parent: Some(parent.clone()),
        parserignore,
        gitignore,
    })
}

/// As in git, a line that is no pattern and a rule file that is a link count for nothing.
fn rule_file(directory: &Path, path: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(directory);
    for line in rule_lines(path) {
        let _ = builder.add_line(Some(path.into()), &line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// The lines of a rule file; none where it cannot be read.
pub(crate) fn rule_lines(path: &Path) -> Vec<String> {
    let bytes = read_regular(path, RULE_FILE_LIMIT).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(ToString::to_string)
        .collect()
}
