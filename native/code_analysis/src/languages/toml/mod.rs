//! TOML.
//!
//! Keys are symbols: those of pairs, also of pairs in inline tables, and those of tables. The range
//! of a pair is the pair; that of `[table]` or `[[array of tables]]` goes from its header to its
//! last pair, which are its children. Nesting is that of the text: `[a.b]` is a key of depth 1 with
//! the name `a.b`, whether or not there is an `[a]`, and so is `a.b = 1`. A key that is one quoted
//! string loses its quotes; a dotted key keeps them, for `"a.b".c` is not `a.b.c`.
//! TOML has no functions, no control flow and no imports: all that is about these is NULL.
//!
//! The grammar's external scanner keeps no state; nesting is bounded by the limit on brackets.

use tree_sitter::Node;

use super::{Definition, Hooks, Roles, Spec};
use crate::role::Role;
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    security: Some(&[]),
    ..Spec::plain(|| tree_sitter_toml_ng::LANGUAGE.into(), &Toml)
};

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Declaration, &["pair", "table", "table_array_element"]),
];

struct Toml;

impl Hooks for Toml {
    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        let key = node.named_child(0)?;
        let name = match key.kind() {
            "quoted_key" => unquoted(context.text_of(key)),
            _ => context.text_of(key),
        };
        let mut definition = Definition::key(name, node, context);
        if node.kind() != "pair" {
            end_after_last_pair(&mut definition, node);
            definition.trim(context.text);
        }
        Some(definition)
    }
}

fn unquoted(key: &str) -> &str {
    key.get(1..key.len().saturating_sub(1)).unwrap_or(key)
}

/// Comments after the last pair are mostly about the next table.
fn end_after_last_pair(table: &mut Definition, node: Node) {
    let mut cursor = node.walk();
    let inside = node.named_children(&mut cursor);
    if let Some(last) = inside.filter(|child| child.kind() == "pair").last() {
        table.range.end = last.end_byte();
        table.rows = *table.rows.start()..=last.end_position().row;
    } else {
        table.range.end = table.head_end;
        table.rows = *table.rows.start()..=*table.rows.start();
    }
}
