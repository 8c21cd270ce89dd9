//! What nodes are, language by language.
//!
//! A language is a folder here with a [`Spec`] and an implementation of [`Hooks`], and a line in
//! [`REGISTRY`].

mod bash;
mod ecmascript;
mod elixir;
mod go;
mod json;
mod markdown;
mod nix;
mod python;
mod rust;
mod toml;
mod yaml;

use std::collections::HashMap;
use std::sync::LazyLock;

use tree_sitter::Node;

use crate::analysis::{Columns, Export, Import, ParseStatus, Symbol, SymbolKind, Visibility};
use crate::metrics::Flow;
use crate::notes::without_signs;
use crate::role::{Lexical, Role, RoleSet};
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
    "bash" => bash::SPEC,
    "elixir" => elixir::SPEC,
    "go" => go::SPEC,
    "javascript" => ecmascript::JAVASCRIPT,
    "json" => json::SPEC,
    "jsx" => ecmascript::JAVASCRIPT,
    "markdown" => markdown::SPEC,
    "nix" => nix::SPEC,
    "python" => python::SPEC,
    "rust" => rust::SPEC,
    "toml" => toml::SPEC,
    "tsx" => ecmascript::TSX,
    "typescript" => ecmascript::TYPESCRIPT,
    "yaml" => yaml::SPEC,
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

/// A language as data. `None` means that the language has no such thing, and its columns are NULL.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    pub(crate) grammar: fn() -> tree_sitter::Language,
    /// Named nodes.
    pub(crate) roles: &'static [Roles],
    pub(crate) tokens: &'static [Tokens],
    /// Bodies lie one level deeper for cognitive complexity.
    pub(crate) bodies: Bodies,
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
    pub(crate) vocabulary: Option<Vocabulary>,
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
    /// Starts of lines that define something, for files that the parser cannot make sense of.
    pub(crate) line_scan: LineScan,
    /// Further bounds beyond which the parser would do harm.
    pub(crate) guard: fn(&[u8]) -> Option<ParseStatus>,
    /// What the parser reads where characters of the text would do harm: as long as the text, with
    /// such characters replaced.
    pub(crate) disarmed: fn(&str) -> Option<String>,
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
            decisions: None,
            no_decisions_in: RoleSet::NONE,
            cognitive: None,
            nesting: None,
            exits: None,
            vocabulary: None,
            tokens_count_into_host: true,
            functions_count_into_host: false,
            clauses: false,
            documentation: None,
            adjacent_documentation: false,
            line_scan: LineScan {
                modifiers: &[],
                definitions: &[],
            },
            guard: |_| None,
            disarmed: |_| None,
            columns: Columns::NONE,
            hooks,
        }
    }
}

/// What a table cannot say. The defaults suit a language that has no such thing.
pub(crate) trait Hooks: Sync {
    /// Decides about a node whose kind has [`Role::Ask`].
    fn role(&self, _node: Node, _context: &Context) -> Role {
        Role::None
    }

    /// Decides about a node whose kind has [`Lexical::Ask`].
    fn lexical(&self, _node: Node, _context: &Context) -> Lexical {
        Lexical::None
    }

    /// A function inside another lies a level deeper there.
    fn nests(&self, _node: Node, _context: &Context) -> bool {
        true
    }

    /// The run of boolean operators that this operation opens adds nothing to cognitive complexity.
    fn is_free_run(&self, _node: Node, _context: &Context) -> bool {
        false
    }

    /// What the comment or documentation node documents.
    fn documentation(&self, _node: Node, _context: &Context) -> Documentation {
        Documentation {
            of: Documented::Nothing,
            prose: true,
        }
    }

    /// The attribute says that what it is attached to needs no documentation.
    fn exempts(&self, _attribute: &str) -> bool {
        false
    }

    /// Documentation without the signs that make it such.
    fn words(&self, raw: &str) -> String {
        without_signs(raw, &[], &[], &[])
    }

    /// The symbol that a defining node makes. Without one the node is like any other.
    fn definition(&self, _node: Node, _context: &Context) -> Option<Definition> {
        None
    }

    /// The definition that begins in a line, where [`Spec::line_scan`] cannot tell.
    fn line_definition<'a>(&self, _code: &'a str) -> Option<(SymbolKind, &'a str)> {
        None
    }

    /// Reads an import or export; re-exports are both.
    fn links(&self, _node: Node, _context: &Context, _links: &mut Links) {}

    /// Decides what only the whole file tells. Symbols are in file order.
    fn settle(&self, _symbols: &mut [Symbol], _links: &mut Links, _text: &str) {}
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
    /// The definition that follows, which is said to need none.
    NextExempt,
    /// The definition around it.
    Enclosing,
    /// The definition around it, which is said to need none.
    EnclosingExempt,
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
    /// How many of the parameters may be left out where each number of them is another function.
    pub(crate) optional: u32,
    /// Is an export by itself.
    pub(crate) exported: bool,
    /// Counts in documentation coverage.
    pub(crate) documentable: bool,
    /// How deep in a document or data it is, from 1.
    pub(crate) depth: Option<u32>,
    /// Name of what it belongs to, where that is not the symbol around it.
    pub(crate) parent: Option<String>,
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
            optional: 0,
            exported: false,
            documentable: false,
            depth: None,
            parent: None,
        }
    }

    /// A key of a data file, one level below the key around it. Its signature is its first line.
    pub(crate) fn key(name: &str, node: Node, context: &Context) -> Self {
        let around = context.enclosing_symbol().and_then(|symbol| symbol.depth);
        let mut key = Self {
            depth: Some(around.unwrap_or_default() + 1),
            ..Self::new(SymbolKind::Key, name, node)
        };
        key.drop_trailing_space(context.text);
        let text = context.text.get(key.range.clone()).unwrap_or_default();
        let first_line = text.find('\n').unwrap_or(text.len());
        key.head_end = key.range.start + first_line;
        key
    }

    /// For grammars whose nodes go on to where the next one starts.
    pub(crate) fn drop_trailing_space(&mut self, text: &str) {
        let whole = text.get(self.range.clone()).unwrap_or_default();
        let space = &whole[whole.trim_end().len()..];
        let rows = space.bytes().filter(|byte| *byte == b'\n').count();
        self.range.end -= space.len();
        self.rows = *self.rows.start()..=self.rows.end() - rows;
        self.head_end = self.head_end.min(self.range.end);
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
    /// The field of an operation's operator.
    operator: Option<u16>,
}

