//! JavaScript and TypeScript, each with and without JSX.
//!
//! Cyclomatic complexity follows ESLint's classic variant, where every function, arrow function,
//! class field initializer and static block is a row of its own; nesting follows ESLint's
//! max-depth. Structs and traits do not exist, nor do enums and interfaces in JavaScript. Type
//! aliases and namespaces are symbols only.

mod definitions;
mod links;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, Hooks, Links, Roles, Spec, Tokens,
};
use crate::analysis::{Columns, SymbolKind};
use crate::notes::without_signs;
use crate::role::{Role, RoleSet};
use crate::walk::Context;

pub(super) const JAVASCRIPT: Spec = Spec {
    roles: &[ROLES, JAVASCRIPT_ROLES],
    tokens: &[TOKENS],
    decisions: Some(DECISIONS),
    nesting: Some(NESTING),
    documentation: Some(Documentable::Symbols),
    columns: JAVASCRIPT_COLUMNS,
    ..Spec::plain(|| tree_sitter_javascript::LANGUAGE.into(), &Ecmascript)
};

pub(super) const TYPESCRIPT: Spec = Spec {
    grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
    roles: &[ROLES, TYPESCRIPT_ROLES],
    tokens: &[TOKENS, TYPESCRIPT_TOKENS],
    columns: TYPESCRIPT_COLUMNS,
    ..JAVASCRIPT
};

pub(super) const TSX: Spec = Spec {
    grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
    ..TYPESCRIPT
};

const JAVASCRIPT_COLUMNS: Columns = Columns {
    functions: true,
    classes: Some(&[SymbolKind::Class]),
    structs: None,
    enums: None,
    traits: None,
    interfaces: None,
};

const TYPESCRIPT_COLUMNS: Columns = Columns {
    enums: Some(&[SymbolKind::Enum]),
    interfaces: Some(&[SymbolKind::Interface]),
    ..JAVASCRIPT_COLUMNS
};

const DECISIONS: RoleSet = RoleSet::of(&[
    Role::If,
    Role::ElseIf,
    Role::Ternary,
    Role::Loop,
    Role::MatchArm,
    Role::Catch,
    Role::And,
    Role::Or,
    Role::Coalesce,
    Role::LogicalAssignment,
    Role::OptionalChain,
    Role::DefaultValue,
]);

const NESTING: RoleSet = RoleSet::of(&[Role::If, Role::Loop, Role::Match, Role::Try]);

const TOKENS: Tokens = &[
    (Role::And, "&&", &["binary_expression"]),
    (Role::Or, "||", &["binary_expression"]),
    (Role::Coalesce, "??", &["binary_expression"]),
    (
        Role::LogicalAssignment,
        "&&=",
        &["augmented_assignment_expression"],
    ),
    (
        Role::LogicalAssignment,
        "||=",
        &["augmented_assignment_expression"],
    ),
    (
        Role::LogicalAssignment,
        "??=",
        &["augmented_assignment_expression"],
    ),
];

/// The grammar of TypeScript wraps `a?.b` but not `a?.()`.
const TYPESCRIPT_TOKENS: Tokens = &[(Role::OptionalChain, "?.", &["call_expression"])];

const ROLES: Roles = &[
    (
        Role::Comment,
        &["comment", "html_comment", "hash_bang_line"],
    ),
    (Role::Attribute, &["decorator"]),
    (
        Role::Wrapper,
        &[
            "lexical_declaration",
            "variable_declaration",
            "variable_declarator",
            "expression_statement",
            "pair",
        ],
    ),
    (
        Role::Function,
        &[
            "function_declaration",
            "function_expression",
            "generator_function",
            "generator_function_declaration",
            "arrow_function",
            "method_definition",
            "class_static_block",
        ],
    ),
    (Role::Type, &["class", "class_declaration"]),
    (Role::Ask, &["call_expression", "assignment_expression"]),
    (Role::Import, &["import_statement"]),
    (Role::Export, &["export_statement"]),
    (Role::If, &["if_statement"]),
    (Role::Else, &["else_clause"]),
    (Role::Ternary, &["ternary_expression"]),
    (
        Role::Loop,
        &[
            "for_statement",
            "for_in_statement",
            "while_statement",
            "do_statement",
        ],
    ),
    (Role::Match, &["switch_statement"]),
    (Role::MatchArm, &["switch_case"]),
    (Role::Try, &["try_statement"]),
    (Role::Catch, &["catch_clause"]),
    (Role::OptionalChain, &["optional_chain"]),
    (
        Role::DefaultValue,
        &["assignment_pattern", "object_assignment_pattern"],
    ),
];

const JAVASCRIPT_ROLES: Roles = &[
    // A field with a value has an initializer, which is a function of its own.
    (Role::Function, &["field_definition"]),
];

const TYPESCRIPT_ROLES: Roles = &[
    (Role::Function, &["public_field_definition"]),
    (Role::Wrapper, &["ambient_declaration"]),
    (
        Role::Type,
        &[
            "abstract_class_declaration",
            "interface_declaration",
            "module",
            "internal_module",
        ],
    ),
    (
        Role::Declaration,
        &[
            "enum_declaration",
            "type_alias_declaration",
            "function_signature",
            "abstract_method_signature",
        ],
    ),
    (Role::Ask, &["required_parameter", "optional_parameter"]),
    (Role::Import, &["import_alias"]),
];

struct Ecmascript;

impl Hooks for Ecmascript {
    fn role(&self, node: Node, context: &Context) -> Role {
        match node.kind() {
            "call_expression" if links::is_import(node, context) => Role::Import,
            "call_expression" => Role::None,
            "assignment_expression" if links::commonjs_target(node, context).is_some() => {
                Role::Export
            }
            "assignment_expression" => Role::Wrapper,
            _ if node.child_by_field_name("value").is_some() => Role::DefaultValue,
            _ => Role::None,
        }
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        let is_jsdoc = context.text_of(node).starts_with("/**");
        let of = if is_jsdoc {
            Documented::Next
        } else {
            Documented::Nothing
        };
        Documentation { of, prose: true }
    }

    fn words(&self, raw: &str) -> String {
        without_signs(raw, &["/**"], &["*/"], &["*"])
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        links::read(node, context, links);
    }
}

/// A string without its quotes.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`'])
}
