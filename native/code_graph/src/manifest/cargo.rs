//! `Cargo.toml`.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::{Manifest, Manifests};
use crate::path;

/// As much of it as tells what names mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cargo {
    /// `None` for a workspace without a package of its own.
    pub(crate) package: Option<Package>,
    /// By the name of the crate, of all kinds and for all systems.
    dependencies: Dependencies,
    /// Those of the workspace, where this is its root.
    workspace: Option<Dependencies>,
}

type Dependencies = BTreeMap<String, Dependency>;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Package {
    /// The name of its library's crate.
    pub(crate) library: String,
    /// Where the library begins, in the package's directory.
    pub(crate) library_path: String,
    /// Where further crates are said to begin.
    pub(crate) roots: Vec<String>,
    /// Directories whose files are no crates unless they are said to be.
    pub(crate) closed: Vec<&'static str>,
    /// Paths of `use` begin at the crate's root.
    pub(crate) is_of_2015: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Dependency {
    package: String,
    path: Option<String>,
    inherited: bool,
}

/// What an extern crate is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin<'a> {
    /// The package in this directory.
    Directory(String),
    /// A package from elsewhere.
    Package(&'a str),
}

const KINDS: [&str; 5] = [
    "dependencies",
    "dev-dependencies",
    "dev_dependencies",
    "build-dependencies",
    "build_dependencies",
];

/// What says whether the files of a directory are crates by themselves.
const AUTOMATIC: [(&str, &str); 4] = [
    ("autobins", "src/bin"),
    ("autoexamples", "examples"),
    ("autotests", "tests"),
    ("autobenches", "benches"),
];

/// Crates other than the library that a manifest may list.
const CRATES: [&str; 4] = ["bin", "example", "test", "bench"];

pub(super) fn parse(text: &str) -> Result<Cargo, String> {
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let message = error.message().to_owned();
        match error.span() {
            Some(span) => format!("{message} at byte {}", span.start),
            None => message,
        }
    })?;
    let workspace = table.get("workspace").and_then(Value::as_table);
    Ok(Cargo {
        package: package(&table),
        dependencies: all_dependencies(&table),
        workspace: workspace.map(|workspace| dependencies(workspace, "dependencies")),
    })
}

fn package(table: &Table) -> Option<Package> {
    let package = table.get("package").or_else(|| table.get("project"))?;
    let name = package.get("name").and_then(Value::as_str)?;
    let library = |key| table.get("lib").and_then(|lib| lib.get(key)?.as_str());
    let listed = CRATES
        .iter()
        .filter_map(|kind| table.get(*kind)?.as_array());
    let paths = listed.flatten().filter_map(|one| one.get("path")?.as_str());
    let build = package.get("build").and_then(Value::as_str);
    let edition = package.get("edition");
    Some(Package {
        library: crate_name(library("name").unwrap_or(name)),
        library_path: plain(library("path").unwrap_or("src/lib.rs")),
        roots: paths.chain(build).map(plain).collect(),
        closed: AUTOMATIC
            .iter()
            .filter(|(key, _)| package.get(*key).and_then(Value::as_bool) == Some(false))
            .map(|(_, directory)| *directory)
            .collect(),
        is_of_2015: edition.is_none_or(|edition| edition.as_str() == Some("2015")),
    })
}

/// Without `.` and `..`, as far as it stays in its directory.
fn plain(written: &str) -> String {
    path::join("", written).unwrap_or_else(|| written.to_owned())
}

fn crate_name(package: &str) -> String {
    package.replace('-', "_")
}

fn all_dependencies(table: &Table) -> Dependencies {
    let systems = table.get("target").and_then(Value::as_table);
    let systems = systems.into_iter().flat_map(|systems| systems.values());
    let tables = systems.filter_map(Value::as_table).chain([table]);
    tables
        .flat_map(|table| KINDS.iter().flat_map(|kind| dependencies(table, kind)))
        .collect()
}

