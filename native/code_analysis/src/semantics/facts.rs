//! From what the walk found to names in full, which the rules are asked about.

use hashbrown::{HashMap, HashSet};

use super::Naming;
use super::bindings::Bindings;
use super::evidence::Collection;
use super::named::{Named, Places};
use super::rules::Subject;
use super::shadow::is_given_anew;
use crate::analysis::{Import, Reference, Symbol, SymbolKind};
use crate::grammar::Grammar;
use crate::outline::Outline;

pub(super) fn gather(
    grammar: &Grammar,
    outline: &Outline,
    named: &Named,
    text: &str,
    found: &mut Collection,
) {
    let Some(semantics) = &grammar.spec.semantics else {
        return;
    };
    let mut facts = Facts {
        naming: semantics.naming,
        modules_are_known: semantics.modules_are_known,
        bindings: &outline.links.bindings,
        own_modules: own_modules(&outline.symbols),
        symbols: &outline.symbols,
        text,
        anew: HashMap::new(),
    };
    for import in &outline.links.imports {
        facts.import(import, found);
    }
    for reference in &outline.links.references {
        facts.reference(reference, found);
    }
    for (name, places) in &named.names {
        facts.name(name, places, found);
    }
    if found.looks_at(Subject::Attribute) {
        outline
            .symbols
            .iter()
            .for_each(|symbol| attributes(symbol, found));
    }
    if found.looks_at(Subject::Symbol) {
        for symbol in &outline.symbols {
            let places = Places::at(symbol.start_line);
            found.add(Subject::Symbol, symbol.kind.as_str(), &places);
        }
    }
    let words = semantics
        .constructs
        .iter()
        .chain(semantics.construct_tokens);
    for (number, (word, _)) in (1..).zip(words) {
        if let Some(places) = named.places_of_construct(number) {
            found.add(Subject::Construct, word, places);
        }
    }
}

struct Facts<'a> {
    naming: Naming,
    modules_are_known: bool,
    bindings: &'a Bindings,
    /// Modules that the file defines.
    own_modules: HashSet<&'a str>,
    symbols: &'a [Symbol],
    text: &'a str,
    /// Whether the file gives a name another meaning.
    anew: HashMap<String, bool>,
}

impl Facts<'_> {
    /// The source, and each name that is taken from it.
    fn import(&self, import: &Import, found: &mut Collection) {
        let line = import.line;
        let source = import
            .source
            .strip_prefix("node:")
            .unwrap_or(&import.source);
        match import.kind {
            "use" if is_path(source) => self.of_elsewhere(source, line, found),
            "use" => generated_use(import, found),
            "from" | "import" | "require" | "dynamic_import" | "re_export" | "extern_crate" => {
                self.of_elsewhere(source, line, found);
                // Elsewhere the name of an `import` is the one that the source is given here.
                let names_members = self.naming == Naming::Modules || import.kind == "from";
                for name in import.names.iter().filter(|_| names_members) {
                    self.member(source, name, line, found);
                }
            }
            // Only types, or no code: an `alias` alone names nothing.
            _ => {}
        }
    }

    fn member(&self, source: &str, name: &str, line: u32, found: &mut Collection) {
        let mark = match self.naming {
            Naming::Modules => ':',
            Naming::Paths | Naming::Words => '.',
        };
        if !matches!(name, "*" | "default") {
            found.add_taken(&format!("{source}{mark}{name}"), source.len(), line);
        }
    }

    fn reference(&self, reference: &Reference, found: &mut Collection) {
        let Reference { name, kind, line } = reference;
        match *kind {
            "use" if !name.contains([' ', ':']) => found.add_within(Subject::Use, name, *line),
            "behaviour" => found.add_within(Subject::Behaviour, name, *line),
            "implementation" => found.add_within(Subject::Implementation, name, *line),
            "import" | "require" | "struct" | "module" => self.of_elsewhere(name, *line, found),
            "selector" => self.bound(name, &Places::at(*line), found),
            "path" => {
                // Inside a module of the file its name stands before.
                let path = name.rsplit(' ').next().unwrap_or_default();
                let path = path.strip_prefix("::").unwrap_or(path);
                match self.bindings.knows(first_part(path)) {
                    true => self.bound(path, &Places::at(*line), found),
                    false => self.of_elsewhere(path, *line, found),
                }
            }
            _ => {}
        }
    }

    /// A name that the walk came by: of an import, of the language, or of the file's own.
    fn name(&mut self, name: &str, places: &Places, found: &mut Collection) {
        let is_module = name.starts_with(|c: char| c == ':' || c.is_ascii_uppercase());
        let first = match self.naming {
            Naming::Words => name,
            _ => first_part(name),
        };
        if self.bindings.knows(first) {
            self.bound(name, places, found);
        } else if is_module && self.modules_are_known {
            if !self.is_own(name) {
                found.add(Subject::Name, name, places);
            }
        } else if found.has_rule(Subject::Global, name) && !self.is_given_anew(first) {
            found.add(Subject::Global, name, places);
        }
    }

    /// What an import tells the first part of. What comes before that does not stand in the line.
    fn bound(&self, name: &str, places: &Places, found: &mut Collection) {
        let full = self.bindings.full(name, self.naming);
        if let Some(full) = full.filter(|full| !self.is_own(full)) {
            let rest = name.len() - first_part(name).len();
            found.add_bound(&full, full.len() - rest, places);
        }
    }

    fn of_elsewhere(&self, name: &str, line: u32, found: &mut Collection) {
        if found.has_rule(Subject::Name, name) && !self.is_own(name) {
            found.add_within(Subject::Name, name, line);
        }
    }

    fn is_given_anew(&mut self, name: &str) -> bool {
        let (symbols, text) = (self.symbols, self.text);
        let ask = || is_given_anew(name, symbols, text);
        *self.anew.entry_ref(name).or_insert_with(ask)
    }

    /// Begins with a module that the file defines.
    fn is_own(&self, name: &str) -> bool {
        self.own_modules.contains(first_part(name))
    }
}

fn own_modules(symbols: &[Symbol]) -> HashSet<&str> {
    let is_module =
        |symbol: &&Symbol| matches!(symbol.kind, SymbolKind::Module | SymbolKind::Behaviour);
    let modules = symbols.iter().filter(is_module);
    modules.map(|symbol| symbol.name.as_str()).collect()
}

fn first_part(name: &str) -> &str {
    name.split([':', '.']).next().unwrap_or_default()
}

/// `use` is a directive in one language and names a path in another.
fn is_path(source: &str) -> bool {
    source.contains("::") || source.starts_with(|c: char| c.is_ascii_lowercase())
}

/// `use ShopWeb, :controller`, as the generators of Phoenix write it.
fn generated_use(import: &Import, found: &mut Collection) {
    let what = import.names.first().filter(|name| name.starts_with(':'));
    if let Some(what) = what.filter(|_| import.source.ends_with("Web")) {
        found.add_within(Subject::Use, &format!("…Web{what}"), import.line);
    }
}

/// `#[tokio::main(worker_threads = 2)]` is `tokio::main`; `#[cfg(test)]` is that, and `cfg`.
fn attributes(symbol: &Symbol, found: &mut Collection) {
    for attribute in &symbol.attributes {
        let Some(inside) = attribute.strip_prefix("#[") else {
            continue;
        };
        let whole = inside.strip_suffix(']').unwrap_or(inside);
        let path = whole.split(['(', ' ', '=']).next().unwrap_or_default();
        let line = symbol.start_line;
        for name in [whole, path] {
            found.add_above(Subject::Attribute, name, &format!("#[{name}"), line);
        }
    }
}
