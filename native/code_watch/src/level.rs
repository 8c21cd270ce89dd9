use std::iter;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, Glob};

use crate::repository::Repository;
use crate::rule_file::{global_patterns, patterns};

/// The rules that hold in one directory. Directories without any of their own share their parent's.
#[derive(Debug, Default)]
pub(crate) struct Level {
    pub parserignore: Chain,
    /// Those of the repository; they end at its top.
    pub gitignore: Chain,
    /// The repository that the directory belongs to.
    pub repository: Option<Arc<Repository>>,
}

/// Ignore files, the innermost first: the first one with a pattern for a path decides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chain(Option<Arc<Link>>);

#[derive(Debug)]
struct Link {
    rules: Arc<Gitignore>,
    outer: Chain,
}

impl Chain {
    pub fn matched(&self, path: &Path, is_dir: bool) -> Option<&Glob> {
        iter::successors(self.0.as_deref(), |link| link.outer.0.as_deref())
            .find_map(|link| deciding(&link.rules, path, is_dir))
    }

    fn and(&self, rules: Arc<Gitignore>) -> Chain {
        if rules.is_empty() {
            return self.clone();
        }
        let outer = self.clone();
        Chain(Some(Arc::new(Link { rules, outer })))
    }
}

/// The pattern that decides about a path: it is ignored, or with a `!` included.
pub(crate) fn deciding<'a>(rules: &'a Gitignore, path: &Path, is_dir: bool) -> Option<&'a Glob> {
    match rules.matched(path, is_dir) {
        Match::None => None,
        Match::Ignore(glob) | Match::Whitelist(glob) => Some(glob),
    }
}

/// The rules at the root: with those of the directories between the top of its repository and it.
pub(crate) fn top_level(root: &Path) -> Arc<Level> {
    let Some(repository) = Repository::find(root) else {
        return within(&Arc::default(), root);
    };
    let mut directory = repository.top.clone();
    let inner = root.strip_prefix(&directory).unwrap_or(Path::new(""));
    let mut level = outermost(&Level::default(), repository);
    for name in inner {
        level = within(&level, &directory);
        directory.push(name);
        // A root that its own repository ignores was named on purpose.
        let ignored = level.gitignore.matched(&directory, true);
        if ignored.is_some_and(|glob| !glob.is_whitelist()) {
            level = Arc::new(Level {
                repository: level.repository.clone(),
                ..Level::default()
            });
        }
    }
    within(&level, root)
}

/// The rules in the next directory below; with a `.git` in it, it may be the top of a repository.
pub(crate) fn descend(parent: &Arc<Level>, directory: &Path, has_git: bool) -> Arc<Level> {
    match has_git.then(|| Repository::at(directory)).flatten() {
        Some(repository) => within(&outermost(parent, repository), directory),
        None => within(parent, directory),
    }
}

/// What holds in all of a repository: git's global ignore file, and `info/exclude`.
fn outermost(parent: &Level, repository: Repository) -> Arc<Level> {
    let global = global_patterns(&repository.top);
    let exclude = patterns(&repository.top, &repository.exclude());
    Arc::new(Level {
        parserignore: parent.parserignore.clone(),
        gitignore: Chain::default().and(global).and(exclude),
        repository: Some(Arc::new(repository)),
    })
}

/// The rules in a directory of the same repository.
fn within(parent: &Arc<Level>, directory: &Path) -> Arc<Level> {
    let parserignore = patterns(directory, &directory.join(".parserignore"));
    let gitignore = patterns(directory, &directory.join(".gitignore"));
    if parserignore.is_empty() && gitignore.is_empty() {
        return parent.clone();
    }
    Arc::new(Level {
        parserignore: parent.parserignore.and(parserignore),
        gitignore: parent.gitignore.and(gitignore),
        repository: parent.repository.clone(),
    })
}
