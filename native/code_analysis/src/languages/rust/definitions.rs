//! Items, and what of them can be reached from outside the file.

use std::collections::HashSet;

use tree_sitter::Node;

use crate::analysis::{Export, Symbol, SymbolKind, Visibility};
use crate::languages::{Definition, Links};
use crate::outline::to_u32;
use crate::role::Role;
use crate::walk::{Context, Frame};

pub(super) fn read(node: Node, context: &Context) -> Option<Definition> {
    let host = context.ancestors().nth(1).map(|frame| frame.node);
    let kind = kind(node, host)?;
    let name = name(node, context)?;
    let visibility = visibility(node, host, context);
    let body = node.child_by_field_name("body");
    Some(Definition {
        head_end: body.map_or(node.end_byte(), |body| body.start_byte()),
        visibility,
        parameters: node.child_by_field_name("parameters").map(parameters),
        documentable: true,
        ..Definition::new(kind, &name, node)
    })
}

fn kind(node: Node, host: Option<Node>) -> Option<SymbolKind> {
    let is_associated = host.is_some_and(|host| matches!(host.kind(), "impl_item" | "trait_item"));
    Some(match node.kind() {
        "function_item" if is_associated => SymbolKind::Method,
        "function_item" => SymbolKind::Function,
        "function_signature_item" => SymbolKind::Signature,
        "macro_definition" => SymbolKind::MacroRules,
        "type_item" | "associated_type" => SymbolKind::TypeAlias,
        "const_item" | "static_item" => SymbolKind::Constant,
        "struct_item" => SymbolKind::Struct,
        "union_item" => SymbolKind::Union,
        "enum_item" => SymbolKind::Enum,
        "trait_item" => SymbolKind::Trait,
        "impl_item" => SymbolKind::Implementation,
        "mod_item" => SymbolKind::Module,
        _ => return None,
    })
}

/// `Type` or `Trait for Type` for impl blocks; nothing for `const _`.
fn name(node: Node, context: &Context) -> Option<String> {
    let text = |field| {
        node.child_by_field_name(field)
            .map(|node| context.text_of(node))
    };
    match (text("name"), text("trait"), text("type")) {
        (Some("_"), ..) => None,
        (Some(name), ..) => Some(name.to_owned()),
        (None, Some(name), Some(target)) => Some(format!("{name} for {target}")),
        (None, None, Some(target)) => Some(target.to_owned()),
        _ => None,
    }
}

/// What belongs to a trait is as visible as the trait; which one that is an impl block does not
/// tell.
fn visibility(node: Node, host: Option<Node>, context: &Context) -> Option<Visibility> {
    if is_public(node, context) {
        return Some(Visibility::Public);
    }
    match (node.kind(), host) {
        ("impl_item", _) => None,
        (_, Some(host)) if host.kind() == "trait_item" => {
            context.enclosing_symbol().and_then(|host| host.visibility)
        }
        (_, Some(host)) if host.child_by_field_name("trait").is_some() => None,
        _ => Some(Visibility::Private),
    }
}

/// Inside a function or a private module.
pub(super) fn is_out_of_reach(context: &Context) -> bool {
    let hides = |frame: &Frame| match frame.node.kind() {
        "mod_item" => !is_public(frame.node, context),
        _ => frame.role == Role::Function,
    };
    context.ancestors().any(hides)
}

/// `pub(crate)` and the like are private to the crate's users.
pub(super) fn is_public(node: Node, context: &Context) -> bool {
    modifier(node).is_some_and(|modifier| context.text_of(modifier) == "pub")
}

fn modifier(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| child.kind() == "visibility_modifier")
}

/// `self` included.
fn parameters(list: Node) -> u32 {
    let mut cursor = list.walk();
    let is_parameter = |node: &Node| {
        matches!(
            node.kind(),
            "parameter" | "self_parameter" | "variadic_parameter"
        )
    };
    to_u32(
        list.named_children(&mut cursor)
            .filter(is_parameter)
            .count(),
    )
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

const MACRO_EXPORT: &str = "#[macro_export";

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
        around.retain(|inside| inside.end > symbol.start_byte);
        let outer = around.last().copied().unwrap_or(FILE);
        let is_macro = symbol.kind == SymbolKind::MacroRules;
        if is_macro
            && symbol
                .attributes
                .iter()
                .any(|it| it.starts_with(MACRO_EXPORT))
        {
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
