//! Shell.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_bash::LANGUAGE.into(), &Bash);

struct Bash;

impl Hooks for Bash {}
