//! JavaScript and TypeScript, each with and without JSX.
//!
//! - Every function, arrow function, class field initializer and static block is a row of its own.
//! - Cyclomatic complexity follows ESLint's `complexity`, classic variant.
//! - Cognitive complexity follows SonarSource's rule S3776 as the paper has it: `||` counts, which
//!   the rule as shipped leaves out. Initializers and static blocks, which the rule adds to the
//!   function around the class, stand for themselves.
//! - Nesting follows ESLint's `max-depth`. That rule loses a level with every `else if` and does
//!   not see an `if` that is the whole branch of another; here they count.
//! - Exits are `return` statements.
//! - Halstead's measures follow the table in [`vocabulary`].
//! - Documentation is JSDoc (`/**`, but neither `/***` nor `/**/`), the last comment of several. It is asked of what is exported where it
//!   is defined, and of the public members of such classes and interfaces but constructors. A
//!   function's overload signatures and its body are one thing to document.
//!
//! Classes are classes; type aliases, namespaces, fields and signatures are symbols only. Structs
//! and traits do not exist, nor do enums and interfaces in JavaScript. Properties of interfaces and
//! members of object types are part of their type's text.
//!
//! The grammar of TypeScript does not know `export type *`, `export default abstract class {}` and
//! `static accessor`; such files have a syntax error. It takes the `!` in `a && b()!.c` to be about
//! all of `a && b()`, which breaks a run of boolean operators in two. A comment that follows a
//! closing brace in its line lies inside the node; it is not part of the symbol.

mod branches;
mod definitions;
mod directives;
mod flow;
mod links;
mod security;
mod semantics;
mod vocabulary;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, FileDoc, Hooks, LineScan, Links, Roles,
    Spec, Tokens,
};
use crate::analysis::{Columns, Symbol, SymbolKind};
use crate::choices::Branches;
use crate::notes::without_signs;
use crate::role::{Lexical, Role, RoleSet};
use crate::walk::Context;

pub(super) const JAVASCRIPT: Spec = Spec {
    roles: &[ROLES, JAVASCRIPT_ROLES],
    tokens: &[TOKENS],
    bodies: flow::BODIES,
    decisions: Some(DECISIONS),
    cognitive: Some(flow::FLOW),
    nesting: Some(NESTING),
    exits: Some(RoleSet::of(&[Role::Return])),
    vocabulary: Some(vocabulary::JAVASCRIPT),
    lexemes: Some(vocabulary::JAVASCRIPT_LEXEMES),
    tokens_count_into_host: false,
    documentation: Some(Documentable::Symbols),
    line_scan: LineScan {
        modifiers: MODIFIERS,
        definitions: &[
            ("function", SymbolKind::Function),
            ("function*", SymbolKind::Function),
            ("class", SymbolKind::Class),
        ],
    },
    columns: JAVASCRIPT_COLUMNS,
    security: Some(security::RULES),
    semantics: Some(semantics::SEMANTICS_WITH_JSX),
    ..Spec::plain(|| tree_sitter_javascript::LANGUAGE.into(), &Ecmascript)
};

pub(super) const TYPESCRIPT: Spec = Spec {
    grammar: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
    roles: &[ROLES, TYPESCRIPT_ROLES],
    tokens: &[TOKENS, TYPESCRIPT_TOKENS],
    vocabulary: Some(vocabulary::TYPESCRIPT),
    lexemes: Some(vocabulary::TYPESCRIPT_LEXEMES),
    line_scan: LineScan {
        modifiers: MODIFIERS,
        definitions: &[
            ("function", SymbolKind::Function),
            ("function*", SymbolKind::Function),
            ("class", SymbolKind::Class),
            ("interface", SymbolKind::Interface),
            ("enum", SymbolKind::Enum),
            ("type", SymbolKind::TypeAlias),
            ("namespace", SymbolKind::Module),
        ],
    },
    semantics: Some(semantics::SEMANTICS),
    columns: TYPESCRIPT_COLUMNS,
    ..JAVASCRIPT
};

pub(super) const TSX: Spec = Spec {
    grammar: || tree_sitter_typescript::LANGUAGE_TSX.into(),
    semantics: Some(semantics::SEMANTICS_WITH_JSX),
    ..TYPESCRIPT
};

