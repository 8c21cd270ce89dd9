//! What a name inside a package of the codebase stands for.
//!
//! `exports` is read as Node reads it: the most specific entry, and of its conditions in their
//! order those that hold, then the others, until one names a file of the codebase. `exports` that
//! say nothing of a name do not hide the file of that name, since `moduleResolution: "node"` and
//! aliases in bundlers do not ask them.
//!
//! A package mostly offers files that are built and are not in the codebase. Its source is then
//! taken to be in the same place under `src`, or outside of the directory of built files:
//! `dist/esm/a.d.ts` stands for `src/a.ts`, `src/a/index.ts` or `a.ts`.

use super::files::{Files, without_extension};
use crate::catalog::FileId;
use crate::manifest::Json;
use crate::path;

/// Directories of built files.
const BUILT: &[&str] = &[
    "build", "cjs", "commonjs", "dist", "dts", "es", "esm", "lib", "legacy", "mjs", "modern",
    "module", "out", "output", "prod", "dev", "types", "typings", "umd",
];

/// Conditions that hold besides `import` or `require`.
const CONDITIONS: &[&str] = &["source", "development", "node", "module", "default"];

impl Files<'_, '_, '_> {
    /// `rest` in the package of a folder; the package itself if it is empty.
    pub(super) fn inside(&mut self, folder: &str, rest: &str, kind: &str) -> Option<FileId> {
        let package = self.node.package(folder)?;
        let key = match rest {
            "" => ".".to_owned(),
            rest => format!("./{rest}"),
        };
        let exports = package.exports.as_ref();
        let leaves = exports.map_or_else(Vec::new, |exports| leaves(exports, &key, kind));
        self.offered(folder, &leaves).or_else(|| match rest {
            "" => self
                .offered(folder, &package.mains)
                .or_else(|| self.offered(folder, &["src/index".to_owned(), "index".to_owned()])),
            rest => self.offered(folder, &[rest.to_owned(), format!("src/{rest}")]),
        })
    }

    /// The first of several files of a package that is there, or whose source is.
    pub(super) fn offered(&mut self, folder: &str, paths: &[String]) -> Option<FileId> {
        let there = paths.iter().find_map(|path| {
            let path = path::join(folder, path)?;
            self.file(&path).or_else(|| self.index(&path))
        });
        there.or_else(|| paths.iter().find_map(|path| self.source_of(folder, path)))
    }

    fn source_of(&mut self, folder: &str, built: &str) -> Option<FileId> {
        let mut rest = without_extension(built.strip_prefix("./").unwrap_or(built));
        let mut is_built = false;
        while let Some((first, below)) = rest.split_once('/') {
            if !BUILT.contains(&first) {
                break;
            }
            (rest, is_built) = (below, true);
        }
        let rest = rest.strip_prefix("src/").unwrap_or(rest);
        let places = [
            path::join(folder, &format!("src/{rest}")),
            path::join(folder, rest),
        ];
        let mut places = places.into_iter().flatten().filter(|_| is_built);
        places.find_map(|path| self.extended(&path).or_else(|| self.index(&path)))
    }
}

/// No path of a manifest is longer, and none has more places for what the `*` stands for: filled in
/// for each import, it would take time and memory without end.
const MAX_PATH: usize = 1_000;
const MAX_STARS: usize = 8;

/// The paths that `exports` or `imports` have for a key, the best first.
pub(super) fn leaves(table: &Json, key: &str, kind: &str) -> Vec<String> {
    let is_table = table
        .members()
        .iter()
        .any(|(key, _)| key.starts_with(['.', '#']));
    let entry = match is_table {
        true => entry(table.members(), key),
        false => Some((table, "")).filter(|_| key == "."),
    };
    let Some((entry, star)) = entry else {
        return Vec::new();
    };
    let own = if kind == "require" {
        "require"
    } else {
        "import"
    };
    let holds = |condition: &str| condition == own || CONDITIONS.contains(&condition);
    let mut paths = paths(entry, &holds);
    paths.extend(self::paths(entry, &|_| true));
    let sound = |path: &&&str| path.len() <= MAX_PATH && path.matches('*').count() <= MAX_STARS;
    let filled = paths
        .iter()
        .filter(sound)
        .map(|path| path.replace('*', star));
    filled.collect()
}

/// The entry for a key, and what the `*` in its name stands for.
fn entry<'t, 'k>(entries: &'t [(String, Json)], key: &'k str) -> Option<(&'t Json, &'k str)> {
    let fits = entries.iter().filter_map(|(pattern, entry)| {
        let exact = (pattern == key).then_some((usize::MAX, ""));
        let (rank, star) = exact.or_else(|| {
            let (before, after) = pattern.split_once('*')?;
            let star = key.strip_prefix(before)?.strip_suffix(after)?;
            Some((before.len(), star))
        })?;
        Some((rank, entry, star))
    });
    let (_, entry, star) = fits.max_by_key(|(rank, _, _)| *rank)?;
    Some((entry, star))
}

/// All texts below whose conditions hold, in order.
fn paths<'t>(entry: &'t Json, holds: &dyn Fn(&str) -> bool) -> Vec<&'t str> {
    let (mut paths, mut open) = (Vec::new(), vec![entry]);
    while let Some(entry) = open.pop() {
        match entry {
            Json::Text(path) => paths.push(path.as_str()),
            Json::List(items) => open.extend(items.iter().rev()),
            Json::Object(members) => {
                let held = members
                    .iter()
                    .rev()
                    .filter(|(condition, _)| holds(condition));
                open.extend(held.map(|(_, entry)| entry));
            }
            Json::Other => {}
        }
    }
    paths
}
