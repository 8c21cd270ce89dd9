//! Files that say how the names of a codebase are to be understood: `go.mod`, `tsconfig.json`, ….

use std::collections::BTreeMap;

use crate::path;

/// All manifests of a codebase by their paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifests {
    by_path: BTreeMap<String, Manifest>,
}

/// What one of them says.
#[derive(Clone, Debug, PartialEq)]
enum Manifest {}

/// Names of the files that are manifests.
pub const NAMES: &[&str] = &[];

/// Where manifests may be that concern files at these paths: beside them and above.
pub fn candidates<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut directories: Vec<&str> = paths
        .flat_map(|file| path::upwards(path::directory(file)))
        .collect();
    directories.sort_unstable();
    directories.dedup();
    let in_directory = |directory| {
        NAMES
            .iter()
            .filter_map(move |name| path::join(directory, name))
    };
    directories.into_iter().flat_map(in_directory).collect()
}

impl Manifests {
    /// Reads manifests from pairs of a path and a text. Those that cannot be understood are told
    /// with the reason, and left out.
    pub fn read<'a>(
        _files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<(String, String)>) {
        (Self::default(), Vec::new())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }
}
