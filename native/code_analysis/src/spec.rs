//! A language as data.

use crate::analysis::{Columns, ParseStatus, SymbolKind};
use crate::hooks::Hooks;
use crate::metrics::Flow;
use crate::role::{Role, RoleSet};
use crate::security::RuleFile;
use crate::semantics::Semantics;

/// Node kinds by what they are.
pub(crate) type Roles = &'static [(Role, &'static [&'static str])];

/// Tokens that mean something inside certain named nodes: role, token, parents.
pub(crate) type Tokens = &'static [(Role, &'static str, &'static [&'static str])];

/// Children that are the bodies of a construct: their field, or `""` for children without one, and
/// the kinds of the construct.
pub(crate) type Bodies = &'static [(&'static str, &'static [&'static str])];

/// What Halstead's measures count.
#[derive(Clone, Copy)]
pub(crate) struct Vocabulary {
    /// Tokens that are operators wherever they stand.
    pub(crate) tokens: &'static [&'static str],
    /// Named nodes that are operators, whatever their text.
    pub(crate) operators: &'static [&'static str],
    /// Named nodes that are operands.
    pub(crate) operands: &'static [&'static str],
    /// Named nodes about which the hooks decide.
    pub(crate) asked: &'static [&'static str],
    /// Tokens about which the hooks decide.
    pub(crate) asked_tokens: &'static [&'static str],
}

/// What duplication is looked for in: the leaves of the tree, without comments and documentation.
#[derive(Clone, Copy)]
pub(crate) struct Lexemes {
    /// Named leaves that a copy may rename.
    pub(crate) identifiers: &'static [&'static str],
    /// Named nodes that are one token with all inside, unless there is code in them.
    pub(crate) literals: &'static [&'static str],
}

/// A language as data. `None` means that the language has no such thing, and its columns are NULL.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) grammar: fn() -> tree_sitter::Language,
    /// Named nodes.
    pub(crate) roles: &'static [Roles],
    pub(crate) tokens: &'static [Tokens],
    /// Bodies lie one level deeper for cognitive complexity.
    pub(crate) bodies: Bodies,
    /// Nodes with text of their own between their children.
    pub(crate) verbatim: &'static [&'static str],
    /// Decision points of cyclomatic complexity as the language's reference tool has them.
    pub(crate) decisions: Option<RoleSet>,
    /// Nothing inside is a decision point, but in functions that are defined there.
    pub(crate) no_decisions_in: RoleSet,
    pub(crate) cognitive: Option<Flow>,
    /// Control blocks of nesting depth. With [`Role::Function`] among them a function's depth
    /// includes that of the functions inside.
    pub(crate) nesting: Option<RoleSet>,
    /// Explicit ways out of a function.
    pub(crate) exits: Option<RoleSet>,
    /// What may take an error: the hooks tell whether it does nothing about it.
    pub(crate) handlers: RoleSet,
    pub(crate) vocabulary: Option<Vocabulary>,
    pub(crate) lexemes: Option<Lexemes>,
    /// The operators and operands of a function inside another are also that one's.
    pub(crate) tokens_count_into_host: bool,
    /// A function inside another also counts into it.
    pub(crate) functions_count_into_host: bool,
    /// Definitions of one name and number of parameters are clauses of one function.
    pub(crate) clauses: bool,
    /// What counts in documentation coverage.
    pub(crate) documentation: Option<Documentable>,
    /// Documentation must end in the line before what it documents.
    pub(crate) adjacent_documentation: bool,
    /// Documentation waits for the next definition that is no type, whatever stands between and
    /// around.
    pub(crate) patient_documentation: bool,
    /// Starts of lines that define something, for files that the parser cannot make sense of.
    pub(crate) line_scan: LineScan,
    /// Further bounds beyond which the parser would do harm.
    pub(crate) guard: fn(&[u8]) -> Option<ParseStatus>,
    /// What the parser reads where characters of the text would do harm: as long as the text, with
    /// such characters replaced.
    pub(crate) disarmed: fn(&str) -> Option<String>,
    /// Rules about security. Where there is none but the list, only secrets are looked for.
    pub(crate) security: Option<&'static [RuleFile]>,
    /// Rules about what a file is and does.
    pub(crate) semantics: Option<Semantics>,
    pub(crate) columns: Columns,
    pub(crate) hooks: &'static dyn Hooks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Documentable {
    Symbols,
    SymbolsAndFile,
}

/// How definitions begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineScan {
    /// Words that may stand before, such as `pub` and `async`.
    pub(crate) modifiers: &'static [&'static str],
    pub(crate) definitions: &'static [(&'static str, SymbolKind)],
}

impl Spec {
    /// A language with lines and nothing else.
    pub(crate) const fn plain(
        grammar: fn() -> tree_sitter::Language,
        hooks: &'static dyn Hooks,
    ) -> Self {
        Self {
            grammar,
            roles: &[],
            tokens: &[],
            bodies: &[],
            verbatim: &[],
            decisions: None,
            no_decisions_in: RoleSet::NONE,
            cognitive: None,
            nesting: None,
            exits: None,
            handlers: RoleSet::of(&[Role::Catch]),
            vocabulary: None,
            lexemes: None,
            tokens_count_into_host: true,
            functions_count_into_host: false,
            clauses: false,
            documentation: None,
            adjacent_documentation: false,
            patient_documentation: false,
            line_scan: LineScan {
                modifiers: &[],
                definitions: &[],
            },
            guard: |_| None,
            disarmed: |_| None,
            security: None,
            semantics: None,
            columns: Columns::NONE,
            hooks,
        }
    }
}
