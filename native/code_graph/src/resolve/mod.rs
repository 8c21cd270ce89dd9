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

/// All uses of a file. Its answer may depend on nothing but the facts, the manifests and what it
/// looks up.
pub(crate) fn uses(facts: &FileFacts, manifests: &Manifests, lookup: &mut Lookup) -> Vec<Use> {
    match facts.language.as_str() {
        "javascript" | "jsx" | "typescript" | "tsx" => ecmascript::uses(facts, manifests, lookup),
        "python" => python::uses(facts, manifests, lookup),
        "bash" => bash::uses(facts, lookup),
        "elixir" => elixir::uses(facts, lookup),
        "go" => go::uses(facts, manifests, lookup),
        "nix" => nix::uses(facts, lookup),
        "rust" => rust::uses(facts, manifests, lookup),
        _ => Vec::new(),
    }
}
