//! Which packages a workspace links, so that its files may import them by their names.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Package;
use crate::path;

/// The packages of all workspaces by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Workspaces {
    members: BTreeMap<String, Vec<Member>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Member {
    workspace: String,
    folder: String,
}

impl Workspaces {
    /// `patterns` are those of each folder that is a workspace.
    pub(super) fn new(
        packages: &BTreeMap<String, Package>,
        patterns: &BTreeMap<String, Vec<String>>,
    ) -> Self {
        let mut workspaces = Self::default();
        for (workspace, patterns) in patterns {
            let (wanted, unwanted): (Vec<_>, Vec<_>) = patterns
                .iter()
                .partition(|pattern| !pattern.starts_with('!'));
            let (wanted, unwanted) = (globs(workspace, &wanted), globs(workspace, &unwanted));
            for (folder, package) in packages {
                let name = package.name.as_ref().filter(|_| wanted.is_match(folder));
                if let Some(name) = name.filter(|_| !unwanted.is_match(folder)) {
                    let members = workspaces.members.entry(name.clone()).or_default();
                    members.push(Member {
                        workspace: workspace.clone(),
                        folder: folder.clone(),
                    });
                }
            }
        }
        workspaces
    }

    /// The folder of the package that files in a directory know by this name: of the innermost
    /// workspace around them, and only if it is the only one there.
    pub(super) fn folder(&self, name: &str, directory: &str) -> Option<&str> {
        let around = |member: &&Member| path::is_within(directory, &member.workspace);
        let members: Vec<_> = self.members.get(name)?.iter().filter(around).collect();
        let innermost = members.iter().map(|member| member.workspace.len()).max()?;
        let mut inner = members
            .iter()
            .filter(|member| member.workspace.len() == innermost);
        let first = inner.next()?;
        inner.next().is_none().then_some(&*first.folder)
    }
}

/// Patterns that are no good match nothing.
fn globs(workspace: &str, patterns: &[&String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches('!').trim_end_matches('/');
        if let Some(pattern) = path::join(workspace, pattern) {
            let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
            glob.into_iter().for_each(|glob| {
                set.add(glob);
            });
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}
