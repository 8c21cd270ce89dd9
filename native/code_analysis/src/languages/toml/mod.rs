//! TOML.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_toml_ng::LANGUAGE.into(), &Toml);

struct Toml;

impl Hooks for Toml {}
