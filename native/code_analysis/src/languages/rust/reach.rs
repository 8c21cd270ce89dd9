//! What can be reached from outside the file.

use std::collections::HashSet;

use super::definitions::is_public;
use crate::analysis::{Export, Symbol, SymbolKind, Visibility};
use crate::languages::Links;
use crate::role::Role;
use crate::walk::{Context, Frame};

/// Inside a function or a private module.
pub(super) fn is_out_of_reach(context: &Context) -> bool {
    let hides = |frame: &Frame| match frame.node.kind() {
        "mod_item" => !is_public(frame.node, context),
        _ => frame.role == Role::Function,
    };
    context.ancestors().any(hides)
}

/// What is true inside an open symbol.
#[derive(Clone, Copy)]
struct Inside {
    /// Its last byte is before this one.
    end: u32,
    /// Public items in it are exports.
    exports: bool,
    /// Public items and members in it should be documented.
    asks: bool,
}

const FILE: Inside = Inside {
    end: u32::MAX,
    exports: true,
    asks: true,
};

/// Exports are the public items that no private module and no function hides; `#[macro_export]`
/// reaches out of both. They and their members should be documented, as rustc's lint
/// `missing_docs` has it.
pub(super) fn settle(symbols: &mut [Symbol], links: &mut Links) {
    let private = private_types(symbols);
    let mut around = vec![FILE];
    for symbol in symbols {
        let ended = |inside: &mut Inside| inside.end <= symbol.start_byte;
        while around.pop_if(ended).is_some() {}
        let outer = around.last().copied().unwrap_or(FILE);
        let is_macro = symbol.kind == SymbolKind::MacroRules;
        if is_macro && is_exported_macro(symbol) {
            symbol.visibility = Some(Visibility::Public);
        }
        let is_public = symbol.visibility == Some(Visibility::Public);
        if is_public && (outer.exports || is_macro) {
            links.exports.push(Export {
                name: symbol.name.clone(),
                kind: symbol.kind.as_str(),
                line: symbol.start_line,
            });
        }
        symbol.documentable &= is_public && (outer.asks || is_macro);
        around.push(inside(symbol, outer, &private));
    }
    links.exports.sort_by_key(|export| export.line);
}

fn is_exported_macro(symbol: &Symbol) -> bool {
    let mut attributes = symbol.attributes.iter();
    attributes.any(|attribute| attribute.starts_with("#[macro_export"))
}

fn inside(symbol: &Symbol, outer: Inside, private: &HashSet<String>) -> Inside {
    let (exports, asks) = match symbol.kind {
        SymbolKind::Module => {
            let is_public = symbol.visibility == Some(Visibility::Public);
            (outer.exports && is_public, symbol.documentable)
        }
        SymbolKind::Trait => (false, symbol.documentable),
        SymbolKind::Implementation => {
            (false, outer.asks && !private.contains(target(&symbol.name)))
        }
        _ => (false, false),
    };
    Inside {
        end: symbol.end_byte,
        exports,
        asks,
    }
}

/// The types of the file that are private wherever they are defined in it.
fn private_types(symbols: &[Symbol]) -> HashSet<String> {
    let types = |visibility| {
        let kinds = [SymbolKind::Struct, SymbolKind::Union, SymbolKind::Enum];
        let types = symbols.iter().filter(move |symbol| {
            kinds.contains(&symbol.kind) && symbol.visibility == Some(visibility)
        });
        types.map(|symbol| symbol.name.as_str())
    };
    let public: HashSet<&str> = types(Visibility::Public).collect();
    types(Visibility::Private)
        .filter(|name| !public.contains(name))
        .map(str::to_owned)
        .collect()
}

/// The last name in the path of an inherent impl block's type.
fn target(implementation: &str) -> &str {
    let path = implementation.split('<').next().unwrap_or_default();
    path.rsplit("::").next().unwrap_or_default().trim()
}
