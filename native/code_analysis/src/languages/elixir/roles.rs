//! What the nodes of Elixir's grammar are, which are mostly calls.
//!
//! Cognitive complexity: `if`, `unless`, `case`, `cond`, `receive`, `for` and a `fn` of several clauses
//! add 1 and their level, so does `with` if it has an `else`, and each `rescue`, each `catch` and the
//! `else` of a `try` once, whether the `try` is written or implied by a definition. The `else` of a
//! condition and each run of like boolean operators add 1, in guards too. Bodies and every `fn` nest;
//! conditions, and the `do` of `with` and `try`, do not. A quote adds nothing.
//!
//! The body of a construct is a do block or the pairs of a keyword list, and both are alike. The
//! grammar puts `else`, `rescue` and `catch` blocks inside the do block, and pairs beside each other.

use tree_sitter::Node;

use super::{attributes, first_child, key, local_target};
use crate::role::{Role, RoleSet};
use crate::walk::Context;

/// Roles of calls that are no calls of functions.
pub(super) const CONSTRUCTS: RoleSet = RoleSet::of(&[
    Role::Function,
    Role::Declaration,
    Role::Type,
    Role::Import,
    Role::If,
    Role::Match,
    Role::Loop,
    Role::With,
    Role::WithElse,
    Role::Try,
    Role::Receive,
    Role::Quote,
]);

const DEFINITIONS: RoleSet = RoleSet::of(&[Role::Function, Role::Declaration]);

/// What may lie between a construct and its clauses.
const STEPS: RoleSet = RoleSet::of(&[Role::Body, Role::Branch, Role::Argument, Role::Parenthesis]);

pub(super) fn of(node: Node, context: &Context) -> Role {
    match node.kind() {
        "call" => of_call(node, context),
        "dot" => of_dot(node, context),
        "stab_clause" => of_clause(context),
        "anonymous_function" => of_fn(node),
        "do_block" => of_do_block(node, context),
        "else_block" => of_else_block(context),
        "keywords" => of_keywords(context),
        "pair" => of_pair(node, context),
        "block" => of_block(node),
        _ => attributes::role(node, context),
    }
}

fn of_call(node: Node, context: &Context) -> Role {
    let Some(target) = local_target(node, context) else {
        return Role::None;
    };
    match construct(target) {
        Role::None if context.scope().makes_code(context.text) => Role::Reference,
        Role::None => Role::None,
        _ if is_head(context) => Role::None,
        Role::With if has_else(node, context) => Role::WithElse,
        Role::Match | Role::Receive if !has_do(node, context) => Role::None,
        role => role,
    }
}

/// `:erlang.function`
fn of_dot(node: Node, context: &Context) -> Role {
    match context.text_of(node).starts_with(':') {
        true => Role::Reference,
        false => Role::None,
    }
}

/// What a call of a local name is.
fn construct(target: &str) -> Role {
    match target {
        "def" | "defp" | "defmacro" | "defmacrop" => Role::Function,
        "defguard" | "defguardp" | "defdelegate" | "defstruct" | "defexception" => {
            Role::Declaration
        }
        "defmodule" | "defprotocol" | "defimpl" => Role::Type,
        "alias" | "import" | "require" | "use" => Role::Import,
        "if" | "unless" => Role::If,
        "case" | "cond" => Role::Match,
        "for" => Role::Loop,
        "with" => Role::With,
        "try" => Role::Try,
        "receive" => Role::Receive,
        "quote" => Role::Quote,
        _ => Role::None,
    }
}

/// Is what a definition defines: `def if(condition, clauses)`, guards included.
fn is_head(context: &Context) -> bool {
    let mut around = context.ancestors();
    let mut next = around.next();
    if next.is_some_and(|frame| frame.node.kind() == "binary_operator") {
        next = around.next();
    }
    let is_arguments = next.is_some_and(|frame| frame.node.kind() == "arguments");
    is_arguments
        && around
            .next()
            .is_some_and(|call| DEFINITIONS.contains(call.role))
}

