//! JavaScript and TypeScript.
//!
//! - Relative names are files as bundlers and TypeScript find them: with the extension as written,
//!   with the one of the source that a written `.js` is made from, with an extension added, or as
//!   a directory with an `index`. Where several are there a TypeScript file takes TypeScript, a
//!   JavaScript file JavaScript; a declaration (`.d.ts`) is taken only where there is nothing else.
//! - Bare names: aliases of the next `tsconfig.json` or `jsconfig.json` around, its `baseUrl`, then
//!   packages of the codebase (of the same workspace, of a `file:` dependency, or the own one),
//!   where `exports`, `imports` and `main` say what is meant. Where these name files that are
//!   built, the source in their place is taken ([`packages`]).
//! - Other packages are packages by their names, those of Node with `node:` before it. So is a
//!   name that two packages of one workspace have.
//! - Left out are names that are computed, paths from the root of the file system, addresses, and
//!   files that are missing and have no language, as pictures and style sheets.
//!
//! Types count as any other import, and so does what `/// <reference />` names by `path` or
//! `types`. `rootDirs`, Yarn's PnP, and what bundlers are told in code are not known here, nor are
//! files behind symbolic links.

mod builtins;
mod files;
mod packages;

use crate::catalog::{FileId, Lookup};
use crate::dependency::{Target, Use};
use crate::facts::FileFacts;
use crate::manifest::node::split_name;
use crate::manifest::{Aliases, Manifests, NodeManifests};
use crate::path;
use files::Files;

pub(super) fn uses(facts: &FileFacts, manifests: &Manifests, lookup: &mut Lookup) -> Vec<Use> {
    let directory = path::directory(&facts.path);
    let mut place = Place {
        directory,
        node: &manifests.node,
        aliases: manifests.node.aliases(directory),
        files: Files {
            lookup,
            node: &manifests.node,
            typescript: matches!(facts.language.as_str(), "typescript" | "tsx"),
        },
    };
    let imports = facts.imports.iter().flatten();
    let imports = imports
        .filter(|import| import.kind != "alias")
        .map(|import| (import.source.clone(), &import.kind, import.line));
    let directives = facts.references.iter().flatten();
    let directives = directives.map(|one| (directed(&one.name, &one.kind), &one.kind, one.line));
    imports
        .chain(directives)
        .filter_map(|(source, kind, line)| {
            Some(Use {
                target: place.target(&source, kind)?,
                kind: kind.clone(),
                line,
            })
        })
        .collect()
}

/// The path in `/// <reference path="…" />` is relative without saying so.
fn directed(name: &str, kind: &str) -> String {
    match kind {
        "path" => format!("./{name}"),
        _ => name.to_owned(),
    }
}

/// Where a name is used.
struct Place<'a, 'l, 'c> {
    directory: &'a str,
    node: &'a NodeManifests,
    aliases: Option<&'a Aliases>,
    files: Files<'a, 'l, 'c>,
}

impl Place<'_, '_, '_> {
    fn target(&mut self, source: &str, kind: &str) -> Option<Target> {
        let source = without_query(source);
        let is_asset = files::is_asset(source);
        match self.resolve(source, kind)? {
            Target::Unresolved(_) if is_asset => None,
            target => Some(target),
        }
    }

    fn resolve(&mut self, source: &str, kind: &str) -> Option<Target> {
        if source.is_empty() || source.contains("${") || source.starts_with('/') {
            return None;
        }
        if is_relative(source) {
            let path = path::join(self.directory, source);
            let file = path.and_then(|path| self.files.find(&path, source));
            return Some(found(file, source));
        }
        if let Some(target) = self.imported(source, kind) {
            return Some(target);
        }
        if let Some(file) = self.aliased(source) {
            return Some(Target::File(file));
        }
        match source.split_once(':') {
            Some((scheme, rest)) => schemed(scheme, rest, source),
            None => Some(self.bare(source, kind)),
        }
    }

    /// By `imports` of the package around, which all begin with `#`.
    fn imported(&mut self, source: &str, kind: &str) -> Option<Target> {
        if !source.starts_with('#') {
            return None;
        }
        let (folder, package) = self.node.packages_around(self.directory).next()?;
        let imports = package.imports.as_ref()?;
        let leaves = packages::leaves(imports, source, kind);
        if leaves.is_empty() {
            return None;
        }
        let outside = leaves.iter().find(|leaf| !leaf.starts_with('.'));
        if let Some(outside) = outside {
            return Some(self.bare(outside, kind));
        }
        Some(found(self.files.offered(folder, &leaves), source))
    }

    /// By `paths` and `baseUrl`.
    fn aliased(&mut self, source: &str) -> Option<FileId> {
        let aliases = self.aliases?;
        let candidates = aliases.candidates(source).into_iter().flatten();
        let base = aliases.base.as_ref();
        let based = base.and_then(|base| path::join(base, source));
        let mut candidates = candidates.chain(based);
        candidates.find_map(|path| self.files.find(&path, source))
    }

    fn bare(&mut self, source: &str, kind: &str) -> Target {
        let Some((name, rest)) = split_name(source) else {
            return Target::Unresolved(source.to_owned());
        };
        if let Some(folder) = self.node.folder(name, self.directory) {
            return found(self.files.inside(&folder, rest, kind), source);
        }
        if !source.ends_with('/') && builtins::is_builtin(name) {
            return Target::Package(format!("node:{name}"));
        }
        let is_claimed = self.aliases.is_some_and(|aliases| aliases.claims(source));
        let mut around = self.node.packages_around(self.directory);
        if is_claimed && !around.any(|(_, package)| package.needs(name)) {
            return Target::Unresolved(source.to_owned());
        }
        Target::Package(name.to_owned())
    }
}

fn found(file: Option<FileId>, source: &str) -> Target {
    file.map_or_else(|| Target::Unresolved(source.to_owned()), Target::File)
}

fn is_relative(source: &str) -> bool {
    matches!(source.split('/').next(), Some("." | ".."))
}

/// What bundlers are told beside the name, after a `?`; in loaders of webpack, before a `!`.
fn without_query(source: &str) -> &str {
    let source = source.rsplit('!').next().unwrap_or_default();
    source.split('?').next().unwrap_or_default()
}

/// `node:fs/promises` is of the package `node:fs`.
fn schemed(scheme: &str, rest: &str, source: &str) -> Option<Target> {
    match scheme {
        "node" => {
            let name = rest.split('/').next().unwrap_or_default();
            Some(Target::Package(format!("node:{name}")))
        }
        "npm" | "jsr" => {
            let (name, _) = split_name(rest.trim_start_matches('/'))?;
            let version = name.get(1..)?.find('@').map_or(name.len(), |at| at + 1);
            Some(Target::Package(name[..version].to_owned()))
        }
        "http" | "https" | "data" | "blob" | "file" => None,
        _ => Some(Target::Package(source.to_owned())),
    }
}
