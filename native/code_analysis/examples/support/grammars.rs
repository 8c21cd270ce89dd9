//! The grammars themselves, for what is measured without an analysis.

/// By the name of a language.
pub fn grammar(language: &str) -> tree_sitter::Language {
    match language {
        "bash" => tree_sitter_bash::LANGUAGE.into(),
        "elixir" => tree_sitter_elixir::LANGUAGE.into(),
        "go" => tree_sitter_go::LANGUAGE.into(),
        "json" => tree_sitter_json::LANGUAGE.into(),
        "markdown" => tree_sitter_md::LANGUAGE.into(),
        "nix" => tree_sitter_nix::LANGUAGE.into(),
        "python" => tree_sitter_python::LANGUAGE.into(),
        "toml" => tree_sitter_toml_ng::LANGUAGE.into(),
        "yaml" => tree_sitter_yaml::LANGUAGE.into(),
        "rust" => tree_sitter_rust::LANGUAGE.into(),
        "typescript" => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        "tsx" => tree_sitter_typescript::LANGUAGE_TSX.into(),
        "javascript" | "jsx" => tree_sitter_javascript::LANGUAGE.into(),
        other => panic!("which grammar has {other}?"),
    }
}
