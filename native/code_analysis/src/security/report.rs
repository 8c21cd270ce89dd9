//! All findings of a file.

use std::borrow::Cow;
use std::sync::LazyLock;

use bounded_parse::Tree;

use super::finding::{Finding, SecurityRule, Severity};
use super::search::Search;
use super::suppression::excuses;
use crate::grammar::Grammar;
use crate::outline::to_u32;
use crate::redaction::{Secret, shapes};

/// A file has no more in the tables.
const MOST_FINDINGS: usize = 1_000;

const SECRET: &str = "A secret stands in the file; whoever can read the code has it.";

/// Use of hard-coded credentials.
const SECRET_CWE: u16 = 798;

static SECRET_RULES: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    shapes()
        .map(|shape| (shape, format!("secret-{shape}")))
        .collect()
});

/// Findings in file order.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    /// So many were excused by comments.
    pub(crate) suppressed: u32,
    pub(crate) truncated: bool,
}

/// `None` where the language has no rules, and when `keep_going` said no.
pub(crate) fn report(
    grammar: &Grammar,
    tree: &Tree,
    text: &str,
    secrets: &[Secret],
    keep_going: &dyn Fn() -> bool,
) -> Option<Report> {
    let rules = grammar.rules()?;
    let search = Search {
        rules,
        grammar,
        tree,
        text,
    };
    let mut findings = search.findings(keep_going)?;
    findings.extend(secrets.iter().filter_map(|secret| found(secret, text)));
    findings.sort_by(|a, b| (a.start_byte, &a.rule).cmp(&(b.start_byte, &b.rule)));
    findings.dedup_by(|a, b| a.start_byte == b.start_byte && a.rule == b.rule);
    let count = findings.len();
    if count > 0 {
        let excuses = excuses(rules, tree, text);
        let codes = |finding: &Finding| {
            let mut rules = rules.rules.iter();
            let rule = rules.find(|rule| rule.id == finding.rule);
            rule.map_or(&[][..], |rule| rule.codes.as_slice())
        };
        findings.retain(|finding| {
            let codes = codes(finding);
            !excuses.iter().any(|excuse| excuse.covers(finding, codes))
        });
    }
    let suppressed = to_u32(count - findings.len());
    let truncated = findings.len() > MOST_FINDINGS;
    findings.truncate(MOST_FINDINGS);
    Some(Report {
        findings,
        suppressed,
        truncated,
    })
}

fn found(secret: &Secret, text: &str) -> Option<Finding> {
    let line = |at: usize| {
        let before = text.as_bytes().get(..at)?;
        Some(to_u32(1 + memchr::memchr_iter(b'\n', before).count()))
    };
    let rule = secret_rule(secret.shape);
    Some(Finding {
        rule: rule.id,
        line: line(secret.range.start)?,
        end_line: line(secret.range.end)?,
        start_byte: to_u32(secret.range.start),
        end_byte: to_u32(secret.range.end),
        cwe: rule.cwe,
        severity: rule.severity,
        message: rule.message,
    })
}

/// The rule for a shape of secrets.
pub(crate) fn secret_rule(shape: &'static str) -> SecurityRule {
    let known = SECRET_RULES.iter().find(|(known, _)| *known == shape);
    SecurityRule {
        id: known.map_or(Cow::Borrowed(shape), |(_, id)| Cow::Borrowed(id.as_str())),
        languages: Vec::new(),
        codes: Vec::new(),
        cwe: SECRET_CWE,
        severity: Severity::High,
        message: SECRET,
    }
}