const JAVASCRIPT_COLUMNS: Columns = Columns {
    functions: true,
    parameters: true,
    imports: true,
    exports: true,
    classes: Some(&[SymbolKind::Class]),
    structs: None,
    enums: None,
    traits: None,
    interfaces: None,
    ..Columns::NONE
};

const TYPESCRIPT_COLUMNS: Columns = Columns {
    enums: Some(&[SymbolKind::Enum]),
    interfaces: Some(&[SymbolKind::Interface]),
    references: true,
    ..JAVASCRIPT_COLUMNS
};

const MODIFIERS: &[&str] = &["export", "default", "declare", "abstract", "async", "const"];

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

const NESTING: RoleSet = RoleSet::of(&[Role::If, Role::Loop, Role::Match, Role::Try, Role::With]);

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

const TYPESCRIPT_TOKENS: Tokens = &[
    // The grammar wraps `a?.b` but not `a?.()`.
    (Role::OptionalChain, "?.", &["call_expression"]),
    (
        Role::DefaultValue,
        "=",
        &["required_parameter", "optional_parameter"],
    ),
];

const ROLES: Roles = &[
    (
        Role::Comment,
        &["comment", "html_comment", "hash_bang_line"],
    ),
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
    (
        Role::Ask,
        &[
            "call_expression",
            "assignment_expression",
            "decorator",
            "break_statement",
            "continue_statement",
        ],
    ),
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
    (Role::With, &["with_statement"]),
    (Role::Return, &["return_statement"]),
    (Role::Operation, &["binary_expression"]),
    (Role::Parenthesis, &["parenthesized_expression"]),
    (Role::OptionalChain, &["optional_chain"]),
    (
        Role::DefaultValue,
        &["assignment_pattern", "object_assignment_pattern"],
    ),
];

const JAVASCRIPT_ROLES: Roles = &[(Role::Ask, &["field_definition"])];

const TYPESCRIPT_ROLES: Roles = &[
    (Role::Ask, &["public_field_definition"]),
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
            "method_signature",
            "abstract_method_signature",
        ],
    ),
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
            "decorator" => role_of_decorator(context),
            "break_statement" | "continue_statement" => match node.child_by_field_name("label") {
                Some(_) => Role::Jump,
                None => Role::None,
            },
            // A field with a value has an initializer, which is a function of its own.
            _ if node.child_by_field_name("value").is_some() => Role::Function,
            _ => Role::Declaration,
        }
    }

    fn lexical(&self, node: Node, context: &Context) -> Lexical {
        vocabulary::lexical(node, context)
    }

    fn is_free_run(&self, operation: Node, context: &Context) -> bool {
        flow::is_free_run(operation, context)
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        let rest = context.text_of(node).strip_prefix("/**");
        let is_jsdoc = rest.is_some_and(|rest| !rest.starts_with(['*', '/']));
        let of = if is_jsdoc {
            Documented::Next
        } else {
            Documented::Nothing
        };
        Documentation { of, prose: true }
    }

    fn words(&self, raw: &str) -> String {
        let earlier = raw.trim_end().trim_end_matches("*/").rfind("*/");
        let last = earlier.map_or(raw, |end| &raw[end + 2..]);
        let start = last.find("/**").unwrap_or(0);
        without_signs(&last[start..], &["/**"], &["*/"], &["*"])
    }

    // A comment inside is a reason.
    fn swallowed<'t>(&self, handler: Node<'t>, _context: &Context) -> Vec<Node<'t>> {
        let body = handler.child_by_field_name("body");
        let is_empty = body.is_some_and(|body| body.named_child_count() == 0);
        is_empty.then_some(handler).into_iter().collect()
    }

    fn branches<'t>(&self, choice: Node<'t>, _context: &Context) -> Branches<'t> {
        branches::of(choice)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        definitions::read(node, context)
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        links::read(node, context, links);
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text)
    }

    fn settle(&self, _symbols: &mut [Symbol], links: &mut Links, text: &str) {
        directives::read(text, &mut links.references);
    }
}

/// Decorators stand inside what they decorate, before it, or before a parameter.
fn role_of_decorator(context: &Context) -> Role {
    let Some(parent) = context.frames.last() else {
        return Role::None;
    };
    match parent.role {
        Role::Function | Role::Type | Role::Declaration => Role::OwnAttribute,
        Role::Export => Role::Attribute,
        _ if parent.node.kind() == "class_body" => Role::Attribute,
        _ => Role::None,
    }
}

/// A string without its quotes.
fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`'])
}
