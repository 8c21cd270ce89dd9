//! The rules about security, which are data.

use crate::security::RuleFile;

pub(super) const RULES: &[RuleFile] = &[
    (
        "rules/rust/language.scm",
        include_str!("../../../rules/rust/language.scm"),
    ),
    (
        "rules/rust/rules.scm",
        include_str!("../../../rules/rust/rules.scm"),
    ),
];
