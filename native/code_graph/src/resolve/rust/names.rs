//! What a path names, seen from a module.

use super::Resolver;
use super::modules::Module;
use super::written::{Written, bare, uses, written};
use crate::catalog::FileId;
use crate::facts::FileFacts;

/// Where a path stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Use,
    Path,
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Module(Module),
    /// Something that the file defines.
    Item(FileId),
    Package(String),
}

/// Re-exports that lead to one another, at most.
const MAX_DEPTH: usize = 24;

/// Names looked up for one path, at most: globs of globs may be many.
const MAX_LOOKUPS: usize = 2_000;

pub(super) fn resolve(
    resolver: &mut Resolver,
    module: &Module,
    path: &str,
    form: Form,
) -> Option<Found> {
    let mut search = Search {
        resolver,
        open: Vec::new(),
        lookups: 0,
    };
    search.path(module, path, form)
}

/// One search, which may lead through many re-exports, and in circles.
struct Search<'s, 'r, 'a> {
    resolver: &'s mut Resolver<'r, 'a>,
    /// What is looked up right now.
    open: Vec<(Module, String)>,
    lookups: usize,
}

impl Search<'_, '_, '_> {
    fn path(&mut self, module: &Module, path: &str, form: Form) -> Option<Found> {
        let is_extern = path.starts_with("::");
        let mut names = path.trim_start_matches("::").split("::").map(bare);
        let first = names.next()?;
        let mut found = match is_extern {
            true => self.resolver.extern_crate(module.file, first, true)?,
            false => self.first(module, first, form)?,
        };
        for name in names {
            let Found::Module(inside) = &found else {
                break;
            };
            found = match name {
                "*" | "self" => break,
                "super" => Found::Module(self.resolver.parent(inside)?),
                _ => {
                    let inside = inside.clone();
                    let found = self.name(&inside, name, true);
                    found.unwrap_or_else(|| self.unnamed(&inside, name))
                }
            };
        }
        Some(found)
    }

    fn first(&mut self, module: &Module, name: &str, form: Form) -> Option<Found> {
        match name {
            "crate" => return self.resolver.root_of(module).map(Found::Module),
            "self" => return Some(Found::Module(module.clone())),
            "super" => return self.resolver.parent(module).map(Found::Module),
            _ => {}
        }
        if form == Form::Use && self.resolver.is_of_2015(module) {
            let root = self.resolver.root_of(module);
            if let Some(found) = root.and_then(|root| self.name(&root, name, false)) {
                return Some(found);
            }
        } else if let Some(found) = self.name(module, name, false) {
            return Some(found);
        }
        let is_use = form == Form::Use;
        let found = self.resolver.extern_crate(module.file, name, is_use);
        found.or_else(|| self.name(module, name, true))
    }

    /// What nobody names for others: macros are known at the root of their crate, all else is in the
    /// module itself.
    fn unnamed(&mut self, module: &Module, name: &str) -> Found {
        let is_root = self.resolver.parent(module).is_none();
        let defining = match is_root {
            true => self.resolver.macro_in(module, name),
            false => None,
        };
        Found::Item(defining.unwrap_or(module.file))
    }

    /// What a module calls so; `None` where nobody tells.
    fn name(&mut self, module: &Module, name: &str, may_be_undeclared: bool) -> Option<Found> {
        if let Some(child) = self.resolver.child(module, name, may_be_undeclared) {
            return Some(Found::Module(child));
        }
        let key = (module.clone(), name.to_owned());
        self.lookups += 1;
        let is_too_far = self.open.len() >= MAX_DEPTH || self.lookups > MAX_LOOKUPS;
        if is_too_far || self.open.contains(&key) {
            return None;
        }
        self.open.push(key);
        let found = self.import_or_item(module, name);
        self.open.pop();
        found
    }

    fn import_or_item(&mut self, module: &Module, name: &str) -> Option<Found> {
        let facts = self.resolver.lookup.facts(module.file)?;
        let named = |written: &Written| written.local_name() == name;
        for import in uses(facts, &module.place).filter(named) {
            if let Some(found) = self.path(module, import.path, Form::Use) {
                return Some(found);
            }
        }
        if defines(facts, name) {
            return Some(Found::Item(module.file));
        }
        for import in uses(facts, &module.place).filter(|one| one.local_name() == "*") {
            if let Some(found) = self.in_glob(module, import.path, name) {
                return Some(found);
            }
        }
        None
    }

    /// What all of a module or a crate is imported from elsewhere cannot be known.
    fn in_glob(&mut self, module: &Module, glob: &str, name: &str) -> Option<Found> {
        match self.path(module, glob, Form::Use)? {
            Found::Module(inside) if inside != *module => self.name(&inside, name, true),
            _ => None,
        }
    }
}

/// The file says that it has such an item for others.
fn defines(facts: &FileFacts, name: &str) -> bool {
    let mut exports = facts.exports.iter().flatten();
    let mut references = facts.references.iter().flatten();
    let mut macros = facts.modules.iter().flatten();
    exports.any(|export| export.kind != "use" && export.name == name)
        || macros.any(|known| known == name)
        || references.any(|one| one.kind == "item" && written(&one.name).path == name)
}
