//! Collects the symbols in file order.

use std::collections::HashMap;

use crate::analysis::{Clause, Export, Measures, Symbol, SymbolKind};
use crate::hooks::{Definition, Links};
use crate::metrics::{FunctionMetrics, Span};
use crate::notes::{MAX_ATTRIBUTES, Note, capped, one_line, short_name};

/// Symbols that a file lists, and clauses of them, and imports, and exports. A generated file may
/// define more; its row, which is written whenever it changes, stays in proportion to what anybody
/// reads.
const MAX_LISTED: usize = 10_000;

/// Index of a symbol.
pub(crate) type SymbolId = u32;

/// Parent, name and number of parameters.
type FunctionKey = (Option<SymbolId>, String, Option<u32>);

/// What a function, or one clause of it, measured.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) symbol: SymbolId,
    pub(crate) metrics: FunctionMetrics,
    /// Its operators and operands.
    pub(crate) tokens: Option<Vec<Span>>,
}

/// The documentation of the file itself.
#[derive(Debug, Default)]
pub(crate) struct FileDocumentation {
    pub(crate) documented: bool,
    pub(crate) exempt: bool,
}

#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) symbols: Vec<Symbol>,
    /// In the order in which functions ended.
    pub(crate) measured: Vec<Measured>,
    pub(crate) file: FileDocumentation,
    pub(crate) links: Links,
    /// First and last lines of handlers that do nothing.
    pub(crate) swallowed: Vec<(u32, u32)>,
    places_left_out: bool,
    /// Of all symbols.
    clauses: usize,
    has_clauses: bool,
    functions: HashMap<FunctionKey, SymbolId>,
    /// The last symbol that was opened inside each symbol, or in the file.
    youngest: HashMap<Option<SymbolId>, SymbolId>,
}

impl Outline {
    pub(crate) fn new(has_clauses: bool) -> Self {
        Self {
            has_clauses,
            ..Self::default()
        }
    }

    /// Adds a definition, as a further clause where one of its name is there already. `None` when
    /// there are too many and it is one that no number counts.
    pub(crate) fn open(
        &mut self,
        definition: Definition,
        parent: Option<SymbolId>,
        note: Note,
        text: &str,
    ) -> Option<SymbolId> {
        if self.symbols.len() >= MAX_LISTED && definition.kind.is_place() {
            self.places_left_out = true;
            return None;
        }
        let clause = clause(&definition);
        let id = match self.earlier_clause(&definition, parent) {
            Some(id) => self.extend(id, parent, clause, note),
            None => self.add(definition, parent, note, text),
        };
        if self.has_clauses {
            self.symbol_mut(id, |symbol| {
                if symbol.kind.is_named_function() {
                    symbol.clauses.push(clause);
                }
            });
            self.clauses += 1;
            self.youngest.insert(parent, id);
        }
        Some(id)
    }

    pub(crate) fn has_unlisted_symbols(&self) -> bool {
        self.places_left_out || self.symbols.len().max(self.clauses) > MAX_LISTED
    }

    pub(crate) fn has_unlisted_links(&self) -> bool {
        let Links {
            imports,
            exports,
            references,
            quoted,
            ..
        } = &self.links;
        let counts = [imports.len(), exports.len(), references.len(), quoted.len()];
        counts.iter().any(|count| *count > MAX_LISTED)
    }

    /// Leaves out what is not listed, once all that counts is counted.
    pub(crate) fn truncate(&mut self) {
        self.symbols.truncate(MAX_LISTED);
        let mut clauses_left = MAX_LISTED;
        for symbol in &mut self.symbols {
            symbol.clauses.truncate(clauses_left);
            clauses_left -= symbol.clauses.len();
        }
        self.links.imports.truncate(MAX_LISTED);
        self.links.exports.truncate(MAX_LISTED);
        self.links.references.truncate(MAX_LISTED);
        self.links.quoted.truncate(MAX_LISTED);
    }

