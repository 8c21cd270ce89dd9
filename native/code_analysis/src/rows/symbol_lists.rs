//! The symbols in the columns of both rows.

use super::Json;
use crate::analysis::{Analysis, Symbol, SymbolKind};

/// What a symbol without documentation takes in a row.
const SYMBOL_BYTES: usize = 256;

/// Where a symbol is.
fn add_place(object: &mut Json, symbol: &Symbol) {
    object.add("name", &symbol.name);
    object.add("kind", symbol.kind);
    object.add("start_line", symbol.start_line);
    object.add("end_line", symbol.end_line);
    object.add("start_byte", symbol.start_byte);
    object.add("end_byte", symbol.end_byte);
    object.add("signature", &symbol.signature);
    object.add("visibility", symbol.visibility);
    object.add("documented", symbol.documented);
    object.add("parent", &symbol.parent);
    object.add_some("depth", symbol.depth);
}

/// What was measured of a symbol.
fn add_measures(object: &mut Json, symbol: &Symbol) {
    let measures = &symbol.measures;
    object.add_some("parameters", symbol.parameters);
    object.add_some("lines", measures.lines);
    object.add_some("code_lines", measures.code_lines);
    object.add_some("comment_lines", measures.comment_lines);
    object.add_some("blank_lines", measures.blank_lines);
    object.add_some("cyclomatic_complexity", measures.cyclomatic_complexity);
    object.add_some("cognitive_complexity", measures.cognitive_complexity);
    object.add_some("nesting_depth", measures.nesting_depth);
    object.add_some("exits", measures.exits);
    object.add_some("halstead", measures.halstead);
    object.add_some("maintainability_index", measures.maintainability_index);
    object.add_some(
        "clauses",
        Some(&symbol.clauses).filter(|clauses| clauses.len() > 1),
    );
}

/// The symbols of all columns, each written once.
pub(super) struct SymbolLists<'a> {
    analysis: &'a Analysis,
    /// The column `symbols`.
    pub(super) described: Json,
    /// The symbols that belong to a column of one sort.
    pub(super) measured: Json,
    /// Where each of them ends.
    ends: Vec<(SymbolKind, usize)>,
}

impl<'a> SymbolLists<'a> {
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        let count = analysis.symbols.as_ref().map_or(0, Vec::len);
        let mut lists = Self {
            analysis,
            described: Json::with_capacity(SYMBOL_BYTES * count + 2),
            measured: Json::with_capacity(0),
            ends: Vec::new(),
        };
        lists.described.bytes.push(b'[');
        for symbol in analysis.symbols.iter().flatten() {
            lists.add(symbol);
        }
        lists.described.bytes.push(b']');
        lists
    }

    fn add(&mut self, symbol: &Symbol) {
        let described = &mut self.described;
        if described.bytes.len() > 1 {
            described.bytes.push(b',');
        }
        let start = described.bytes.len();
        described.bytes.push(b'{');
        add_place(described, symbol);
        if symbol.kind.is_function() || self.analysis.columns.lists(symbol.kind) {
            let measured = &mut self.measured;
            measured.bytes.extend_from_slice(&described.bytes[start..]);
            add_measures(measured, symbol);
            measured.bytes.push(b'}');
            self.ends.push((symbol.kind, measured.bytes.len()));
        }
        described.add_some("doc", symbol.doc.as_ref());
        let attributes = Some(&symbol.attributes).filter(|all| !all.is_empty());
        described.add_some("attributes", attributes);
        described.bytes.push(b'}');
    }

    pub(super) fn all(&self) -> Option<&[u8]> {
        self.analysis.symbols.as_ref()?;
        Some(&self.described.bytes)
    }

    pub(super) fn functions(&self) -> Option<Vec<u8>> {
        let functions = self.analysis.columns.functions;
        self.list(functions, |kind| kind.is_function())
    }

    pub(super) fn of_kinds(&self, kinds: Option<&[SymbolKind]>) -> Option<Vec<u8>> {
        self.list(kinds.is_some(), |kind| {
            kinds.is_some_and(|kinds| kinds.contains(&kind))
        })
    }

    fn list(&self, exists: bool, belongs: impl Fn(SymbolKind) -> bool) -> Option<Vec<u8>> {
        self.analysis.symbols.as_ref().filter(|_| exists)?;
        let mut list = vec![b'['];
        let mut start = 0;
        for (kind, end) in &self.ends {
            if belongs(*kind) {
                if list.len() > 1 {
                    list.push(b',');
                }
                list.extend_from_slice(self.measured.bytes.get(start..*end).unwrap_or_default());
            }
            start = *end;
        }
        list.push(b']');
        Some(list)
    }
}