/// A node kind.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: String,
    /// The name as a JSON string.
    pub(crate) json: String,
    pub(crate) named: bool,
    pub(crate) role: Role,
    pub(crate) lexical: Lexical,
    /// The kind that stands for all of this name.
    pub(crate) token: u16,
    /// A bit for each field whose child is a body.
    bodies: u64,
}

impl Kind {
    fn new(name: &str, named: bool, role: Role) -> Self {
        let json = serde_json::Value::from(name).to_string();
        Self {
            name: name.to_owned(),
            json,
            named,
            role,
            lexical: Lexical::None,
            token: 0,
            bodies: 0,
        }
    }

    /// Children with this field, 0 for none, are bodies.
    pub(crate) fn has_body(&self, field: u16) -> bool {
        field < 64 && self.bodies >> field & 1 == 1
    }
}

impl Grammar {
    fn compile(spec: &'static Spec) -> Self {
        let language = (spec.grammar)();
        let kinds = kinds(&language, spec);
        let fields = fields(&language);
        let pairs = pairs(&kinds, spec);
        let error = Kind::new("ERROR", true, Role::None);
        let operator = language.field_id_for_name("operator").map(|id| id.get());
        Self {
            language,
            spec,
            kinds,
            error,
            fields,
            pairs,
            operator,
        }
    }

    pub(crate) fn kind_count(&self) -> usize {
        self.kinds.len()
    }

    /// What a node of [`Role::Operation`] is.
    pub(crate) fn operation(&self, node: Node) -> Role {
        let by_field = self
            .operator
            .and_then(|field| node.child_by_field_id(field));
        let operator = by_field.or_else(|| node.child(1));
        match operator.map(|operator| self.kind(operator.kind_id()).role) {
            Some(Role::And | Role::Or) => Role::BooleanOperation,
            _ => Role::None,
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
        Kind {
            lexical: lexical(spec.vocabulary.as_ref(), name, is_named),
            token: language.id_for_node_kind(name, is_named),
            bodies: bodies(language, spec, name),
            ..Kind::new(name, is_named, roles.get(name).copied().unwrap_or_default())
        }
    };
    ids(language).map(kind).collect()
}

fn lexical(vocabulary: Option<&Vocabulary>, name: &str, is_named: bool) -> Lexical {
    let Some(vocabulary) = vocabulary else {
        return Lexical::None;
    };
    let (operators, operands, asked): (&[&str], &[&str], _) = match is_named {
        true => (vocabulary.operators, vocabulary.operands, vocabulary.asked),
        false => (vocabulary.tokens, &[], vocabulary.asked_tokens),
    };
    match name {
        name if operators.contains(&name) => Lexical::Operator,
        name if operands.contains(&name) => Lexical::Operand,
        name if asked.contains(&name) => Lexical::Ask,
        _ => Lexical::None,
    }
}

/// A bit for each field whose child is a body of this kind.
fn bodies(language: &tree_sitter::Language, spec: &Spec, name: &str) -> u64 {
    let fields = spec
        .bodies
        .iter()
        .filter(|(_, kinds)| kinds.contains(&name));
    let ids = fields.map(|(field, _)| language.field_id_for_name(field).map_or(0, |id| id.get()));
    ids.filter(|id| *id < 64).fold(0, |bits, id| bits | 1 << id)
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
            for (field, kinds) in grammar.spec.bodies {
                let id = language.field_id_for_name(field).map_or(0, |id| id.get());
                assert!(
                    id < 64 && (id > 0) != field.is_empty(),
                    "{name} has no field {field}"
                );
                for kind in *kinds {
                    assert!(known(kind, true), "{name} has no node {kind}");
                }
            }
        }
    }

    #[test]
    fn every_word_of_a_vocabulary_exists_in_its_grammar_once() {
        for (name, grammar) in REGISTRY {
            let Some(vocabulary) = grammar.spec.vocabulary else {
                continue;
            };
            let named = [vocabulary.operators, vocabulary.operands, vocabulary.asked].concat();
            let tokens = [vocabulary.tokens, vocabulary.asked_tokens].concat();
            for (mut words, is_named) in [(named, true), (tokens, false)] {
                for word in &words {
                    let id = grammar.language.id_for_node_kind(word, is_named);
                    assert!(id != 0, "{name} has no {word}");
                }
                words.sort_unstable();
                for pair in words.windows(2) {
                    assert_ne!(pair[0], pair[1], "{name}");
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
