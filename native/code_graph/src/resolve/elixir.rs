//! Elixir: modules are known to all files by their names.

use crate::catalog::Lookup;
use crate::dependency::{Target, Use};
use crate::facts::FileFacts;

pub(super) fn uses(facts: &FileFacts, lookup: &mut Lookup) -> Vec<Use> {
    let mut uses = Vec::new();
    for reference in facts.references.iter().flatten() {
        for file in lookup.module(&reference.name) {
            uses.push(Use {
                target: Target::File(*file),
                kind: reference.kind.clone(),
                line: reference.line,
            });
        }
    }
    uses
}
