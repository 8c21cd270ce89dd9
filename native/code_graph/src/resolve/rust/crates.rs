//! Where crates begin, and what extern crates are.

use super::Resolver;
use super::modules::Module;
use super::names::Found;
use crate::catalog::FileId;
use crate::manifest::cargo::{Origin, Package};
use crate::path;

/// Crates that come with the language.
const OWN: [&str; 4] = ["std", "core", "alloc", "proc_macro"];

/// Directories of a package in which every file, and every `main.rs` a level below, is a crate.
const DIRECTORIES_OF_CRATES: [&str; 4] = ["src/bin", "examples", "tests", "benches"];

/// More modules above each other than anybody nests.
const MAX_DEPTH: usize = 100;

impl Resolver<'_, '_> {
    pub(super) fn package_directory<'p>(&self, path: &'p str) -> &'p str {
        let package = self.manifests.cargo_package(path::directory(path));
        package.map_or("", |(directory, _)| directory)
    }

    /// The file is the module of a crate.
    pub(super) fn is_root(&self, path: &str) -> bool {
        match self.manifests.cargo_package(path::directory(path)) {
            Some((directory, package)) => is_root_of(package, below(directory, path)),
            None => matches!(path::name(path), "lib.rs" | "main.rs"),
        }
    }

    /// The crate that begins in this directory and has a module of this name: the library, or the
    /// only other one that declares it. Where a macro declares the modules of a package nobody seems
    /// to.
    pub(super) fn root_in(&mut self, directory: &str, name: &str) -> Option<FileId> {
        let mut roots = Vec::new();
        for file in self.possible_roots(directory) {
            let facts = self.lookup.facts(file)?;
            if self.is_root(&facts.path) {
                roots.push((file, self.is_library(&facts.path)));
            }
        }
        let declared: Vec<_> = roots
            .iter()
            .filter(|(file, _)| self.has_declared(*file, name))
            .collect();
        let library = |(file, is_library): &&(FileId, bool)| is_library.then_some(*file);
        match declared.as_slice() {
            [(only, _)] => Some(*only),
            [] => match roots.as_slice() {
                _ if self.manifests.cargo_package(directory).is_none() => None,
                [(only, _)] => Some(*only),
                roots => roots.iter().find_map(|root| library(&root)),
            },
            several => several.iter().find_map(library),
        }
    }

    /// Files of a directory that may be roots: to look at all of them would take the square of the
    /// time where there are many.
    fn possible_roots(&mut self, directory: &str) -> Vec<FileId> {
        let Some((package_directory, package)) = self.manifests.cargo_package(directory) else {
            let names = ["lib.rs", "main.rs"];
            let paths = names.iter().filter_map(|name| path::join(directory, name));
            return paths.filter_map(|path| self.lookup.file(&path)).collect();
        };
        let below = below(package_directory, directory);
        if DIRECTORIES_OF_CRATES.contains(&below) {
            return self.lookup.directory(directory);
        }
        let main = path::join(below, "main.rs").unwrap_or_default();
        let told = package.roots.iter().map(String::as_str);
        let mut paths: Vec<&str> = told
            .chain([package.library_path.as_str(), "build.rs", &main])
            .filter(|path| path::directory(path) == below)
            .collect();
        paths.sort_unstable();
        paths.dedup();
        let paths = paths
            .iter()
            .filter_map(|path| path::join(package_directory, path));
        paths.filter_map(|path| self.lookup.file(&path)).collect()
    }

    fn is_library(&self, path: &str) -> bool {
        match self.manifests.cargo_package(path::directory(path)) {
            Some((directory, package)) => below(directory, path) == package.library_path,
            None => path::name(path) == "lib.rs",
        }
    }

    /// The module of the crate that a module is in.
    pub(super) fn root_of(&mut self, module: &Module) -> Option<Module> {
        let mut root = module.clone();
        for _ in 0..MAX_DEPTH {
            match self.parent(&root) {
                Some(parent) => root = parent,
                None => {
                    let facts = self.lookup.facts(root.file)?;
                    let is_lone = self
                        .manifests
                        .cargo_package(path::directory(&facts.path))
                        .is_none();
                    return (is_lone || self.is_root(&facts.path)).then_some(root);
                }
            }
        }
        None
    }

    pub(super) fn is_of_2015(&mut self, module: &Module) -> bool {
        let facts = self.lookup.facts(module.file);
        facts
            .and_then(|facts| self.manifests.cargo_package(path::directory(&facts.path)))
            .is_some_and(|(_, package)| package.is_of_2015)
    }

    /// What a crate is to the file. Without a `Cargo.toml` any name may be one, but only in `use`.
    pub(super) fn extern_crate(&mut self, from: FileId, name: &str, is_use: bool) -> Option<Found> {
        if OWN.contains(&name) || is_use && name == "test" {
            return Some(Found::Package(name.to_owned()));
        }
        let facts = self.lookup.facts(from)?;
        let package = self.manifests.cargo_package(path::directory(&facts.path));
        let Some((directory, package)) = package else {
            return is_use.then(|| Found::Package(name.to_owned()));
        };
        if package.library == name {
            let library = path::join(directory, &package.library_path)?;
            return Some(Found::Module(Module::new(self.lookup.file(&library)?, "")));
        }
        match self.manifests.crate_origin(directory, name)? {
            Origin::Package(name) => Some(Found::Package(name.to_owned())),
            Origin::Directory(directory) => self.library_in(&directory),
        }
    }

    /// The only file of the crate that defines such a macro by rules.
    pub(super) fn macro_in(&mut self, root: &Module, name: &str) -> Option<FileId> {
        let mut defining = Vec::new();
        for file in self.lookup.module(name) {
            let facts = self.lookup.facts(file)?;
            let module = Module::new(file, "");
            if facts.language == "rust" && self.root_of(&module).as_ref() == Some(root) {
                defining.push(file);
            }
        }
        match defining.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    fn library_in(&mut self, directory: &str) -> Option<Found> {
        let package = self.manifests.cargo(directory)?.package.as_ref()?;
        let library = path::join(directory, &package.library_path)?;
        Some(Found::Module(Module::new(self.lookup.file(&library)?, "")))
    }
}

fn below<'a>(directory: &str, path: &'a str) -> &'a str {
    let rest = path.strip_prefix(directory).unwrap_or(path);
    rest.trim_start_matches('/')
}

fn is_root_of(package: &Package, path: &str) -> bool {
    let is_told = path == package.library_path || package.roots.iter().any(|root| root == path);
    is_told || matches!(path, "src/main.rs" | "build.rs") || begins_crate(package, path)
}

fn begins_crate(package: &Package, path: &str) -> bool {
    let directories = DIRECTORIES_OF_CRATES.iter();
    let mut open = directories.filter(|directory| !package.closed.contains(directory));
    open.any(|directory| {
        let rest = path
            .strip_prefix(directory)
            .and_then(|rest| rest.strip_prefix('/'));
        rest.is_some_and(|rest| match rest.split_once('/') {
            None => true,
            Some((_, below)) => below == "main.rs",
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Package, begins_crate};

    #[test]
    fn every_file_of_some_directories_is_a_crate() {
        let package = Package {
            closed: vec!["benches"],
            ..Package::default()
        };
        for path in ["src/bin/a.rs", "tests/a.rs", "tests/a/main.rs"] {
            assert!(begins_crate(&package, path), "{path}");
        }
        for path in [
            "src/a.rs",
            "tests/a/b.rs",
            "tests/a/b/main.rs",
            "benches/a.rs",
        ] {
            assert!(!begins_crate(&package, path), "{path}");
        }
    }
}
