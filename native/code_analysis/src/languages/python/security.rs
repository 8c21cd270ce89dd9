//! The rules about security, which are data.

use crate::security::RuleFile;

pub(super) const RULES: &[RuleFile] = &[
    (
        "rules/python/checks.scm",
        include_str!("../../../rules/python/checks.scm"),
    ),
    (
        "rules/python/commands.scm",
        include_str!("../../../rules/python/commands.scm"),
    ),
    (
        "rules/python/cryptography.scm",
        include_str!("../../../rules/python/cryptography.scm"),
    ),
    (
        "rules/python/deserialization.scm",
        include_str!("../../../rules/python/deserialization.scm"),
    ),
    (
        "rules/python/evaluation.scm",
        include_str!("../../../rules/python/evaluation.scm"),
    ),
    (
        "rules/python/files.scm",
        include_str!("../../../rules/python/files.scm"),
    ),
    (
        "rules/python/imports.scm",
        include_str!("../../../rules/python/imports.scm"),
    ),
    (
        "rules/python/passwords.scm",
        include_str!("../../../rules/python/passwords.scm"),
    ),
    (
        "rules/python/sql.scm",
        include_str!("../../../rules/python/sql.scm"),
    ),
    (
        "rules/python/transport.scm",
        include_str!("../../../rules/python/transport.scm"),
    ),
];
