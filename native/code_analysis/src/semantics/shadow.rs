//! Whether a file gives a name of the language another meaning.

use memchr::memmem::Finder;

use crate::analysis::{Symbol, SymbolKind};

/// Something at the top or inside a function has the name, a parameter has it, or something is
/// assigned to it. Not every such name is in force everywhere; where in doubt, nothing is tagged.
pub(super) fn is_given_anew(name: &str, symbols: &[Symbol], text: &str) -> bool {
    let is_defined = |symbol: &Symbol| {
        symbol.name == name && !matches!(symbol.kind, SymbolKind::Method | SymbolKind::Field)
    };
    // To make one takes as long as to search a signature.
    let finder = Finder::new(name);
    symbols
        .iter()
        .any(|symbol| is_defined(symbol) || is_parameter(&finder, symbol))
        || is_assigned(&finder, text)
}

fn is_parameter(name: &Finder, symbol: &Symbol) -> bool {
    if !symbol.kind.is_function() {
        return false;
    }
    let parameters = symbol
        .signature
        .split_once('(')
        .map_or("", |(_, rest)| rest);
    words(name, parameters).next().is_some()
}

/// `name =`, but not `name ==` and `name =>`.
fn is_assigned(name: &Finder, text: &str) -> bool {
    words(name, text).any(|end| {
        let rest = text.get(end..).unwrap_or_default().trim_ascii_start();
        let value = rest.strip_prefix('=');
        value.is_some_and(|value| !value.starts_with(['=', '>', '~']))
    })
}

/// Where the word ends.
fn words<'a>(name: &'a Finder, text: &'a str) -> impl Iterator<Item = usize> + 'a {
    let in_word = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_$.".contains(byte))
    };
    let bytes = text.as_bytes();
    name.find_iter(bytes).filter_map(move |start| {
        let end = start + name.needle().len();
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(end).filter(|byte| **byte != b'.');
        (!in_word(before) && !in_word(after)).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_gives_a_name_anew() {
        for text in ["open = gzip.open", "const open= f", "a, open = b"] {
            assert!(is_assigned(&Finder::new("open"), text), "{text}");
        }
        for text in [
            "open == x",
            "open => x",
            "reopen = x",
            "a.open = x",
            "open_ = x",
        ] {
            assert!(!is_assigned(&Finder::new("open"), text), "{text}");
        }
    }
}
