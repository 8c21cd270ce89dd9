//! Macros that are called by their names alone.

use std::collections::HashSet;

use tree_sitter::Node;

use crate::analysis::{Symbol, SymbolKind};
use crate::languages::{Links, line};
use crate::walk::Context;

/// Those that every file knows.
const PRELUDE: [&str; 46] = [
    "addr_of",
    "addr_of_mut",
    "assert",
    "assert_eq",
    "assert_ne",
    "cfg",
    "column",
    "compile_error",
    "concat",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "include",
    "include_bytes",
    "include_str",
    "is_x86_feature_detected",
    "line",
    "macro_rules",
    "matches",
    "module_path",
    "offset_of",
    "option_env",
    "panic",
    "pin",
    "print",
    "println",
    "ready",
    "st_",
    "str",
    "stringify",
    "thread_local",
    "todo",
    "try",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
    "yield",
];

/// Asked about the sign behind the name: a macro inside another is tokens to the grammar.
pub(super) fn read(sign: Node, context: &Context, links: &mut Links) {
    let text = context.text;
    let (before, after) = (text.get(..sign.start_byte()), text.get(sign.end_byte()..));
    let (Some(before), Some(after)) = (before, after) else {
        return;
    };
    let rest = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_');
    let name = before.get(rest.len()..).unwrap_or_default();
    let is_called = after.trim_start().starts_with(['(', '[', '{']);
    let is_lone = !name.is_empty() && !rest.ends_with([':', '$', '#', '.']);
    if is_called && is_lone && PRELUDE.binary_search(&name).is_err() {
        links.refer("macro", name, line(sign));
    }
}

/// Leaves out those that the file defines or imports.
pub(super) fn settle(symbols: &[Symbol], links: &mut Links) {
    let macros = symbols
        .iter()
        .filter(|symbol| symbol.kind == SymbolKind::MacroRules)
        .map(|symbol| symbol.name.as_str());
    let imported = links.imports.iter().filter_map(|import| {
        let last = import.source.rsplit("::").next();
        import.names.first().map(String::as_str).or(last)
    });
    let known: HashSet<&str> = macros.chain(imported).collect();
    links
        .references
        .retain(|reference| reference.kind != "macro" || !known.contains(reference.name.as_str()));
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_in_order() {
        assert!(super::PRELUDE.is_sorted());
    }
}
