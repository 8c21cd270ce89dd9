//! Nix.
//!
//! A function is a lambda that is bound to a name, be it in brackets: `f = x: { a, b }: …` is one
//! function with two parameters, named by its attribute path. What is bound in a `let` is private,
//! what is an attribute is public. Any other lambda is no symbol and counts into the function
//! around it; the lambda that a whole file is, as most are, is such a one.
//!
//! Cyclomatic complexity counts `if`, `&&`, `||` and `->`, an implication being a disjunction. As
//! in all languages the file's value is that of its functions and 1. Nesting counts `if`, where
//! `else if` goes no deeper; `with`, `let` and `assert` do not branch.
//!
//! `/** … */` is documentation (RFC 145). Exports are the names in the attribute set that the file
//! evaluates to, as far as its text tells: through functions, `let`, `with`, `assert` and `//`.
//! Imports are what `import` and `callPackage` are applied to, and the files and the attributes of
//! other things that `imports = [ … ]` and `modules = [ … ]` list.
//! Classes, structs, enums, traits and interfaces do not exist; cognitive complexity, Halstead's
//! measures, exits and maintainability are not measured.
//!
//! The grammar does not know the operators `|>` and `<|`.

mod branches;
mod exports;
mod functions;
mod imports;
mod semantics;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, FileDoc, Hooks, Lexemes, Links, Roles,
    Spec, Tokens,
};
use crate::analysis::{Columns, SymbolKind};
use crate::choices::Branches;
use crate::notes::without_signs;
use crate::role::{Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    tokens: &[TOKENS],
    decisions: Some(RoleSet::of(&[Role::If, Role::ElseIf, Role::And, Role::Or])),
    nesting: Some(RoleSet::of(&[Role::If])),
    lexemes: Some(LEXEMES),
    documentation: Some(Documentable::Symbols),
    columns: Columns {
        functions: true,
        parameters: true,
        imports: true,
        exports: true,
        ..Columns::NONE
    },
    semantics: Some(semantics::SEMANTICS),
    ..Spec::plain(|| tree_sitter_nix::LANGUAGE.into(), &Nix)
};

const LEXEMES: Lexemes = Lexemes {
    identifiers: &["identifier"],
    literals: &[
        "hpath_expression",
        "indented_string_expression",
        "path_expression",
        "string_expression",
    ],
};

const TOKENS: Tokens = &[
    (Role::And, "&&", &["binary_expression"]),
    (Role::Or, "||", &["binary_expression"]),
    (Role::Or, "->", &["binary_expression"]),
];

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Export, &["source_code"]),
    (Role::Group, &["binding_set"]),
    (Role::Wrapper, &["parenthesized_expression"]),
    (
        Role::Ask,
        &[
            "binding",
            "function_expression",
            "if_expression",
            "select_expression",
            "variable_expression",
        ],
    ),
];

struct Nix;

impl Hooks for Nix {
    fn role(&self, node: Node, context: &Context) -> Role {
        match node.kind() {
            "binding" if imports::lists_modules(node, context) => Role::Import,
            "binding" => Role::Wrapper,
            "function_expression" => functions::role(context),
            "if_expression" if is_else_if(node, context) => Role::ElseIf,
            "if_expression" => Role::If,
            _ if imports::imports(context.text_of(node)) => Role::Import,
            _ => Role::None,
        }
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        let rest = context.text_of(node).strip_prefix("/**");
        let is_doc = rest.is_some_and(|rest| !rest.starts_with(['*', '/']));
        let of = if is_doc {
            Documented::Next
        } else {
            Documented::Nothing
        };
        Documentation { of, prose: true }
    }

    fn words(&self, raw: &str) -> String {
        without_signs(raw, &["/**"], &["**/", "*/"], &[])
    }

    fn branches<'t>(&self, choice: Node<'t>, _context: &Context) -> Branches<'t> {
        branches::of(choice)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        functions::read(node, context)
    }

    fn line_definition<'a>(&self, code: &'a str) -> Option<(SymbolKind, &'a str)> {
        functions::in_line(code).map(|name| (SymbolKind::Function, name))
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        match node.kind() {
            "source_code" => exports::read(node, context, &mut links.exports),
            "binding" => imports::modules(node, context, &mut links.imports),
            _ => links.imports.extend(imports::read(node, context)),
        }
    }
}

/// Of the three parts of an `if` only the last ends where the whole does.
fn is_else_if(node: Node, context: &Context) -> bool {
    let parent = context.parent();
    parent.is_some_and(|parent| {
        parent.kind() == "if_expression" && parent.end_byte() == node.end_byte()
    })
}

/// What is in the quotes of a string.
fn unquoted(text: &str) -> &str {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(text)
}
