//! What each use of a file means: which file of the codebase, or which package.

mod ecmascript;
mod elixir;
mod python;

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
        "elixir" => elixir::uses(facts, lookup),
        _ => Vec::new(),
    }
}
