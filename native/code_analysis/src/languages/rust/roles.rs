//! Node kinds by what they are.

use crate::languages::{Bodies, Roles, Tokens};
use crate::role::Role;

pub(super) const ROLES: Roles = &[
    (Role::Comment, &["line_comment", "block_comment", "shebang"]),
    (
        Role::Ask,
        &[
            "attribute_item",
            "inner_attribute_item",
            "break_expression",
            "continue_expression",
        ],
    ),
    (Role::Function, &["function_item"]),
    (
        Role::Declaration,
        &[
            "function_signature_item",
            "macro_definition",
            "type_item",
            "associated_type",
            "const_item",
            "static_item",
        ],
    ),
    (
        Role::Type,
        &[
            "struct_item",
            "union_item",
            "enum_item",
            "trait_item",
            "impl_item",
            "mod_item",
        ],
    ),
    (Role::Closure, &["closure_expression"]),
    (
        Role::Import,
        &["use_declaration", "extern_crate_declaration"],
    ),
    (
        Role::Reference,
        &["scoped_identifier", "scoped_type_identifier"],
    ),
    (Role::If, &["if_expression"]),
    (Role::Else, &["else_clause"]),
    (
        Role::Loop,
        &["while_expression", "for_expression", "loop_expression"],
    ),
    (Role::Match, &["match_expression"]),
    (Role::MatchArm, &["match_arm"]),
    (Role::Return, &["return_expression"]),
    (Role::EarlyReturn, &["try_expression"]),
    (Role::Operation, &["binary_expression"]),
    (Role::BooleanOperation, &["let_chain"]),
    (Role::Parenthesis, &["parenthesized_expression"]),
    (
        Role::Quote,
        &[
            "token_tree",
            "token_repetition",
            "token_tree_pattern",
            "token_repetition_pattern",
        ],
    ),
];

pub(super) const TOKENS: Tokens = &[
    (Role::And, "&&", &["binary_expression", "let_chain"]),
    (Role::Or, "||", &["binary_expression"]),
    (Role::MatchGuard, "if", &["match_pattern"]),
    (Role::Reference, "::", &["token_tree", "token_repetition"]),
    (
        Role::Reference,
        "!",
        &["macro_invocation", "token_tree", "token_repetition"],
    ),
];

pub(super) const BODIES: Bodies = &[
    ("consequence", &["if_expression"]),
    ("", &["else_clause"]),
    (
        "body",
        &[
            "while_expression",
            "for_expression",
            "loop_expression",
            "match_expression",
        ],
    ),
];
