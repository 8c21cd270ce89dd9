//! Looks for definitions line by line where the parser made no sense of the text.

use std::ops::Range;

use crate::analysis::{Measures, Symbol, SymbolKind};
use crate::languages::{LineScan, Spec};
use crate::notes::one_line;
use crate::outline::to_u32;

/// Definitions that begin in lines with syntax errors in them, where no symbol begins already. They
/// have a name and a line and no measures.
pub(crate) fn definitions(
    text: &str,
    errors: &[Range<usize>],
    spec: &Spec,
    known: &[Symbol],
) -> Vec<Symbol> {
    if errors.is_empty() {
        return Vec::new();
    }
    let mut known: Vec<u32> = known.iter().map(|symbol| symbol.start_line).collect();
    known.sort_unstable();
    let mut found = Vec::new();
    let mut errors = errors.iter().peekable();
    let mut start = 0;
    for (row, line) in text.split_inclusive('\n').enumerate() {
        let (number, range) = (to_u32(row + 1), start..start + line.len());
        start = range.end;
        while errors.next_if(|error| error.end <= range.start).is_some() {}
        let Some(error) = errors.peek() else { break };
        let code = line.trim_start();
        let begin = range.end - code.len();
        let in_error = error.start < range.end && begin < error.end;
        if in_error && known.binary_search(&number).is_err() {
            found.extend(
                definition(code.trim_end(), &spec.line_scan)
                    .or_else(|| spec.hooks.line_definition(code))
                    .map(|(kind, name)| symbol(kind, name, number, begin, code.trim_end())),
            );
        }
    }
    found
}

/// Kind and name of what begins in this line.
fn definition<'a>(code: &'a str, scan: &LineScan) -> Option<(SymbolKind, &'a str)> {
    let mut rest = code;
    while let Some(after) = scan
        .modifiers
        .iter()
        .find_map(|word| after_word(rest, word))
    {
        rest = after;
    }
    let (kind, rest) = scan
        .definitions
        .iter()
        .find_map(|(word, kind)| Some((*kind, after_word(rest, word)?)))?;
    let rest = after_brackets(rest);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '!' | '?' | '$');
    let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches('.');
    (!name.is_empty()).then_some((kind, name))
}

/// What a method belongs to may stand in brackets before its name.
fn after_brackets(text: &str) -> &str {
    let bracketed = text.strip_prefix('(').and_then(|text| text.split_once(')'));
    bracketed.map_or(text, |(_, rest)| rest.trim_start())
}

fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let bare = rest.trim_start();
    (bare.len() < rest.len()).then_some(bare)
}

fn symbol(kind: SymbolKind, name: &str, line: u32, start: usize, code: &str) -> Symbol {
    Symbol {
        name: name.to_owned(),
        kind,
        start_line: line,
        end_line: line,
        start_byte: to_u32(start),
        end_byte: to_u32(start + code.len()),
        signature: one_line(code),
        visibility: None,
        documented: false,
        documentable: false,
        doc: None,
        attributes: Vec::new(),
        parent: None,
        depth: None,
        parameters: None,
        measures: Measures::default(),
        clauses: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAN: LineScan = LineScan {
        modifiers: &["pub", "async"],
        definitions: &[("fn", SymbolKind::Function), ("struct", SymbolKind::Struct)],
    };

    #[test]
    fn words_are_whole_and_modifiers_may_stand_before() {
        assert_eq!(
            definition("pub async fn run(a)", &SCAN),
            Some((SymbolKind::Function, "run"))
        );
        assert_eq!(
            definition("struct Point {", &SCAN),
            Some((SymbolKind::Struct, "Point"))
        );
        assert_eq!(
            definition("fn (p *Point) Move(dx int) {", &SCAN),
            Some((SymbolKind::Function, "Move"))
        );
        for code in ["fnord x", "fn", "fn (", "// fn x", "let fn x", ""] {
            assert_eq!(definition(code, &SCAN), None, "{code}");
        }
    }
}
