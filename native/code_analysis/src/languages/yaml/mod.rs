//! YAML.

use super::{Hooks, Spec};

pub(super) const SPEC: Spec = Spec::plain(|| tree_sitter_yaml::LANGUAGE.into(), &Yaml);

struct Yaml;

impl Hooks for Yaml {}
