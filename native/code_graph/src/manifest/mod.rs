//! Files that say how the names of a codebase are to be understood: `Cargo.toml`, `go.mod`,
//! `package.json`, `tsconfig.json`, `pyproject.toml`, ….

pub(crate) mod cargo;
pub(crate) mod go;
mod json;
pub(crate) mod node;
mod package;
mod pnpm;
pub(crate) mod python;
mod tsconfig;
mod workspace;

pub(crate) use json::Json;
pub(crate) use node::NodeManifests;
pub(crate) use package::Package;
pub(crate) use python::PythonManifests;
pub(crate) use tsconfig::Aliases;

use std::collections::{BTreeMap, BTreeSet};

use crate::path;
use cargo::Cargo;

/// All manifests of a codebase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifests {
    pub(crate) node: NodeManifests,
    pub(crate) python: PythonManifests,
    /// Those of Rust and Go.
    by_path: BTreeMap<String, Manifest>,
}

/// What one of them says.
#[derive(Clone, Debug, PartialEq)]
enum Manifest {
    Cargo(Cargo),
    GoModule(go::Module),
    GoWorkspace(go::Workspace),
}

/// Names of the files that are manifests. What extends another `tsconfig` by a name that is not
/// among these goes without what that one says.
pub const NAMES: &[&str] = &[
    "Cargo.toml",
    "go.mod",
    "go.work",
    "package.json",
    "pnpm-workspace.yaml",
    "tsconfig.json",
    "jsconfig.json",
    "tsconfig.app.json",
    "tsconfig.base.json",
    "tsconfig.build.json",
    "tsconfig.common.json",
    "tsconfig.lib.json",
    "tsconfig.node.json",
    "tsconfig.options.json",
    "tsconfig.paths.json",
    "tsconfig.root.json",
    "tsconfig.settings.json",
    "tsconfig.shared.json",
    "tsconfig-base.json",
    "tsconfig_base.json",
    "base.json",
    "pyproject.toml",
    "setup.cfg",
    "setup.py",
];

/// The manifests that concern files at these paths, with their texts, in order: those beside them and
/// above. They are read by directory.
pub fn texts<'a>(
    paths: impl Iterator<Item = &'a str>,
    read: impl Fn(&str) -> Vec<(&'static str, Vec<u8>)>,
) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for directory in directories(paths) {
        for (name, bytes) in read(directory) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            texts.extend(path::join(directory, name).map(|path| (path, text)));
        }
    }
    texts
}

fn directories<'a>(paths: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut directories = BTreeSet::new();
    for file in paths {
        let above = path::upwards(path::directory(file));
        let _ = above
            .take_while(|directory| directories.insert(*directory))
            .count();
    }
    directories
}

/// Another text where these manifests are others, or are read in another way. Order counts.
#[must_use]
pub fn digest(texts: &[(String, String)]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&crate::VERSION.to_le_bytes());
    for part in texts.iter().flat_map(|(path, text)| [path, text]) {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

impl Manifests {
    /// Reads manifests from pairs of a path and a text. Those that cannot be understood are told
    /// with the reason, and left out; so is what one of them extends and is not there.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<(String, String)>) {
        let mut manifests = Self::default();
        let mut bad = Vec::new();
        for (path, text) in files {
            if let Err(reason) = manifests.add(path, text.trim_start_matches('\u{feff}')) {
                bad.push((path.to_owned(), reason));
            }
        }
        manifests.node.connect();
        bad.extend(manifests.node.missing());
        (manifests, bad)
    }

    fn add(&mut self, path: &str, text: &str) -> Result<(), String> {
        match path::name(path) {
            "pyproject.toml" | "setup.cfg" | "setup.py" => self.python.add(path, text),
            "Cargo.toml" => self.put(path, cargo::parse(text).map(Manifest::Cargo)),
            "go.mod" => self.put(path, go::parse_module(text).map(Manifest::GoModule)),
            "go.work" => self.put(path, go::parse_workspace(text).map(Manifest::GoWorkspace)),
            _ => self.node.add(path, text),
        }
    }

    fn put(&mut self, path: &str, manifest: Result<Manifest, String>) -> Result<(), String> {
        self.by_path.insert(path.to_owned(), manifest?);
        Ok(())
    }

    /// The one of this name in a directory.
    fn get(&self, directory: &str, name: &str) -> Option<&Manifest> {
        self.by_path.get(&path::join(directory, name)?)
    }
}
