//! What nodes are, language by language.
//!
//! A language is a folder here with a [`Spec`] and an implementation of [`Hooks`], and a line in
//! [`REGISTRY`].

mod ecmascript;
mod elixir;
mod rust;

use std::collections::HashMap;
use std::sync::LazyLock;

use tree_sitter::Node;

use crate::analysis::{Columns, Export, Import, SymbolKind, Visibility};
use crate::role::{Role, RoleSet};
use crate::walk::Context;

macro_rules! registry {
    ($($name:literal => $spec:path,)*) => {
        /// Every language that has a grammar.
        pub(crate) static REGISTRY: &[(&str, &LazyLock<Grammar>)] = &[$(($name, {
            static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::compile(&$spec));
            &GRAMMAR
        })),*];
    };
}

registry! {
    "elixir" => elixir::SPEC,
    "javascript" => ecmascript::JAVASCRIPT,
    "jsx" => ecmascript::JAVASCRIPT,
    "rust" => rust::SPEC,
    "tsx" => ecmascript::TSX,
    "typescript" => ecmascript::TYPESCRIPT,
}

pub(crate) fn grammar(name: &str) -> Option<&'static LazyLock<Grammar>> {
    REGISTRY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, grammar)| *grammar)
}

/// Node kinds by what they are.
pub(crate) type Roles = &'static [(Role, &'static [&'static str])];

/// Tokens that mean something inside certain named nodes: role, token, parents.
pub(crate) type Tokens = &'static [(Role, &'static str, &'static [&'static str])];

/// A language as data.
pub(crate) struct Spec {
    pub(crate) grammar: fn() -> tree_sitter::Language,
    /// Named nodes.
    pub(crate) roles: &'static [Roles],
    pub(crate) tokens: &'static [Tokens],
    /// Decision points of cyclomatic complexity as the language's reference tool has them.
    pub(crate) decisions: Option<RoleSet>,
    /// Control blocks of nesting depth.
    pub(crate) nesting: Option<RoleSet>,
    /// A function inside another also counts into it.
    pub(crate) functions_count_into_host: bool,
    /// Definitions of one name and number of parameters are clauses of one function.
    pub(crate) clauses: bool,
    pub(crate) columns: Columns,
    pub(crate) hooks: &'static dyn Hooks,
}

/// What a table cannot say. The defaults suit a language that has no such thing.
pub(crate) trait Hooks: Sync {
    /// Decides about a node whose kind has [`Role::Ask`].
    fn role(&self, _node: Node, _context: &Context) -> Role {
        Role::None
    }

    /// What the comment or documentation node documents.
    fn documentation(&self, node: Node, context: &Context) -> Documentation;

    /// The symbol that a defining node makes. Without one the node is like any other.
    fn definition(&self, node: Node, context: &Context) -> Option<Definition>;

    /// Reads an import or export; re-exports are both.
    fn links(&self, _node: Node, _context: &Context, _links: &mut Links) {}
}

/// Imports and exports in file order.
#[derive(Default)]
pub(crate) struct Links {
    pub(crate) imports: Vec<Import>,
    pub(crate) exports: Vec<Export>,
}

/// What a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Documentation {
    pub(crate) of: Documented,
    /// The whole lines are text, not code.
    pub(crate) prose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Documented {
    /// An ordinary comment.
    Nothing,
    /// The definition that follows.
    Next,
    /// The definition around it.
    Enclosing,
    /// Something that is no symbol.
    Other,
}

/// A symbol before it has metrics.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) kind: SymbolKind,
    pub(crate) name: String,
    /// Bytes of the whole definition.
    pub(crate) range: std::ops::Range<usize>,
    /// Rows of the whole definition, from 0.
    pub(crate) rows: std::ops::RangeInclusive<usize>,
    /// Where the part before the body ends.
    pub(crate) head_end: usize,
    pub(crate) visibility: Option<Visibility>,
    pub(crate) parameters: Option<u32>,
    /// Is an export by itself.
    pub(crate) exported: bool,
}

impl Definition {
    pub(crate) fn new(kind: SymbolKind, name: &str, node: Node) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            range: node.byte_range(),
            rows: node.start_position().row..=node.end_position().row,
            head_end: node.end_byte(),
            visibility: None,
            parameters: None,
            exported: false,
        }
    }
}

/// A specification compiled against its grammar: everything by kind id.
pub(crate) struct Grammar {
    pub(crate) language: tree_sitter::Language,
    pub(crate) spec: &'static Spec,
    kinds: Vec<Kind>,
    /// The kind of syntax errors, whose id is far beyond the others.
    error: Kind,
    fields: Vec<String>,
    /// Token and parent kinds that go together.
    pairs: Vec<(u16, u16)>,
}

