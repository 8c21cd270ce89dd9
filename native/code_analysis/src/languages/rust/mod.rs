//! Rust.
//!
//! Structs and unions are listed as structs. Impl blocks, modules, constants, statics, type aliases
//! and macros are symbols only; fields and enum variants are none. Classes and interfaces do not
//! exist, nor do clauses.
//!
//! - Cyclomatic complexity follows rust-code-analysis without its counting of `for<'a>` and
//!   `?Sized`; a closure's decisions count into its function, a nested function's do not.
//! - Cognitive complexity follows the paper: `match` and `loop` are structural, an arm's guard lies
//!   inside, let-else and `?` are free, closures nest.
//! - Exits are `return` and `?`, without those of closures; those of async blocks are included.
//! - Halstead's counts are rust-code-analysis's: names of types and fields are no operands,
//!   primitive types are one operator, brackets and the punctuation of types are operators like any
//!   other. Its older grammar drops the underscores before a name in a macro, and takes the second
//!   `super` of a path for a name; neither is copied.
//! - Parameters include `self`.
//! - Public items that no private module of the file and no function hides should be documented, as
//!   should the members of such types and traits: rustc's `missing_docs`, which also knows whether
//!   the file's own module is public, and asks for fields and variants.
//!
//! References tell what `use` does not, seen from the module that is the file:
//!
//! - `path`: a path in code or in a macro, up to its first type, unless it begins with a type;
//! - `use`: what is imported in a module inside the file;
//! - `mod`: a module that is another file, with ` = PATH` where an attribute says which;
//! - `inline_mod`: a module inside the file;
//! - `item`: what is visible to the crate or a part of it and to nobody else;
//! - `macro`: a macro called by its name alone, which neither the file nor the language defines.
//!   Macros by rules are known to a crate by such names, and so are the `modules` here.
//!
//! A name inside a module of the file has that module in front: `tests super::f`. What a `use` calls
//! otherwise has its name behind: `tests super::f as g`.
//!
//! What stands inside a macro's invocation or definition is tokens to the grammar, as it is to
//! rustc: it has no symbols, decisions or lines of documentation, and counts as operators and
//! operands only, without its punctuation. A file of which every raw string is unterminated takes
//! quadratic time to parse; only the caller's time limit bounds that.

mod branches;
mod definitions;
mod docs;
mod macros;
mod modules;
mod paths;
mod reach;
mod roles;
mod security;
mod semantics;
mod uses;
mod vocabulary;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, FileDoc, Flow, Hooks, Lexemes, LineScan, Links, Spec,
};
use crate::analysis::{Columns, Symbol, SymbolKind};
use crate::choices::Branches;
use crate::role::{Lexical, Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[roles::ROLES],
    tokens: &[roles::TOKENS],
    verbatim: &["raw_string_literal", "token_repetition"],
    decisions: Some(RoleSet::of(&[
        Role::If,
        Role::ElseIf,
        Role::Loop,
        Role::MatchArm,
        Role::MatchGuard,
        Role::EarlyReturn,
        Role::And,
        Role::Or,
    ])),
    bodies: roles::BODIES,
    cognitive: Some(Flow {
        structural: RoleSet::of(&[Role::If, Role::Loop, Role::Match]),
        flat: RoleSet::of(&[Role::Else, Role::Jump]),
        nesting: RoleSet::of(&[Role::Closure]),
        mute: RoleSet::NONE,
        counts_into_host: false,
    }),
    nesting: Some(RoleSet::of(&[Role::If, Role::Loop, Role::Match])),
    exits: Some(RoleSet::of(&[Role::Return, Role::EarlyReturn])),
    handlers: RoleSet::of(&[Role::If, Role::ElseIf, Role::MatchArm]),
    vocabulary: Some(vocabulary::VOCABULARY),
    lexemes: Some(LEXEMES),
    documentation: Some(Documentable::Symbols),
    line_scan: LINE_SCAN,
    disarmed: with_macros_named_str,
    columns: Columns {
        functions: true,
        parameters: true,
        imports: true,
        exports: true,
        references: true,
        modules: Some(&[SymbolKind::MacroRules]),
        classes: None,
        structs: Some(&[SymbolKind::Struct, SymbolKind::Union]),
        enums: Some(&[SymbolKind::Enum]),
        traits: Some(&[SymbolKind::Trait]),
        interfaces: None,
    },
    security: Some(security::RULES),
    semantics: Some(semantics::SEMANTICS),
    ..Spec::plain(|| tree_sitter_rust::LANGUAGE.into(), &Rust)
};

const LEXEMES: Lexemes = Lexemes {
    identifiers: &[
        "field_identifier",
        "identifier",
        "shorthand_field_identifier",
        "type_identifier",
    ],
    literals: &["raw_string_literal", "string_literal"],
};

const LINE_SCAN: LineScan = LineScan {
    modifiers: &[
        "pub",
        "pub(crate)",
        "pub(super)",
        "const",
        "async",
        "unsafe",
        "extern \"C\"",
    ],
    definitions: &[
        ("fn", SymbolKind::Function),
        ("struct", SymbolKind::Struct),
        ("enum", SymbolKind::Enum),
        ("trait", SymbolKind::Trait),
        ("mod", SymbolKind::Module),
        ("macro_rules!", SymbolKind::MacroRules),
    ],
};

struct Rust;

impl Hooks for Rust {
    fn role(&self, node: Node, context: &Context) -> Role {
        match node.kind() {
            "attribute_item" | "inner_attribute_item"
                if docs::is_attribute(context.text_of(node)) =>
            {
                Role::Documentation
            }
            "attribute_item" => Role::Attribute,
            "inner_attribute_item" => Role::OwnAttribute,
            _ if has_label(node) => Role::Jump,
            _ => Role::None,
        }
    }

    fn lexical(&self, node: Node, context: &Context) -> Lexical {
        vocabulary::of_punctuation(node, context)
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        let text = context.text_of(node);
        Documentation {
            of: docs::documented(text),
            prose: node.kind() != "attribute_item" && node.kind() != "inner_attribute_item",
        }
    }

    fn words(&self, raw: &str) -> String {
        docs::words(raw)
    }

    fn exempts(&self, attribute: &str) -> bool {
        docs::hides(attribute)
    }

    fn swallowed<'t>(&self, handler: Node<'t>, context: &Context) -> Vec<Node<'t>> {
        let ignored = branches::ignored_error(handler, context);
        ignored.into_iter().collect()
    }

    fn branches<'t>(&self, choice: Node<'t>, context: &Context) -> Branches<'t> {
        branches::of(choice, context)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        match node.kind() {
            "::" => paths::in_macro(node, context, links),
            "!" => macros::read(node, context, links),
            "scoped_identifier" | "scoped_type_identifier" => paths::in_code(node, context, links),
            _ => uses::read(node, context, links),
        }
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text)
    }

    fn settle(&self, symbols: &mut [Symbol], links: &mut Links, text: &str) {
        reach::settle(symbols, links);
        modules::settle(symbols, links, text);
        macros::settle(symbols, links);
    }
}

/// The grammar takes `str` for a type wherever it stands, and so `str!["…"]`, which the tests of
/// many crates have, for an error. Another name of that length does no harm anywhere.
fn with_macros_named_str(text: &str) -> Option<String> {
    text.contains("str!").then(|| text.replace("str!", "st_!"))
}

/// `break` and `continue` with one.
fn has_label(node: Node) -> bool {
    node.named_child(0)
        .is_some_and(|child| child.kind() == "label")
}
