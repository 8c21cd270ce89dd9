use std::path::{Path, PathBuf};

use crate::source_file::read_regular;

const POINTER_LIMIT: u64 = 64 * 1024;

/// The git repository that a directory lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repository {
    /// The top directory of the work tree.
    pub top: PathBuf,
    /// Where this work tree's `HEAD` and `index` are.
    pub git_dir: PathBuf,
    /// Where `info/exclude` is: shared by all work trees of a repository.
    pub common_dir: PathBuf,
}

impl Repository {
    pub fn find(directory: &Path) -> Option<Repository> {
        directory.ancestors().find_map(Repository::at)
    }

    fn at(top: &Path) -> Option<Repository> {
        let git_dir = git_dir(top)?;
        let common_dir = pointer(&git_dir.join("commondir"))
            .map_or_else(|| git_dir.clone(), |common| git_dir.join(common));
        Some(Repository {
            top: top.into(),
            git_dir,
            common_dir,
        })
    }

    pub fn head(&self) -> PathBuf {
        self.git_dir.join("HEAD")
    }

    /// Present while git rewrites the index, and with it the work tree.
    pub fn index_lock(&self) -> PathBuf {
        self.git_dir.join("index.lock")
    }

    pub fn exclude(&self) -> PathBuf {
        self.common_dir.join("info").join("exclude")
    }
}

fn git_dir(top: &Path) -> Option<PathBuf> {
    let path = top.join(".git");
    if path.symlink_metadata().ok()?.is_dir() {
        return Some(path);
    }
    let pointer = pointer(&path)?;
    Some(top.join(pointer.strip_prefix("gitdir:")?.trim()))
}

fn pointer(path: &Path) -> Option<String> {
    let text = String::from_utf8(read_regular(path, POINTER_LIMIT)?).ok()?;
    Some(text.trim_end_matches(['\n', '\r']).to_string())
}