/// A node kind.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: String,
    /// The name as a JSON string.
    pub(crate) json: String,
    pub(crate) named: bool,
    pub(crate) role: Role,
}

impl Kind {
    fn new(name: &str, named: bool, role: Role) -> Self {
        let json = serde_json::Value::from(name).to_string();
        Self {
            name: name.to_owned(),
            json,
            named,
            role,
        }
    }
}

impl Grammar {
    fn compile(spec: &'static Spec) -> Self {
        let language = (spec.grammar)();
        let kinds = kinds(&language, spec);
        let fields = fields(&language);
        let pairs = pairs(&kinds, spec);
        let error = Kind::new("ERROR", true, Role::None);
        Self {
            language,
            spec,
            kinds,
            error,
            fields,
            pairs,
        }
    }

    pub(crate) fn kind(&self, id: u16) -> &Kind {
        self.kinds.get(usize::from(id)).unwrap_or(&self.error)
    }

    pub(crate) fn field(&self, id: u16) -> &str {
        self.fields.get(usize::from(id)).map_or("", String::as_str)
    }

    /// The token means something inside this parent.
    pub(crate) fn token_counts_in(&self, token: u16, parent: u16) -> bool {
        self.pairs.contains(&(token, parent))
    }
}

impl std::fmt::Debug for Grammar {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Grammar({:?})", self.language.name())
    }
}

fn ids(language: &tree_sitter::Language) -> impl Iterator<Item = u16> {
    (0..=u16::MAX).take(language.node_kind_count())
}

fn tokens(
    spec: &Spec,
) -> impl Iterator<Item = &'static (Role, &'static str, &'static [&'static str])> {
    spec.tokens.iter().flat_map(|tokens| tokens.iter())
}

fn kinds(language: &tree_sitter::Language, spec: &Spec) -> Vec<Kind> {
    let named: HashMap<&str, Role> = spec
        .roles
        .iter()
        .flat_map(|roles| roles.iter())
        .flat_map(|(role, names)| names.iter().map(|name| (*name, *role)))
        .collect();
    let tokens: HashMap<&str, Role> = tokens(spec)
        .map(|(role, token, _)| (*token, *role))
        .collect();
    let kind = |id| {
        let name = language.node_kind_for_id(id).unwrap_or_default();
        let is_named = language.node_kind_is_named(id);
        let roles = if is_named { &named } else { &tokens };
        Kind::new(name, is_named, roles.get(name).copied().unwrap_or_default())
    };
    ids(language).map(kind).collect()
}

fn fields(language: &tree_sitter::Language) -> Vec<String> {
    let ids = (0..=u16::MAX).take(language.field_count() + 1);
    ids.map(|id| {
        language
            .field_name_for_id(id)
            .unwrap_or_default()
            .to_owned()
    })
    .collect()
}

fn pairs(kinds: &[Kind], spec: &Spec) -> Vec<(u16, u16)> {
    let with_name = |name: &'static str, named| {
        let ids = (0..=u16::MAX).zip(kinds);
        ids.filter(move |(_, kind)| kind.named == named && kind.name == name)
            .map(|(id, _)| id)
    };
    let mut pairs = Vec::new();
    for (_, token, parents) in tokens(spec) {
        for parent in parents.iter().flat_map(|parent| with_name(parent, true)) {
            pairs.extend(with_name(token, false).map(|token| (token, parent)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_kind_of_a_spec_exists_in_its_grammar() {
        for (name, grammar) in REGISTRY {
            let language = &grammar.language;
            let known = |kind: &str, named| language.id_for_node_kind(kind, named) != 0;
            for (_, kinds) in grammar.spec.roles.iter().flat_map(|roles| roles.iter()) {
                for kind in *kinds {
                    assert!(known(kind, true), "{name} has no node {kind}");
                }
            }
            for (_, token, parents) in tokens(grammar.spec) {
                assert!(known(token, false), "{name} has no token {token}");
                for parent in *parents {
                    assert!(known(parent, true), "{name} has no node {parent}");
                }
            }
        }
    }

    #[test]
    fn no_node_kind_has_two_roles() {
        for (name, grammar) in REGISTRY {
            let mut kinds: Vec<&str> = grammar
                .spec
                .roles
                .iter()
                .flat_map(|roles| roles.iter())
                .flat_map(|(_, kinds)| kinds.iter().copied())
                .collect();
            kinds.sort_unstable();
            for pair in kinds.windows(2) {
                assert_ne!(pair[0], pair[1], "{name}");
            }
        }
    }
}