/// The clauses of `case` and `cond` are arms.
fn of_clause(context: &Context) -> Role {
    let construct = context
        .ancestors()
        .map(|frame| frame.role)
        .find(|role| !STEPS.contains(*role));
    match construct {
        Some(Role::Match) => Role::MatchArm,
        _ => Role::None,
    }
}

fn of_fn(node: Node) -> Role {
    let mut cursor = node.walk();
    let clauses = node
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "stab_clause");
    match clauses.take(2).count() {
        2 => Role::ClosureMatch,
        _ => Role::Closure,
    }
}

/// The role of the innermost open node but `depth`.
fn role_around(context: &Context, depth: usize) -> Role {
    let frame = context.ancestors().nth(depth);
    frame.map_or(Role::None, |frame| frame.role)
}

fn of_do_block(node: Node, context: &Context) -> Role {
    match role_around(context, 0) {
        Role::If | Role::Receive | Role::Loop => Role::Branch,
        Role::Match => of_arms(first_child(node)),
        _ => Role::Body,
    }
}

/// Clauses are arms themselves; what `unquote` puts in their place counts as one.
fn of_arms(first: Option<Node>) -> Role {
    match first.map(|first| first.kind()) {
        Some("stab_clause") => Role::Body,
        _ => Role::MatchArm,
    }
}

fn of_else_block(context: &Context) -> Role {
    match role_around(context, 1) {
        Role::If => Role::Else,
        Role::WithElse => Role::Branch,
        Role::Try | Role::Function => Role::Catch,
        _ => Role::Body,
    }
}

/// The keywords of a condition stand for its do block.
fn of_keywords(context: &Context) -> Role {
    match (role_around(context, 0), role_around(context, 1)) {
        (Role::Argument, Role::If) => Role::Branch,
        (Role::Argument, _) => Role::Argument,
        _ => Role::None,
    }
}

fn of_pair(node: Node, context: &Context) -> Role {
    if !matches!(role_around(context, 0), Role::Argument | Role::Branch) {
        return Role::None;
    }
    match (key(node, context), role_around(context, 2)) {
        ("else", Role::If) => Role::Else,
        ("do", Role::Match) => of_arms(node.named_child(1).and_then(clauses_of)),
        ("do" | "after", Role::Receive) | ("do", Role::Loop) | ("else", Role::WithElse) => {
            Role::Branch
        }
        ("rescue" | "catch" | "else", Role::Try | Role::Function) => Role::Catch,
        ("do" | "else" | "rescue" | "catch" | "after", _) => Role::Argument,
        _ => Role::None,
    }
}

/// `(a -> b; c -> d)` after `do:`.
fn clauses_of(value: Node) -> Option<Node> {
    match value.kind() {
        "block" => first_child(value),
        _ => None,
    }
}

/// Brackets around one expression mean nothing; around more they are a block.
fn of_block(node: Node) -> Role {
    match node.named_child_count() {
        1 => Role::Parenthesis,
        _ => Role::Body,
    }
}

/// `cond(clauses, last)` is a call like any other.
fn has_do(call: Node, context: &Context) -> bool {
    let mut cursor = call.walk();
    let last = call.named_children(&mut cursor).last();
    last.is_some_and(|last| last.kind() == "do_block")
        || super::definitions::keyword(call, "do", context).is_some()
}

fn has_else(with: Node, context: &Context) -> bool {
    let mut cursor = with.walk();
    let Some(last) = with.named_children(&mut cursor).last() else {
        return false;
    };
    let mut cursor = last.walk();
    match last.kind() {
        "do_block" => last
            .named_children(&mut cursor)
            .any(|child| child.kind() == "else_block"),
        _ => super::definitions::keyword(with, "else", context).is_some(),
    }
}
