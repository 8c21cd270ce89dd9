//! What the manifests of JavaScript and TypeScript say together.

use std::collections::BTreeMap;

use super::tsconfig::{self, TsConfig, TsConfigs};
use super::workspace::Workspaces;
use super::{Aliases, Package, pnpm};
use crate::path;

/// Packages, workspaces and aliases by their directories.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NodeManifests {
    packages: BTreeMap<String, Package>,
    patterns: BTreeMap<String, Vec<String>>,
    configs: TsConfigs,
    workspaces: Workspaces,
    aliases: BTreeMap<String, Aliases>,
}

/// Files that hold for what is around and below them; the later in this order has the say.
const CONFIGS: &[&str] = &["jsconfig.json", "tsconfig.json"];

impl NodeManifests {
    pub(super) fn add(&mut self, path: &str, text: &str) -> Result<(), String> {
        let directory = path::directory(path).to_owned();
        match path::name(path) {
            "package.json" => {
                let package = Package::read(text)?;
                self.add_patterns(&directory, &package.workspaces);
                self.packages.insert(directory, package);
            }
            "pnpm-workspace.yaml" => self.add_patterns(&directory, &pnpm::packages(text)),
            _ => {
                self.configs.insert(path.to_owned(), TsConfig::read(text)?);
            }
        }
        Ok(())
    }

    fn add_patterns(&mut self, directory: &str, patterns: &[String]) {
        if !patterns.is_empty() {
            let all = self.patterns.entry(directory.to_owned()).or_default();
            all.extend_from_slice(patterns);
        }
    }

    /// What only all of them tell.
    pub(super) fn connect(&mut self) {
        self.workspaces = Workspaces::new(&self.packages, &self.patterns);
        let package = |name: &str, directory: &str| {
            let (package, rest) = split_name(name)?;
            let folder = self.folder(package, directory)?;
            path::join(&folder, rest)
        };
        let configs = self.configs.keys();
        let named = configs.filter(|path| CONFIGS.contains(&path::name(path)));
        // In the order of paths: of two in one directory the later stays.
        let aliases = named.map(|path| {
            let aliases = Aliases::of(path, &self.configs, &package);
            (path::directory(path).to_owned(), aliases)
        });
        self.aliases = aliases.collect();
    }

    /// Files that others extend by their paths and that are not known, and why that is told.
    pub(super) fn missing(&self) -> Vec<(String, String)> {
        let told =
            |(path, name): (&str, &str)| (path.to_owned(), format!("extends {name}: not found"));
        tsconfig::missing(&self.configs).map(told).collect()
    }

    /// The package in a directory.
    pub(crate) fn package(&self, directory: &str) -> Option<&Package> {
        self.packages.get(directory)
    }

    /// The packages around a directory with their own, innermost first.
    pub(crate) fn packages_around<'a>(
        &'a self,
        directory: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Package)> {
        path::upwards(directory).filter_map(|around| Some((around, self.package(around)?)))
    }

    /// The aliases that hold in a directory: those of the next file around.
    pub(crate) fn aliases(&self, directory: &str) -> Option<&Aliases> {
        path::upwards(directory).find_map(|around| self.aliases.get(around))
    }

    /// The folder of the package of the codebase that files in a directory know by this name: the
    /// package they are in, one that its manifest says is a folder, or one of their workspace.
    pub(crate) fn folder(&self, name: &str, directory: &str) -> Option<String> {
        if let Some((own, package)) = self.packages_around(directory).next() {
            if package.name.as_deref() == Some(name) && package.exports.is_some() {
                return Some(own.to_owned());
            }
            if let Some(folder) = package.folder_of(name) {
                return path::join(own, folder).filter(|folder| self.package(folder).is_some());
            }
        }
        self.workspaces.folder(name, directory).map(str::to_owned)
    }
}

/// The name of the package, and what is meant inside it. `None` if it cannot be one.
pub(crate) fn split_name(source: &str) -> Option<(&str, &str)> {
    let end = match source.strip_prefix('@') {
        None => source.find('/'),
        Some(_) => {
            let slash = source.find('/')?;
            source[slash + 1..].find('/').map(|end| slash + 1 + end)
        }
    };
    let (name, rest) = end.map_or((source, ""), |end| (&source[..end], &source[end + 1..]));
    let is_named =
        |part: &str| part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let parts = name.strip_prefix('@').unwrap_or(name);
    parts.split('/').all(is_named).then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use crate::manifest::Manifests;

    #[test]
    fn what_is_extended_and_is_not_there_is_told() {
        let files = [
            ("tsconfig.json", r#"{"extends": "./gone.json"}"#),
            (
                "a/tsconfig.json",
                r#"{"extends": ["../tsconfig", "@tsconfig/node22", "./b"]}"#,
            ),
        ];
        let (_, faults) = Manifests::read(files);
        let expected = [("a/tsconfig.json", "./b"), ("tsconfig.json", "./gone.json")];
        let expected =
            expected.map(|(path, name)| (path.to_owned(), format!("extends {name}: not found")));
        assert_eq!(faults, expected);
    }
}
