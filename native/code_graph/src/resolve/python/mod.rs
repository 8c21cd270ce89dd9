//! Python.
//!
//! - A module is a file, or the `__init__.py` of a directory. `import a.b.c` depends on `a.b.c`
//!   alone: that Python runs `a/__init__.py` and `a/b/__init__.py` as well makes no dependency, as
//!   in grimp. `from a import b` depends on the module `a.b` if there is one, otherwise on `a`;
//!   `from a import *` on `a`.
//! - Absolute names are looked for in the directory of the file if that is no package, as Python
//!   does for scripts; in the directories around that are no packages, and where the projects
//!   around say that they have modules ([`crate::manifest::python`]); then in the other projects,
//!   and wherever else a directory is a package and the one around it is not. Of several such
//!   places none is taken.
//! - Names of the standard library are only looked for beside a script, and in the package that
//!   has such a name itself.
//! - Other packages are known by the first part of the name. What a package of the codebase does
//!   not have is not resolved: compiled and generated modules, too.

mod search;
mod standard;

use crate::catalog::{FileId, Lookup};
use crate::dependency::{Target, Use};
use crate::facts::{FileFacts, Import};
use crate::manifest::Manifests;
use crate::path;
use search::{Place, Search, module};

pub(super) fn uses(facts: &FileFacts, manifests: &Manifests, lookup: &mut Lookup) -> Vec<Use> {
    let directory = path::directory(&facts.path);
    let search = Search::new(directory, &manifests.python, lookup);
    let mut uses = Vec::new();
    for import in facts.imports.iter().flatten() {
        let targets = match import.source.strip_prefix('.') {
            Some(_) => relative(import, directory, lookup),
            None => absolute(import, &search, lookup),
        };
        uses.extend(targets.into_iter().map(|target| Use {
            target,
            kind: import.kind.clone(),
            line: import.line,
        }));
    }
    uses
}

fn relative(import: &Import, directory: &str, lookup: &mut Lookup) -> Vec<Target> {
    let below = import.source.trim_start_matches('.');
    let levels = import.source.len() - below.len();
    let around = path::upwards(directory).nth(levels - 1);
    let Some(place) = around.and_then(|around| path::join(around, &below.replace('.', "/"))) else {
        return vec![Target::Unresolved(import.source.clone())];
    };
    let whole = module(&place, lookup);
    let targets = import.names.iter().map(|name| {
        let below = path::join(&place, name).filter(|_| name != "*");
        let part = below.and_then(|below| module(&below, lookup));
        found(part.or(whole), || named(&import.source, name))
    });
    targets.collect()
}

fn absolute(import: &Import, search: &Search, lookup: &mut Lookup) -> Vec<Target> {
    let parts: Vec<&str> = import.source.split('.').collect();
    let Some(top) = parts.first() else {
        return Vec::new();
    };
    let (all, length) = (import.names.iter().map(String::as_str), parts.len());
    let names: Vec<Option<&str>> = match import.kind.as_str() {
        "from" => all
            .map(|name| Some(name).filter(|name| *name != "*"))
            .collect(),
        _ => vec![None],
    };
    let target = |name: Option<&str>| {
        let mut parts = parts.clone();
        parts.extend(name);
        Some(match search.find(&parts, lookup) {
            Place::Here(file, depth) if depth >= length => Target::File(file),
            Place::Here(..) => Target::Unresolved(import.source.clone()),
            Place::Elsewhere => Target::Package((*top).to_owned()),
            Place::Ambiguous => return None,
        })
    };
    names.into_iter().filter_map(target).collect()
}

fn found(file: Option<FileId>, source: impl Fn() -> String) -> Target {
    file.map_or_else(|| Target::Unresolved(source()), Target::File)
}

/// As written, with the name where the source has none of its own.
fn named(source: &str, name: &str) -> String {
    let is_bare = source.ends_with('.') && name != "*";
    format!("{source}{}", if is_bare { name } else { "" })
}
