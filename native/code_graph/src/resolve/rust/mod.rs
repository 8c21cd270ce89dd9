//! Rust: paths lead through the modules of a crate to the file that defines what they name.
//!
//! - A file depends on the files of the modules that it declares, and on those that define what its
//!   `use` trees and its other paths name. Re-exports are followed to the definition, through globs
//!   too; a type's variants and functions are where the type is. Where a path goes on with what no
//!   file tells, the last module found counts.
//! - A glob depends on the file of its module. What is used through it without a path is not told
//!   apart.
//! - A macro called by its name alone is the one that the crate defines by rules, if one file does.
//! - A module of several crates belongs to the library, or else to the one that declares it; where
//!   several do, what its `crate::` and `super::` mean is left out.
//! - Packages are called as in `Cargo.toml`, the language's own `std`, `core`, `alloc`,
//!   `proc_macro` and `test`. Unresolved are modules without a file, and what `use` names and
//!   neither the crate nor `Cargo.toml` has.

mod crates;
mod modules;
mod names;
mod written;

pub(super) use modules::declared_files;

use crate::catalog::{FileId, Lookup};
use crate::dependency::{Target, Use};
use crate::facts::{FileFacts, Reference};
use crate::manifest::Manifests;
use modules::Module;
use names::{Form, Found};
use written::{is_inside, placed, written};

pub(super) fn uses(facts: &FileFacts, manifests: &Manifests, lookup: &mut Lookup) -> Vec<Use> {
    let Some(file) = lookup.file(&facts.path) else {
        return Vec::new();
    };
    let mut resolver = Resolver { manifests, lookup };
    let mut uses = resolver.imports(file, facts);
    for reference in facts.references.iter().flatten() {
        let targets = resolver.targets(file, facts, reference);
        uses.extend(targets.into_iter().map(|target| Use {
            target,
            kind: reference.kind.clone(),
            line: reference.line,
        }));
    }
    uses
}

/// Resolves the paths of one file.
struct Resolver<'r, 'a> {
    manifests: &'r Manifests,
    lookup: &'r mut Lookup<'a>,
}

impl Resolver<'_, '_> {
    /// Those of the file's own module; the others are references.
    fn imports(&mut self, file: FileId, facts: &FileFacts) -> Vec<Use> {
        let module = Module::new(file, "");
        let mut uses = Vec::new();
        for import in facts.imports.iter().flatten() {
            if is_inside(import, facts) {
                continue;
            }
            let target = match import.kind.as_str() {
                "extern_crate" => self.target(&module, &format!("::{}", import.source), Form::Use),
                _ => self.target(&module, &import.source, Form::Use),
            };
            uses.extend(target.map(|target| Use {
                target,
                kind: import.kind.clone(),
                line: import.line,
            }));
        }
        uses
    }

    fn targets(&mut self, file: FileId, facts: &FileFacts, reference: &Reference) -> Vec<Target> {
        let form = match reference.kind.as_str() {
            "mod" => return self.declared(file, facts, &reference.name),
            "macro" => return self.called(file, &reference.name),
            "use" => Form::Use,
            "path" => Form::Path,
            _ => return Vec::new(),
        };
        let name = written(&reference.name);
        let target = self.target(&Module::new(file, name.place), name.path, form);
        target.into_iter().collect()
    }

    fn called(&mut self, file: FileId, name: &str) -> Vec<Target> {
        let root = self.root_of(&Module::new(file, ""));
        let defining = root.and_then(|root| self.macro_in(&root, name));
        defining.map(Target::File).into_iter().collect()
    }

    fn target(&mut self, module: &Module, path: &str, form: Form) -> Option<Target> {
        match names::resolve(self, module, path, form) {
            Some(Found::Module(module)) => Some(Target::File(module.file)),
            Some(Found::Item(file)) => Some(Target::File(file)),
            Some(Found::Package(name)) => Some(Target::Package(name)),
            None => is_missing(path, form).then(|| Target::Unresolved(path.to_owned())),
        }
    }

    /// The files of a module that is declared as another file, of which there are several where it
    /// depends on the system.
    fn declared(&mut self, file: FileId, facts: &FileFacts, name: &str) -> Vec<Target> {
        let (declared, path) = placed(name);
        let module = Module::new(file, declared.place);
        let found = match path {
            Some(path) => self.file_at(&facts.path, &module, path),
            None => self.file_of(&facts.path, &module, declared.path),
        };
        match found {
            Some(file) => vec![Target::File(file)],
            None => vec![Target::Unresolved(declared.path.to_owned())],
        }
    }
}

/// What begins with a type is one of the file, or of a glob: its variants are named so. A module of
/// many crates is missing only in one of them.
fn is_missing(path: &str, form: Form) -> bool {
    let first = path.trim_start_matches("::").split("::").next();
    let first = first.unwrap_or_default();
    form == Form::Use
        && !first.starts_with(char::is_uppercase)
        && !["crate", "self", "super", "Self", ""].contains(&first)
}
