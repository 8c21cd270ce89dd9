//! Go: an import names a package, which is a directory.
//!
//! - A file depends on those files of the package that declare what it uses by the package's name;
//!   on all of them, tests aside, where that tells none: imports called `_` and `.`, packages of
//!   which only methods are used. Where several files declare a name, each for another system, it
//!   depends on all of these.
//! - It depends on those files of its own package that declare names which it uses and declares
//!   nowhere itself. A name that is also a variable of the file is not told apart, and left out; so
//!   are methods.
//! - The local name of an import is the one in the package clause of the package's files.
//! - Packages from elsewhere are called by the path of their module as in `go.mod`, and where that
//!   does not have it by the customs of the hosts; packages of the standard library by their own
//!   path. Unresolved are directories of the own module without Go files.

mod names;

use crate::catalog::{FileId, Lookup};
use crate::dependency::{Target, Use};
use crate::facts::{FileFacts, Import};
use crate::manifest::Manifests;
use crate::manifest::go::Origin;
use crate::path;

pub(super) fn uses(facts: &FileFacts, manifests: &Manifests, lookup: &mut Lookup) -> Vec<Use> {
    let mut uses = names::beside(facts, lookup);
    for import in facts.imports.iter().flatten() {
        let targets = match origin(import, facts, manifests, lookup) {
            Place::Package(name) => vec![(Target::Package(name), import.line)],
            Place::Missing => vec![(Target::Unresolved(import.source.clone()), import.line)],
            Place::Files(files) => names::used(import, &files, facts, lookup),
        };
        uses.extend(targets.into_iter().map(|(target, line)| Use {
            target,
            kind: import.kind.clone(),
            line,
        }));
    }
    uses
}

/// Where the imported package is.
enum Place {
    /// Its files, tests included.
    Files(Vec<FileId>),
    Package(String),
    Missing,
}

fn origin(import: &Import, facts: &FileFacts, manifests: &Manifests, lookup: &mut Lookup) -> Place {
    let (source, own) = (import.source.as_str(), path::directory(&facts.path));
    if source.starts_with('.') {
        let directory = path::join(own, source);
        return directory.map_or(Place::Missing, |directory| files(&directory, lookup));
    }
    let root = manifests.go_root(own);
    if let Some(found) = root.and_then(|root| vendored(root, source, lookup)) {
        return Place::Files(found);
    }
    match root.map_or(Origin::Unknown, |root| manifests.go_origin(root, source)) {
        Origin::Directory(directory) => files(&directory, lookup),
        Origin::Required(module) => Place::Package(module.to_owned()),
        Origin::Unknown => Place::Package(module_of(source)),
    }
}

fn files(directory: &str, lookup: &mut Lookup) -> Place {
    match go_files(directory, lookup) {
        files if files.is_empty() => Place::Missing,
        files => Place::Files(files),
    }
}

fn vendored(root: &str, source: &str, lookup: &mut Lookup) -> Option<Vec<FileId>> {
    let directory = path::join(root, &format!("vendor/{source}"))?;
    let files = go_files(&directory, lookup);
    (!files.is_empty()).then_some(files)
}

fn go_files(directory: &str, lookup: &mut Lookup) -> Vec<FileId> {
    let mut files = lookup.directory(directory);
    files.retain(|file| {
        lookup
            .facts(*file)
            .is_some_and(|facts| facts.language == "go")
    });
    files
}

/// The module that an import path is of, as its host has it; the whole path where it is none of a
/// known host.
fn module_of(import: &str) -> String {
    let host = import.split('/').next().unwrap_or_default();
    let elements = match host {
        "github.com" | "gitlab.com" | "bitbucket.org" | "golang.org" => 3,
        "gopkg.in" | "go.uber.org" | "google.golang.org" | "k8s.io" | "sigs.k8s.io" => 2,
        _ => usize::MAX,
    };
    let mut parts: Vec<&str> = import.split('/').take(elements).collect();
    let next = import.split('/').nth(elements);
    parts.extend(next.filter(|next| is_version(next)));
    parts.join("/")
}

fn is_version(element: &str) -> bool {
    let digits = element.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::module_of;

    #[test]
    fn hosts_tell_how_long_the_path_of_a_module_is() {
        for (import, module) in [
            ("fmt", "fmt"),
            ("net/http", "net/http"),
            ("github.com/a/b/c/d", "github.com/a/b"),
            ("github.com/a/b/v2/c", "github.com/a/b/v2"),
            ("gopkg.in/yaml.v3", "gopkg.in/yaml.v3"),
            ("golang.org/x/net/html", "golang.org/x/net"),
            ("google.golang.org/grpc/codes", "google.golang.org/grpc"),
            ("example.com/a/b/c", "example.com/a/b/c"),
        ] {
            assert_eq!(module_of(import), module);
        }
    }
}
