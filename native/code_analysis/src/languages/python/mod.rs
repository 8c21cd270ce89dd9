//! Python.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_python::LANGUAGE.into(), &Python);

struct Python;

impl Hooks for Python {}