    fn earlier_clause(&mut self, new: &Definition, parent: Option<SymbolId>) -> Option<SymbolId> {
        if !self.has_clauses || !new.kind.is_named_function() {
            return None;
        }
        let next = self.next_id();
        let key = (parent, new.name.clone(), new.parameters);
        let id = *self.functions.entry(key).or_insert(next);
        (id != next).then_some(id)
    }

    fn next_id(&self) -> SymbolId {
        SymbolId::try_from(self.symbols.len()).unwrap_or(SymbolId::MAX)
    }

    /// The range grows only while nothing else was defined in between.
    fn extend(
        &mut self,
        id: SymbolId,
        parent: Option<SymbolId>,
        clause: Clause,
        note: Note,
    ) -> SymbolId {
        let contiguous = self.youngest.get(&parent) == Some(&id);
        self.symbol_mut(id, |symbol| {
            symbol.documentable &= !note.exempt;
            symbol.documented |= note.doc.is_some();
            let room = MAX_ATTRIBUTES.saturating_sub(symbol.attributes.len());
            symbol
                .attributes
                .extend(note.attributes.into_iter().take(room));
            symbol.doc = symbol.doc.take().or(note.doc);
            if contiguous {
                (symbol.end_line, symbol.end_byte) = (clause.end_line, clause.end_byte);
            }
        });
        id
    }

    fn add(
        &mut self,
        mut definition: Definition,
        parent: Option<SymbolId>,
        note: Note,
        text: &str,
    ) -> SymbolId {
        let id = self.next_id();
        definition.name = short_name(definition.name);
        let doc = note
            .doc
            .or_else(|| self.doc_of_signature(&definition, parent));
        let place = clause(&definition);
        let head = text
            .get(definition.range.start..definition.head_end)
            .unwrap_or_default();
        if definition.exported {
            self.export(&definition, place.start_line);
        }
        let around = || parent.and_then(|id| self.name(id)).map(str::to_owned);
        let parent = definition.parent.or_else(around);
        self.symbols.push(Symbol {
            name: definition.name,
            kind: definition.kind,
            start_line: place.start_line,
            end_line: place.end_line,
            start_byte: place.start_byte,
            end_byte: place.end_byte,
            signature: one_line(head),
            visibility: definition.visibility,
            documented: doc.is_some(),
            documentable: definition.documentable && !note.exempt,
            doc: match (id as usize) < MAX_LISTED {
                true => doc,
                false => doc.map(|_| String::new()),
            },
            attributes: note.attributes,
            parent,
            depth: definition.depth,
            parameters: definition.parameters,
            measures: Measures::default(),
            clauses: Vec::new(),
        });
        id
    }

    /// Documentation on a signature is also about the definition of the same name right after it.
    fn doc_of_signature(&self, next: &Definition, parent: Option<SymbolId>) -> Option<String> {
        let before = self.symbols.last()?;
        let belongs = before.kind == SymbolKind::Signature
            && before.name == next.name
            && before.parent.as_deref() == parent.and_then(|id| self.name(id));
        belongs.then(|| before.doc.clone())?
    }

    /// Where functions are told apart by the number of their parameters, it belongs to the name.
    fn export(&mut self, definition: &Definition, line: u32) {
        let (name, kind) = (&definition.name, definition.kind.as_str());
        let names = match definition.parameters.filter(|_| self.has_clauses) {
            None => vec![name.clone()],
            Some(most) => (most.saturating_sub(definition.optional)..=most)
                .map(|arity| format!("{name}/{arity}"))
                .collect(),
        };
        let exports = names.into_iter().map(|name| Export { name, kind, line });
        self.links.exports.extend(exports);
    }

    pub(crate) fn symbol(&self, id: SymbolId) -> Option<&Symbol> {
        self.symbols.get(id as usize)
    }

    pub(crate) fn name(&self, id: SymbolId) -> Option<&str> {
        self.symbol(id).map(|symbol| symbol.name.as_str())
    }

