//! A language's tables compiled against its grammar, so that the walk only looks up numbers.

use std::collections::HashMap;
use std::sync::OnceLock;

use clone_tokens::Token;
use tree_sitter::Node;

use crate::role::{Lexeme, Lexical, Role};
use crate::security::Ruleset;
use crate::semantics::{Rules, Semantics};
use crate::spec::{Lexemes, Spec, Vocabulary};

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
    rules: OnceLock<Option<Ruleset>>,
    semantic_rules: OnceLock<Option<Rules>>,
}

/// A node kind.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: String,
    /// The name as it stands in a JSON string.
    pub(crate) escaped: String,
    pub(crate) named: bool,
    pub(crate) role: Role,
    pub(crate) lexical: Lexical,
    /// The kind that stands for all of this name.
    pub(crate) token: u16,
    /// Has text of its own between its children.
    pub(crate) verbatim: bool,
    pub(crate) lexeme: Lexeme,
    /// What all of this kind are, where the kind tells the text.
    pub(crate) clone_token: Option<Token>,
    /// A bit for each field whose child is a body.
    bodies: u64,
    /// Begins with a name that the rules about meaning may know.
    pub(crate) has_name: bool,
    /// The construct that it is to these rules, from 1. 0 is none.
    pub(crate) construct: u8,
}

impl Kind {
    fn new(name: &str, named: bool, role: Role) -> Self {
        let quoted = serde_json::Value::from(name).to_string();
        let escaped = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        Self {
            name: name.to_owned(),
            escaped: escaped.to_owned(),
            named,
            role,
            lexical: Lexical::None,
            token: 0,
            verbatim: false,
            lexeme: Lexeme::Other,
            clone_token: None,
            bodies: 0,
            has_name: false,
            construct: 0,
        }
    }

    /// Children with this field, 0 for none, are bodies.
    pub(crate) fn has_body(&self, field: u16) -> bool {
        field < 64 && self.bodies >> field & 1 == 1
    }
}

impl Grammar {
    /// Looks every name of the specification up.
    pub(crate) fn compile(spec: &'static Spec) -> Self {
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
            rules: OnceLock::new(),
            semantic_rules: OnceLock::new(),
        }
    }

    /// The rules about security. `None` where the language has none.
    pub(crate) fn rules(&self) -> Option<&Ruleset> {
        let read = || Ruleset::read(self.spec.security?, &self.language).ok();
        self.rules.get_or_init(read).as_ref()
    }

    /// The rules about what a file is and does. `None` where the language has none.
    pub(crate) fn semantic_rules(&self) -> Option<&Rules> {
        let read = || {
            let semantics = self.spec.semantics?;
            Rules::read(semantics.rules, semantics.naming).ok()
        };
        self.semantic_rules.get_or_init(read).as_ref()
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
            verbatim: is_named && spec.verbatim.contains(&name),
            lexeme: lexeme(spec.lexemes.as_ref().filter(|_| is_named), name),
            clone_token: clone_token(name, is_named),
            bodies: bodies(language, spec, name),
            has_name: is_named && has_name(spec.semantics.as_ref(), name),
            construct: construct(spec.semantics.as_ref(), name, is_named),
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

fn has_name(semantics: Option<&Semantics>, kind: &str) -> bool {
    semantics.is_some_and(|semantics| semantics.names.contains(&kind))
}

/// The number of the construct: tokens follow the named nodes.
fn construct(semantics: Option<&Semantics>, kind: &str, is_named: bool) -> u8 {
    let Some(semantics) = semantics else {
        return 0;
    };
    let nodes = semantics.constructs.iter().map(|(_, node)| (*node, true));
    let tokens = semantics.construct_tokens.iter();
    let mut all = nodes.chain(tokens.map(|(_, token)| (*token, false)));
    let place = all.position(|one| one == (kind, is_named));
    place.map_or(0, |place| u8::try_from(place + 1).unwrap_or(0))
}

fn lexeme(lexemes: Option<&Lexemes>, name: &str) -> Lexeme {
    match lexemes {
        Some(lexemes) if lexemes.identifiers.contains(&name) => Lexeme::Identifier,
        Some(lexemes) if lexemes.literals.contains(&name) => Lexeme::Literal,
        _ => Lexeme::Other,
    }
}

/// A token without a name is called what it looks like.
fn clone_token(name: &str, is_named: bool) -> Option<Token> {
    (!is_named && !name.trim().is_empty()).then(|| Token::fixed(name))
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
