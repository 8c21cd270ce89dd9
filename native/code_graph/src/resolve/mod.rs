//! What each use of a file means: which file of the codebase, or which package.
//!
//! Documents and data depend on nothing: a link in a README says nothing of what code needs, and
//! would change the ranks of all that it mentions.

mod bash;
mod ecmascript;
mod elixir;
mod go;
mod nix;
mod python;
mod rust;

use crate::catalog::Lookup;
use crate::dependency::Use;
use crate::facts::FileFacts;
use crate::manifest::Manifests;

/// Finds all uses of a file. What it finds may depend on nothing but the facts, the manifests and
/// what it looks up.
pub(crate) type Resolver = fn(&FileFacts, &Manifests, &mut Lookup) -> Vec<Use>;

/// The paths of the files that a file may tell to be parts of it, whatever their names.
pub(crate) fn declared_files(facts: &FileFacts) -> Vec<String> {
    match facts.language.as_str() {
        "rust" => rust::declared_files(facts),
        _ => Vec::new(),
    }
}

/// `None` for a language whose files depend on nothing.
pub(crate) fn resolver(language: &str) -> Option<Resolver> {
    Some(match language {
        "bash" => |facts, _, lookup| bash::uses(facts, lookup),
        "elixir" => |facts, _, lookup| elixir::uses(facts, lookup),
        "go" => go::uses,
        "javascript" | "jsx" | "typescript" | "tsx" => ecmascript::uses,
        "nix" => |facts, _, lookup| nix::uses(facts, lookup),
        "python" => python::uses,
        "rust" => rust::uses,
        _ => return None,
    })
}
