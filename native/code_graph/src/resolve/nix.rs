//! Nix: paths that `import`, `callPackage` and lists of modules name.
//!
//! A path is relative to its file; a directory means its `default.nix`. What is no `.nix` file and
//! no directory with one is unresolved. Paths in `<…>` are packages, called by their first element;
//! what a variable or a flake gives is left out.

use crate::catalog::Lookup;
use crate::dependency::{Target, Use};
use crate::facts::FileFacts;
use crate::path;

pub(super) fn uses(facts: &FileFacts, lookup: &mut Lookup) -> Vec<Use> {
    let directory = path::directory(&facts.path);
    let imports = facts.imports.iter().flatten();
    imports
        .filter_map(|import| {
            Some(Use {
                target: target(&import.source, directory, lookup)?,
                kind: import.kind.clone(),
                line: import.line,
            })
        })
        .collect()
}

fn target(source: &str, directory: &str, lookup: &mut Lookup) -> Option<Target> {
    if let Some(inside) = source.strip_prefix('<').and_then(|s| s.strip_suffix('>')) {
        let name = inside.split('/').next().unwrap_or_default();
        return Some(Target::Package(name.to_owned()));
    }
    let is_relative = source.starts_with("./") || source.starts_with("../");
    if !(is_relative || source == "." || source == "..") || source.contains(['$', ' ']) {
        return None;
    }
    let path = path::join(directory, source);
    let file = path.and_then(|path| {
        let default = path::join(&path, "default.nix")?;
        lookup.first([path, default])
    });
    Some(file.map_or_else(|| Target::Unresolved(source.to_owned()), Target::File))
}
