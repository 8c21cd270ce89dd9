//! Nix.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_nix::LANGUAGE.into(), &Nix);

struct Nix;

impl Hooks for Nix {}
