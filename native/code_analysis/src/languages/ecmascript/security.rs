//! The rules about security, which are data.

use crate::security::RuleFile;

pub(super) const RULES: &[RuleFile] = &[
    (
        "rules/ecmascript/language.scm",
        include_str!("../../../rules/ecmascript/language.scm"),
    ),
    (
        "rules/ecmascript/browser.scm",
        include_str!("../../../rules/ecmascript/browser.scm"),
    ),
    (
        "rules/ecmascript/cryptography.scm",
        include_str!("../../../rules/ecmascript/cryptography.scm"),
    ),
    (
        "rules/ecmascript/evaluation.scm",
        include_str!("../../../rules/ecmascript/evaluation.scm"),
    ),
    (
        "rules/ecmascript/node.scm",
        include_str!("../../../rules/ecmascript/node.scm"),
    ),
    (
        "rules/ecmascript/passwords.scm",
        include_str!("../../../rules/ecmascript/passwords.scm"),
    ),
    (
        "rules/ecmascript/sql.scm",
        include_str!("../../../rules/ecmascript/sql.scm"),
    ),
];
