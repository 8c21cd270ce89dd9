//! Code that a file has from the macros of others.
//!
//! Only for `use` is it known of which: `__using__` with the functions that it calls, or that the
//! atom after the module names, and `__before_compile__`. What other macros bring, and what they have
//! from functions of further modules, depends on how they are called, and is left out.

use hashbrown::HashSet;

use crate::catalog::Lookup;
use crate::facts::{FileFacts, Quoted};

/// Functions whose code one macro brings at most.
const MAX_EXPANDED: usize = 200;

/// What code of others names, with the line that brings it.
type Code<'a> = Vec<(&'a Quoted, u32)>;

pub(super) fn code_for<'a>(facts: &FileFacts, lookup: &mut Lookup<'a>) -> Code<'a> {
    let references = facts.references.iter().flatten();
    let mut code = Vec::new();
    for reference in references.filter(|reference| reference.kind == "use") {
        let functions = entry_points(&reference.name, facts);
        let quoted = code_with(functions, lookup).into_iter();
        code.extend(quoted.map(|quoted| (quoted, reference.line)));
    }
    code
}

/// Functions whose code `use` brings.
fn entry_points(module: &str, facts: &FileFacts) -> Vec<String> {
    let imports = facts.imports.iter().flatten();
    let atoms = imports
        .filter(|import| import.kind == "use")
        .flat_map(|import| &import.names);
    let named = atoms.filter_map(|atom| atom.strip_prefix(':'));
    let functions = ["__using__", "__before_compile__"].into_iter().chain(named);
    functions
        .map(|function| format!("{module}.{function}"))
        .collect()
}

fn module_of(function: &str) -> &str {
    function
        .rsplit_once('.')
        .map_or("", |(module, _name)| module)
}

/// What the code of the functions names, and of those that it has from others.
fn code_with<'a>(functions: Vec<String>, lookup: &mut Lookup<'a>) -> Vec<&'a Quoted> {
    let mut known: HashSet<String> = functions.iter().cloned().collect();
    let mut open = functions;
    let mut code = Vec::new();
    while let Some(function) = open.pop() {
        let quoted = code_of(&function, lookup);
        for next in quoted.iter().flat_map(|quoted| made_with(quoted)) {
            if known.len() < MAX_EXPANDED && known.insert(next.clone()) {
                open.push(next);
            }
        }
        code.extend(quoted);
    }
    code
}

fn code_of<'a>(function: &str, lookup: &mut Lookup<'a>) -> Vec<&'a Quoted> {
    let files = lookup.module(module_of(function)).into_iter();
    let facts: Vec<_> = files.filter_map(|file| lookup.facts(file)).collect();
    let quoted = facts
        .into_iter()
        .flat_map(|facts| facts.quoted.iter().flatten());
    quoted.filter(|quoted| quoted.within == function).collect()
}

fn made_with(quoted: &Quoted) -> Vec<String> {
    match quoted.kind.as_str() {
        "local" => vec![quoted.name.clone()],
        "use" => entry_points(&quoted.name, &FileFacts::default()),
        _ => Vec::new(),
    }
}
