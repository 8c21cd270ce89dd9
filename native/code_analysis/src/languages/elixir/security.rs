//! The rules about security, which are data.

use crate::security::RuleFile;

pub(super) const RULES: &[RuleFile] = &[
    (
        "rules/elixir/language.scm",
        include_str!("../../../rules/elixir/language.scm"),
    ),
    (
        "rules/elixir/commands.scm",
        include_str!("../../../rules/elixir/commands.scm"),
    ),
    (
        "rules/elixir/files.scm",
        include_str!("../../../rules/elixir/files.scm"),
    ),
    (
        "rules/elixir/plug.scm",
        include_str!("../../../rules/elixir/plug.scm"),
    ),
    (
        "rules/elixir/sql.scm",
        include_str!("../../../rules/elixir/sql.scm"),
    ),
    (
        "rules/elixir/terms.scm",
        include_str!("../../../rules/elixir/terms.scm"),
    ),
    (
        "rules/elixir/configuration.scm",
        include_str!("../../../rules/elixir/configuration.scm"),
    ),
    (
        "rules/elixir/passwords.scm",
        include_str!("../../../rules/elixir/passwords.scm"),
    ),
];
