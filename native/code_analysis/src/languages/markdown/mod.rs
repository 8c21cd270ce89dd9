//! Markdown.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_md::LANGUAGE.into(), &Markdown);

struct Markdown;

impl Hooks for Markdown {}
