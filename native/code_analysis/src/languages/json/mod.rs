//! JSON.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_json::LANGUAGE.into(), &Json);

struct Json;

impl Hooks for Json {}
