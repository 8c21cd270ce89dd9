//! The rules about security, which are data.

use crate::security::RuleFile;

pub(super) const RULES: &[RuleFile] = &[
    (
        "rules/go/language.scm",
        include_str!("../../../rules/go/language.scm"),
    ),
    (
        "rules/go/rules.scm",
        include_str!("../../../rules/go/rules.scm"),
    ),
];
