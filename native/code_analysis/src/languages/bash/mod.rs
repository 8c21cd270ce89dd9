//! Shell: Bash and what POSIX shells have in common with it.
//!
//! Cyclomatic complexity counts `if`, `elif`, every loop (`select` is one), each case item but a
//! bare `*`, and each `&&` and `||` in lists, tests and arithmetic. As in all languages the file's
//! value is that of its functions and 1: commands outside of functions count nothing. Nesting
//! counts if, loops and case, in functions and outside of them.
//!
//! The comment block that ends in the line above a function is its documentation; shebangs and
//! directives to ShellCheck are ordinary comments. All functions are visible to whoever sources
//! the file: those outside of other functions are exports of the file, and so is what it puts into
//! the environment. A comment above the latter counts as documentation lines too. Classes,
//! structs, enums, traits, interfaces and declared parameters do not exist; cognitive complexity,
//! Halstead's measures, exits and maintainability are not measured.
//!
//! The grammar knows no function whose body is a loop or a case, no `for name do` in one line and
//! no end of a heredoc whose delimiter is not ASCII; these lie in syntax errors, where functions
//! are found by their line. Without an error, a quote behind a backslash in the pattern of an
//! expansion, as in `${a#\'}`, opens a string for it, and now and then a command swallows the next
//! line; what is meant to be there is not counted.

mod branches;
mod links;
mod scanner;
mod semantics;

use tree_sitter::Node;

use super::{
    Definition, Documentable, Documentation, Documented, FileDoc, Hooks, Lexemes, LineScan, Links,
    Roles, Spec, Tokens,
};
use crate::analysis::{Columns, SymbolKind};
use crate::choices::Branches;
use crate::notes::without_signs;
use crate::role::{Role, RoleSet};
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    tokens: &[TOKENS],
    verbatim: &["string"],
    decisions: Some(RoleSet::of(&[
        Role::If,
        Role::ElseIf,
        Role::Loop,
        Role::MatchArm,
        Role::And,
        Role::Or,
    ])),
    nesting: Some(RoleSet::of(&[Role::If, Role::Loop, Role::Match])),
    lexemes: Some(LEXEMES),
    documentation: Some(Documentable::Symbols),
    adjacent_documentation: true,
    line_scan: LineScan {
        modifiers: &[],
        definitions: &[("function", SymbolKind::Function)],
    },
    disarmed: scanner::disarmed,
    columns: Columns {
        functions: true,
        imports: true,
        exports: true,
        ..Columns::NONE
    },
    semantics: Some(semantics::SEMANTICS),
    ..Spec::plain(|| tree_sitter_bash::LANGUAGE.into(), &Bash)
};

const LEXEMES: Lexemes = Lexemes {
    identifiers: &["variable_name"],
    literals: &["heredoc_body", "string"],
};

const TOKENS: Tokens = &[(Role::And, "&&", BOOLEAN), (Role::Or, "||", BOOLEAN)];

/// A command goes on after the start of a heredoc.
const BOOLEAN: &[&str] = &["list", "binary_expression", "heredoc_redirect"];

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Function, &["function_definition"]),
    (
        Role::Ask,
        &["command_name", "declaration_command", "case_item"],
    ),
    (Role::If, &["if_statement"]),
    (Role::ElseIf, &["elif_clause"]),
    (
        Role::Loop,
        &["for_statement", "c_style_for_statement", "while_statement"],
    ),
    (Role::Match, &["case_statement"]),
];

struct Bash;

impl Hooks for Bash {
    fn role(&self, node: Node, context: &Context) -> Role {
        let text = context.text_of(node);
        match node.kind() {
            "case_item" if is_default(text) => Role::None,
            "case_item" => Role::MatchArm,
            "command_name" => links::role_of_command(text),
            _ => links::role_of_declaration(text),
        }
    }

    fn documentation(&self, node: Node, context: &Context) -> Documentation {
        let comment = context.text_of(node);
        let is_instruction = comment.starts_with("#!") || comment.starts_with("# shellcheck ");
        let before = context.text.get(..node.start_byte()).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\t']);
        let has_line = before.is_empty() || before.ends_with('\n') || before == "\u{feff}";
        let of = if has_line && !is_instruction {
            Documented::Next
        } else {
            Documented::Nothing
        };
        Documentation { of, prose: true }
    }

    fn words(&self, raw: &str) -> String {
        let lines = raw.lines().map(|line| line.trim_start());
        let words: Vec<&str> = lines.map(|line| line.trim_start_matches('#')).collect();
        without_signs(&words.join("\n"), &[], &[], &[])
    }

    fn branches<'t>(&self, choice: Node<'t>, context: &Context) -> Branches<'t> {
        branches::of(choice, context)
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        let name = context.text_of(node.child_by_field_name("name")?);
        let body = node.child_by_field_name("body");
        Some(Definition {
            head_end: body.map_or(node.end_byte(), |body| body.start_byte()),
            exported: context.enclosing_symbol().is_none(),
            documentable: true,
            ..Definition::new(SymbolKind::Function, name, node)
        })
    }

    /// `name()` and what may follow.
    fn line_definition<'a>(&self, code: &'a str) -> Option<(SymbolKind, &'a str)> {
        let (name, rest) = code.split_once('(')?;
        let name = name.trim_end();
        let is_name = !name.is_empty() && name.bytes().all(is_in_name);
        let is_empty_list = rest.trim_start().starts_with(')');
        (is_name && is_empty_list).then_some((SymbolKind::Function, name))
    }

    fn file_doc(&self, root: Node, text: &str) -> Option<FileDoc> {
        semantics::file_doc(root, text, |raw| self.words(raw))
    }

    fn links(&self, node: Node, context: &Context, links: &mut Links) {
        links::read(node, context, links);
    }
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.:@+".contains(&byte)
}

/// `*)`, with or without the bracket before it.
fn is_default(case_item: &str) -> bool {
    let pattern = case_item.trim_start_matches('(').trim_start();
    let rest = pattern.strip_prefix('*');
    rest.is_some_and(|rest| rest.trim_start().starts_with(')'))
}