    fn symbol_mut(&mut self, id: impl Into<Option<SymbolId>>, change: impl FnOnce(&mut Symbol)) {
        if let Some(symbol) = id.into().and_then(|id| self.symbols.get_mut(id as usize)) {
            change(symbol);
        }
    }

    /// Documentation was found inside the symbol, or of the file where there is none. What has
    /// some already gets the new words after it.
    pub(crate) fn document(&mut self, id: Option<SymbolId>, words: String) {
        self.file.documented |= id.is_none();
        self.symbol_mut(id, |symbol| {
            symbol.documented = true;
            symbol.doc = Some(match symbol.doc.take() {
                Some(doc) => capped(format!("{doc}\n{words}")),
                None => capped(words),
            });
        });
    }

    /// The symbol, or the file, is said to need no documentation.
    pub(crate) fn exempt(&mut self, id: Option<SymbolId>) {
        self.file.exempt |= id.is_none();
        self.symbol_mut(id, |symbol| symbol.documentable = false);
    }

    /// An attribute was found inside the symbol.
    pub(crate) fn annotate(&mut self, id: Option<SymbolId>, attribute: &str) {
        self.symbol_mut(id, |symbol| {
            if symbol.attributes.len() < MAX_ATTRIBUTES {
                symbol.attributes.push(one_line(attribute));
            }
        });
    }

    /// The symbol asks others to write functions for it.
    pub(crate) fn demand_of(&mut self, id: Option<SymbolId>) {
        self.symbol_mut(id, |symbol| {
            if symbol.kind == SymbolKind::Module {
                symbol.kind = SymbolKind::Behaviour;
            }
        });
    }

    /// The values of a function, or of its latest clause: a function's value is the sum of its
    /// clauses', for cyclomatic complexity less the base of 1 that each further clause brings.
    pub(crate) fn measure(&mut self, measured: Measured) {
        let metrics = measured.metrics;
        let cyclomatic = metrics.cyclomatic.map(|complexity| complexity.own);
        self.symbol_mut(measured.symbol, |symbol| {
            if let Some(clause) = symbol.clauses.last_mut() {
                clause.cyclomatic_complexity = cyclomatic;
                clause.cognitive_complexity = metrics.cognitive;
                clause.nesting_depth = metrics.nesting;
            }
            let all = &mut symbol.measures;
            let add = |sum: u32, new: u32| sum.saturating_add(new);
            all.cyclomatic_complexity =
                joined(all.cyclomatic_complexity, cyclomatic, |sum, new| {
                    sum + new - 1
                });
            all.cognitive_complexity = joined(all.cognitive_complexity, metrics.cognitive, add);
            all.nesting_depth = joined(all.nesting_depth, metrics.nesting, u32::max);
            all.exits = joined(all.exits, metrics.exits, add);
        });
        self.measured.push(measured);
    }

    /// All clauses of all functions; `None` where functions have none.
    pub(crate) fn clause_count(&self) -> Option<u32> {
        let functions = self
            .symbols
            .iter()
            .filter(|symbol| symbol.kind.is_named_function());
        let count: usize = functions.map(|symbol| symbol.clauses.len()).sum();
        self.has_clauses.then_some(to_u32(count))
    }
}

fn joined(old: Option<u32>, new: Option<u32>, join: fn(u32, u32) -> u32) -> Option<u32> {
    match (old, new) {
        (Some(old), Some(new)) => Some(join(old, new)),
        (old, new) => old.or(new),
    }
}

fn clause(definition: &Definition) -> Clause {
    Clause {
        start_line: to_u32(definition.rows.start() + 1),
        end_line: to_u32(definition.rows.end() + 1),
        start_byte: to_u32(definition.range.start),
        end_byte: to_u32(definition.range.end),
        cyclomatic_complexity: None,
        cognitive_complexity: None,
        nesting_depth: None,
    }
}

/// Files of more than 4 GB never come this far.
pub(crate) fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
