//! YAML.
//!
//! Every key of every mapping is a symbol, in block and in flow style, explicit (`? key`), merged
//! (`<<`), aliased (`*name`) and without a value too; a pair without a key is not. Its range is the
//! whole pair. Sequences and documents are no level: depth counts the keys around a key. A name is
//! as written without quotes, anchor and tag; a key that is itself a collection is its text on one
//! line.
//! YAML has no functions and no control flow: all that is about these is NULL. Aliases refer inside
//! the file and `$ref`, `extends` or `!include` mean something to one program only: no imports.
//!
//! The grammar's external scanner counts rows and columns in 16 bits: beyond 32,767 lines a file has
//! syntax errors that are not its own, and keeps what was found before. It also aborts the process when it has
//! to save more than 253 levels; see [`depth`].

mod depth;

use tree_sitter::Node;

use super::{Definition, Hooks, Roles, Spec};
use crate::notes::one_line;
use crate::role::Role;
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    guard: depth::guard,
    security: Some(&[]),
    ..Spec::plain(|| tree_sitter_yaml::LANGUAGE.into(), &Yaml)
};

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Declaration, &["block_mapping_pair", "flow_pair"]),
    (Role::Body, &["flow_mapping"]),
    (Role::Ask, &["flow_node"]),
];

struct Yaml;

impl Hooks for Yaml {
    /// `{a, b}` has keys without values.
    fn role(&self, _node: Node, context: &Context) -> Role {
        match context.frames.last() {
            Some(parent) if parent.role == Role::Body => Role::Declaration,
            _ => Role::None,
        }
    }

    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        let key = match node.kind() {
            "flow_node" => node,
            _ => key(node)?,
        };
        let name = one_line(unquoted(bare(context.text_of(key))));
        (!name.is_empty()).then(|| Definition::key(&name, node, context))
    }
}

/// Mostly the first child; after a `?` otherwise.
fn key(pair: Node) -> Option<Node> {
    let first = pair.child(0).filter(Node::is_named);
    first.or_else(|| pair.child_by_field_name("key"))
}

/// Without anchor and tag.
fn bare(mut key: &str) -> &str {
    while key.starts_with(['&', '!']) {
        let properties = key.find(char::is_whitespace).unwrap_or(key.len());
        key = key[properties..].trim_start();
    }
    key
}

fn unquoted(key: &str) -> &str {
    let inside = |quote| key.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(key)
}
