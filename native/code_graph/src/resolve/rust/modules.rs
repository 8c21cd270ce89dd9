//! Modules are files and what is inside them.

use super::Resolver;
use super::written::{bare, placed};
use crate::catalog::FileId;
use crate::facts::FileFacts;
use crate::path;

/// A module: a file, and the modules inside it that lead to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Module {
    pub(super) file: FileId,
    pub(super) place: String,
}

impl Module {
    pub(super) fn new(file: FileId, place: &str) -> Self {
        Self {
            file,
            place: place.to_owned(),
        }
    }

    fn inside(&self, name: &str) -> Self {
        let place = match self.place.as_str() {
            "" => name.to_owned(),
            place => format!("{place}::{name}"),
        };
        Self {
            file: self.file,
            place,
        }
    }

    /// The module around it in its file.
    fn around(&self) -> Option<Self> {
        let outer = self.place.rfind("::").map_or("", |end| &self.place[..end]);
        (!self.place.is_empty()).then(|| Self::new(self.file, outer))
    }
}

/// Names of the modules that are declared to be other files, with these where they are told.
fn declarations<'a>(
    facts: &'a FileFacts,
    place: &'a str,
) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
    facts
        .references
        .iter()
        .flatten()
        .filter(|reference| reference.kind == "mod")
        .map(|reference| placed(&reference.name))
        .filter(move |(written, _)| written.place == place)
        .map(|(written, file)| (bare(written.path), file))
}

/// The paths at which there may be a file that the facts tell to be a module. One in a module inside
/// the file is elsewhere where the file begins a crate, which only the manifests tell.
pub(crate) fn declared_files(facts: &FileFacts) -> Vec<String> {
    let own = path::directory(&facts.path);
    let modules = facts.references.iter().flatten();
    let modules = modules.filter(|reference| reference.kind == "mod");
    let mut paths = Vec::new();
    for (written, told) in modules.map(|reference| placed(&reference.name)) {
        let Some(told) = told else { continue };
        let place = written.place.replace("::", "/");
        let among_own = path::join(own, &place);
        let below_stem = path::join(own, path::stem(&facts.path))
            .and_then(|directory| path::join(&directory, &place))
            .filter(|_| !place.is_empty());
        let directories = among_own.into_iter().chain(below_stem);
        paths.extend(directories.filter_map(|directory| path::join(&directory, told)));
    }
    paths
}

impl Resolver<'_, '_> {
    /// The module of this name in another. One that nothing declares, as where a macro does, is
    /// only taken when it `may_be_undeclared`.
    pub(super) fn child(
        &mut self,
        module: &Module,
        name: &str,
        may_be_undeclared: bool,
    ) -> Option<Module> {
        let facts = self.lookup.facts(module.file)?;
        let inline = module.inside(name);
        let mut references = facts.references.iter().flatten();
        if references.any(|one| one.kind == "inline_mod" && one.name == inline.place) {
            return Some(inline);
        }
        let declared: Vec<_> = declarations(facts, &module.place)
            .filter(|(known, _)| *known == name)
            .collect();
        for (_, path) in &declared {
            let found = match path {
                Some(path) => self.file_at(&facts.path, module, path),
                None => self.file_of(&facts.path, module, name),
            };
            if let Some(file) = found {
                return Some(Module::new(file, ""));
            }
        }
        if !declared.is_empty() || !may_be_undeclared {
            return None;
        }
        let file = self.file_of(&facts.path, module, name)?;
        let found = self.lookup.facts(file)?;
        (!self.is_root(&found.path)).then(|| Module::new(file, ""))
    }

    /// The file of a module by the rules for its name.
    pub(super) fn file_of(&mut self, path: &str, module: &Module, name: &str) -> Option<FileId> {
        let directory = self.directory_inside(path, module)?;
        let name = bare(name);
        let paths = [format!("{name}.rs"), format!("{name}/mod.rs")];
        let paths = paths
            .iter()
            .filter_map(|name| path::join(&directory, name))
            .collect::<Vec<_>>();
        self.lookup.first(paths)
    }

    /// The file that an attribute tells.
    pub(super) fn file_at(&mut self, path: &str, module: &Module, told: &str) -> Option<FileId> {
        let directory = match module.place.as_str() {
            "" => path::directory(path).to_owned(),
            _ => self.directory_inside(path, module)?,
        };
        self.lookup.file(&path::join(&directory, told)?)
    }

