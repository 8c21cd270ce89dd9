//! Places in a file that an attacker could use. What such places are is data: the rule files of a
//! language, see `rules/README.md`.

mod finding;
mod literal;
mod names;
mod report;
mod rule;
mod ruleset;
mod score;
mod search;
mod suppression;
mod visit;

pub use finding::{Finding, SecurityRule, Severity};
pub(crate) use report::{Report, report};
pub use rule::RuleError;
pub(crate) use rule::RuleFile;
pub(crate) use ruleset::Ruleset;
pub use ruleset::{check_rules, security_rules};
pub(crate) use score::{security_score, vulnerability_count};
