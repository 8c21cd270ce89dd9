//! Where a file looks for modules by their full names.

use hashbrown::HashSet;

use super::standard;
use crate::catalog::{FileId, Lookup};
use crate::manifest::PythonManifests;
use crate::path;

const INIT: &str = "__init__.py";

/// The directories in which a file looks for modules.
pub(super) struct Search<'a> {
    manifests: &'a PythonManifests,
    /// Its own, if it is no package.
    own: Option<&'a str>,
    /// The name of the outermost package around, and the directory that has it.
    package: Option<(&'a str, &'a str)>,
    /// All in order.
    roots: Vec<String>,
}

/// What a name stands for.
pub(super) enum Place {
    /// A module, and how many of the parts of the name are its name.
    Here(FileId, usize),
    /// Nothing in the codebase.
    Elsewhere,
    /// One of several that the file does not tell apart.
    Ambiguous,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        directory: &'a str,
        manifests: &'a PythonManifests,
        lookup: &mut Lookup,
    ) -> Self {
        let mut search = Self {
            manifests,
            own: None,
            package: None,
            roots: Vec::new(),
        };
        let mut inside = true;
        for around in path::upwards(directory) {
            if is_package(around, lookup) {
                if inside && !around.is_empty() {
                    search.package = Some((path::name(around), path::directory(around)));
                }
                continue;
            }
            search.own = search.own.or(Some(around).filter(|one| *one == directory));
            inside = false;
            search.roots.push(around.to_owned());
            search.roots.extend(manifests.roots(around));
        }
        search.roots.push("src".to_owned());
        let mut seen = HashSet::new();
        search.roots.retain(|root| seen.insert(root.clone()));
        search
    }

    /// The deepest module on the way to a name.
    pub(super) fn find(&self, parts: &[&str], lookup: &mut Lookup) -> Place {
        let Some(top) = parts.first() else {
            return Place::Elsewhere;
        };
        let is_standard = standard::is_module(top);
        let found = if is_standard {
            let package = self.package.filter(|(name, _)| name == top);
            let places = [self.own, package.map(|(_, root)| root)];
            let mut places = places.into_iter().flatten();
            places.find_map(|root| deepest(root, parts, lookup))
        } else {
            let mut roots = self.roots.iter();
            roots.find_map(|root| deepest(root, parts, lookup))
        };
        match found {
            Some((file, depth)) => Place::Here(file, depth),
            None if is_standard => Place::Elsewhere,
            None => self.find_elsewhere(top, parts, lookup),
        }
    }

    /// In other projects; then in any directory that is none's.
    fn find_elsewhere(&self, top: &str, parts: &[&str], lookup: &mut Lookup) -> Place {
        let packages = lookup.ending(&format!("{top}/{INIT}"));
        let packages = packages.into_iter().map(path::directory);
        let mut roots: Vec<&str> = packages.map(path::directory).collect();
        roots.retain(|root| !is_package(root, lookup));
        let mut declared = roots.clone();
        let modules = lookup.ending(&format!("{top}.py"));
        declared.extend(modules.into_iter().map(path::directory));
        declared.retain(|root| self.manifests.is_root(root));
        declared.dedup();
        let root = match (&declared[..], &roots[..]) {
            ([root], _) | ([], [root]) => root,
            ([], _) => return Place::Elsewhere,
            _ => return Place::Ambiguous,
        };
        let found = deepest(root, parts, lookup);
        found.map_or(Place::Elsewhere, |(file, depth)| Place::Here(file, depth))
    }
}

fn is_package(directory: &str, lookup: &mut Lookup) -> bool {
    path::join(directory, INIT).is_some_and(|init| lookup.file(&init).is_some())
}

fn deepest(root: &str, parts: &[&str], lookup: &mut Lookup) -> Option<(FileId, usize)> {
    let place = path::join(root, &parts.join("/"))?;
    let mut ways = path::upwards(&place)
        .take(parts.len())
        .zip((1..=parts.len()).rev());
    ways.find_map(|(place, depth)| Some((module(place, lookup)?, depth)))
}

/// The module at a place: a package, or a file.
pub(super) fn module(place: &str, lookup: &mut Lookup) -> Option<FileId> {
    let package = path::join(place, INIT).filter(|_| !place.is_empty());
    let package = package.and_then(|init| lookup.file(&init));
    package.or_else(|| lookup.file(&format!("{place}.py")))
}