fn dependencies(table: &Table, kind: &str) -> Dependencies {
    let listed = table.get(kind).and_then(Value::as_table);
    let listed = listed.into_iter().flatten();
    listed
        .map(|(name, value)| (crate_name(name), dependency(name, value)))
        .collect()
}

fn dependency(name: &str, value: &Value) -> Dependency {
    let text = |key| value.get(key).and_then(Value::as_str);
    Dependency {
        package: text("package").unwrap_or(name).to_owned(),
        path: text("path").map(str::to_owned),
        inherited: value.get("workspace").and_then(Value::as_bool) == Some(true),
    }
}

impl Manifests {
    pub(crate) fn cargo(&self, directory: &str) -> Option<&Cargo> {
        match self.get(directory, "Cargo.toml")? {
            Manifest::Cargo(cargo) => Some(cargo),
            _ => None,
        }
    }

    /// The package that a directory belongs to, with its own directory.
    pub(crate) fn cargo_package<'p>(&self, directory: &'p str) -> Option<(&'p str, &Package)> {
        path::upwards(directory).find_map(|directory| {
            let package = self.cargo(directory)?.package.as_ref()?;
            Some((directory, package))
        })
    }

    /// What the package in this directory calls so.
    pub(crate) fn crate_origin(&self, directory: &str, name: &str) -> Option<Origin<'_>> {
        let dependency = self.cargo(directory)?.dependencies.get(name)?;
        if !dependency.inherited {
            return Some(dependency.origin(directory));
        }
        let inherited = path::upwards(directory).find_map(|root| {
            let dependencies = self.cargo(root)?.workspace.as_ref()?;
            Some(dependencies.get(name)?.origin(root))
        });
        Some(inherited.unwrap_or(Origin::Package(&dependency.package)))
    }
}

impl Dependency {
    fn origin(&self, directory: &str) -> Origin<'_> {
        let path = self.path.as_ref();
        match path.and_then(|path| path::join(directory, path)) {
            Some(path) => Origin::Directory(path),
            None => Origin::Package(&self.package),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_come_from_their_directory_or_the_workspace() {
        let root = "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies]\n\
                    in-tree = { path = \"b\" }\nserde = \"1\"";
        let member = "[package]\nname = \"my-a\"\nedition.workspace = true\n\
                      [dependencies]\nin-tree.workspace = true\nserde = { workspace = true }\n\
                      [target.'cfg(unix)'.dev-dependencies]\nshort = { package = \"long-name\", version = \"1\" }\n\
                      beside = { path = \"../c\" }";
        let (manifests, bad) = Manifests::read([("Cargo.toml", root), ("a/Cargo.toml", member)]);
        assert_eq!(bad, []);
        let (directory, package) = manifests.cargo_package("a/src").unwrap();
        assert_eq!((directory, &*package.library), ("a", "my_a"));
        assert!(!package.is_of_2015);
        let origin = |name| manifests.crate_origin("a", name);
        assert_eq!(origin("in_tree"), Some(Origin::Directory("b".to_owned())));
        assert_eq!(origin("serde"), Some(Origin::Package("serde")));
        assert_eq!(origin("short"), Some(Origin::Package("long-name")));
        assert_eq!(origin("beside"), Some(Origin::Directory("c".to_owned())));
        assert_eq!(origin("absent"), None);
    }

    #[test]
    fn what_is_no_toml_is_told() {
        let (manifests, bad) = Manifests::read([("Cargo.toml", "[package\n")]);
        assert_eq!(manifests, Manifests::default());
        assert_eq!(bad.len(), 1);
        assert!(bad[0].1.contains("at byte"), "{bad:?}");
    }

    #[test]
    fn odd_values_are_passed_over() {
        let text = "[package]\nname = 1\n[dependencies]\na = 1\nb = []\n[lib]\npath = 2\n[[bin]]\n";
        let cargo = parse(text).unwrap();
        assert_eq!(cargo.package, None);
        assert_eq!(cargo.dependencies.len(), 2);
    }
}
