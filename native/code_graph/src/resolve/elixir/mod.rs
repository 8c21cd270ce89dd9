//! Elixir: modules are known to all files by their names.
//!
//! A file depends on all files that define a module which it names, as the compiler sees it: a type
//! is looked for by nobody, and an `alias` alone is no use. Whoever has the code that a macro makes
//! depends on what that names (`macros`).
//!
//! What nobody here defines is a package by the first segment of its name (`Ecto`), Elixir's own by
//! the name of the application (`elixir`, `mix`), and an Erlang module by its own name (`:lists`),
//! since nothing tells where it comes from. Inside of a module of the codebase it is unresolved,
//! unless it is only a value: that may be the name of a process.

mod macros;
mod package;

use hashbrown::HashMap;

use crate::catalog::Lookup;
use crate::dependency::{Target, Use};
use crate::facts::FileFacts;

/// Kinds of references that are no use of a module.
const NO_USES: [&str; 3] = ["type", "alias", "local"];

pub(super) fn uses(facts: &FileFacts, lookup: &mut Lookup) -> Vec<Use> {
    let code = macros::code_for(facts, lookup);
    let aliases = code
        .iter()
        .filter_map(|(quoted, _line)| Some((quoted.short.as_deref()?, quoted.name.as_str())));
    let aliases: HashMap<&str, &str> = aliases.collect();
    let mut uses = Uses {
        found: Vec::new(),
        aliases,
    };
    for reference in facts.references.iter().flatten() {
        uses.find(&reference.name, &reference.kind, reference.line, lookup);
    }
    for (quoted, line) in code {
        uses.find(&quoted.name, &quoted.kind, line, lookup);
    }
    uses.found
}

struct Uses<'a> {
    found: Vec<Use>,
    /// Short names that code of others brings.
    aliases: HashMap<&'a str, &'a str>,
}

impl Uses<'_> {
    fn find(&mut self, name: &str, kind: &str, line: u32, lookup: &mut Lookup) {
        if NO_USES.contains(&kind) {
            return;
        }
        let full = self
            .in_full(name)
            .filter(|full| !lookup.module(full).is_empty());
        let name = full.as_deref().unwrap_or(name);
        let mut add = |target| {
            let kind = kind.to_owned();
            self.found.push(Use { target, kind, line });
        };
        let files = lookup.module(name);
        if files.is_empty() {
            match is_inside_own(name, lookup) {
                true if kind == "module" => {}
                true => add(Target::Unresolved(name.to_owned())),
                false => add(Target::Package(package::of(name).to_owned())),
            }
        }
        for file in files {
            add(Target::File(file));
        }
    }

    fn in_full(&self, name: &str) -> Option<String> {
        let first = name.split('.').next().unwrap_or(name);
        let full = self.aliases.get(first)?;
        Some(format!("{full}{}", &name[first.len()..]))
    }
}

/// A module around it is of the codebase.
fn is_inside_own(name: &str, lookup: &mut Lookup) -> bool {
    let ends = name.match_indices('.').map(|(end, _dot)| end);
    ends.rev()
        .any(|end| !lookup.module(&name[..end]).is_empty())
}
