//! JSON, with or without comments.
//!
//! Every key of every object is a symbol whose range is the whole pair. Objects and arrays that
//! stand without a key are no level: in `[{"a": {"b": 1}}]`, `a` is at depth 1 and `b` at depth 2
//! inside it. Names are as written, escapes included. JSON itself has no comments; those of JSONC
//! (`//` and `/* */`) are known to the grammar and counted, its trailing commas are syntax errors.
//! JSON has no functions and no control flow: all that is about these is NULL. `$ref` and `extends`
//! are data, not imports, since only the program that reads the file knows what they mean.
//!
//! The grammar has no external scanner; nesting is bounded by the limit on brackets.

use tree_sitter::Node;

use super::{Definition, Hooks, Roles, Spec};
use crate::role::Role;
use crate::walk::Context;

pub(super) const SPEC: Spec = Spec {
    roles: &[ROLES],
    security: Some(&[]),
    ..Spec::plain(|| tree_sitter_json::LANGUAGE.into(), &Json)
};

const ROLES: Roles = &[
    (Role::Comment, &["comment"]),
    (Role::Declaration, &["pair"]),
];

struct Json;

impl Hooks for Json {
    fn definition(&self, node: Node, context: &Context) -> Option<Definition> {
        let quoted = context.text_of(node.child(0)?);
        let name = quoted.strip_prefix('"')?.strip_suffix('"')?;
        Some(Definition::key(name, node, context))
    }
}
