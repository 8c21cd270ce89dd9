//! Go.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_go::LANGUAGE.into(), &Go);

struct Go;

impl Hooks for Go {}