    /// Where the files of the modules in a module are.
    fn directory_inside(&mut self, path: &str, module: &Module) -> Option<String> {
        let own = path::directory(path);
        let directory = match path::name(path) == "mod.rs" || self.is_root(path) {
            true => own.to_owned(),
            false => path::join(own, path::stem(path))?,
        };
        path::join(&directory, &module.place.replace("::", "/"))
    }

    /// The module around a module, `None` for that of a crate.
    pub(super) fn parent(&mut self, module: &Module) -> Option<Module> {
        if !module.place.is_empty() {
            return module.around();
        }
        let facts = self.lookup.facts(module.file)?;
        if self.is_root(&facts.path) {
            return None;
        }
        let own = path::directory(&facts.path);
        let (directory, name) = match path::name(&facts.path) {
            "mod.rs" => (path::directory(own), path::name(own)),
            _ => (own, path::stem(&facts.path)),
        };
        let by_name = self.module_of(directory, name);
        let known = by_name.filter(|parent| parent.file != module.file);
        known.or_else(|| self.declarer(&facts.path, module.file))
    }

    /// The module whose modules have their files in this directory, among them one of this name.
    fn module_of(&mut self, directory: &str, name: &str) -> Option<Module> {
        if let Some(root) = self.root_in(directory, name) {
            return Some(Module::new(root, ""));
        }
        let beside = path::join(directory, "mod.rs").filter(|_| !directory.is_empty());
        let above = (!directory.is_empty()).then(|| format!("{directory}.rs"));
        let file = self.lookup.first(beside.into_iter().chain(above));
        if let Some(file) = file {
            return Some(Module::new(file, ""));
        }
        self.inline_module_of(directory)
    }

    /// Directories without a file of their name are modules inside a file further up.
    fn inline_module_of(&mut self, directory: &str) -> Option<Module> {
        let mut places: Vec<&str> = Vec::new();
        for inner in path::upwards(directory).filter(|inner| !inner.is_empty()) {
            places.insert(0, path::name(inner));
            let outer = path::directory(inner);
            let first = places.first().copied().unwrap_or_default();
            let candidates = [path::join(outer, "mod.rs"), Some(format!("{outer}.rs"))];
            let file = match self.root_in(outer, first) {
                Some(root) => Some(root),
                None => self.lookup.first(candidates.into_iter().flatten()),
            };
            if let Some(file) = file {
                let module = Module::new(file, &places.join("::"));
                let facts = self.lookup.facts(file)?;
                let mut references = facts.references.iter().flatten();
                let is_there =
                    references.any(|one| one.kind == "inline_mod" && one.name == module.place);
                return is_there.then_some(module);
            }
        }
        None
    }

    /// The module that tells this file to be one of its own, further up in the package.
    fn declarer(&mut self, path: &str, file: FileId) -> Option<Module> {
        let package = self.package_directory(path).to_owned();
        let mut others = Vec::new();
        for other in self.lookup.declarers(path) {
            let directory = path::directory(&self.lookup.facts(other)?.path);
            if path::is_within(path, directory) && path::is_within(directory, &package) {
                others.push((directory.len(), other));
            }
        }
        // The nearest first; those of one directory stay in the order of their paths.
        others.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        others
            .into_iter()
            .find_map(|(_, other)| self.declares(other, file))
    }

    fn declares(&mut self, other: FileId, file: FileId) -> Option<Module> {
        let facts = self.lookup.facts(other)?;
        let told = facts.references.iter().flatten();
        let told = told.filter(|reference| reference.kind == "mod");
        for (written, at) in told.map(|reference| placed(&reference.name)) {
            let module = Module::new(other, written.place);
            if let Some(at) = at
                && self.file_at(&facts.path, &module, at) == Some(file)
            {
                return Some(module);
            }
        }
        None
    }

    /// Whether a root declares a module of this name.
    pub(super) fn has_declared(&mut self, root: FileId, name: &str) -> bool {
        let facts = self.lookup.facts(root);
        facts.is_some_and(|facts| {
            let mut names = declarations(facts, "");
            let mut references = facts.references.iter().flatten();
            names.any(|(known, _)| known == bare(name))
                || references.any(|one| one.kind == "inline_mod" && one.name == name)
        })
    }
}
