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

use std::sync::LazyLock;

use tree_sitter::Node;

use crate::grammar::Grammar;
pub(crate) use crate::hooks::{Definition, Documentation, Documented, Hooks, Links};
pub(crate) use crate::metrics::Flow;
use crate::outline::to_u32;
pub(crate) use crate::semantics::{FileDoc, Naming, Semantics};
pub(crate) use crate::spec::{
    Bodies, Documentable, Lexemes, LineScan, Roles, Spec, Tokens, Vocabulary,
};

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

/// The comments that a file begins with, as far as anybody writes about a file, and what follows.
fn opening<'t>(root: Node<'t>, is_comment: fn(Node) -> bool) -> (Vec<Node<'t>>, Option<Node<'t>>) {
    const MOST: usize = 200;
    let (mut comments, mut next) = (Vec::new(), None);
    let mut cursor = root.walk();
    for node in root.children(&mut cursor).take(MOST) {
        if !is_comment(node) {
            next = Some(node);
            break;
        }
        comments.push(node);
    }
    (comments, next)
}

/// The line in which the node begins, from 1.
fn line(node: Node) -> u32 {
    to_u32(node.start_position().row + 1)
}

fn last_child(node: Node) -> Option<Node> {
    node.child(node.child_count().checked_sub(1)?)
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
            for (_, token, parents) in grammar.spec.tokens.iter().flat_map(|tokens| tokens.iter()) {
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
    fn every_name_and_construct_exists_in_its_grammar() {
        for (name, grammar) in REGISTRY {
            let Some(semantics) = grammar.spec.semantics else {
                continue;
            };
            let known = |kind: &str, named| grammar.language.id_for_node_kind(kind, named) != 0;
            for kind in semantics.names {
                assert!(known(kind, true), "{name} has no node {kind}");
            }
            for (_, kind) in semantics.constructs {
                assert!(known(kind, true), "{name} has no node {kind}");
            }
            for (_, token) in semantics.construct_tokens {
                assert!(known(token, false), "{name} has no token {token}");
            }
        }
    }

    #[test]
    fn every_lexeme_exists_in_its_grammar_once() {
        for (name, grammar) in REGISTRY {
            let Some(lexemes) = grammar.spec.lexemes else {
                continue;
            };
            let mut kinds = [lexemes.identifiers, lexemes.literals].concat();
            for kind in &kinds {
                let id = grammar.language.id_for_node_kind(kind, true);
                assert!(id != 0, "{name} has no {kind}");
            }
            kinds.sort_unstable();
            kinds
                .windows(2)
                .for_each(|pair| assert_ne!(pair[0], pair[1], "{name}"));
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
