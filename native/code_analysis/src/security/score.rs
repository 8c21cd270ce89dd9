//! The numbers of a file's findings.

use super::finding::{Finding, Severity};
use crate::metrics::rounded;
use crate::outline::to_u32;

/// Low findings beyond these change nothing: a test with a thousand assertions is no danger.
const LOW_FINDINGS: usize = 10;

/// Findings that are vulnerabilities: those of medium and high severity.
pub(crate) fn vulnerability_count(findings: &[Finding]) -> u32 {
    let counts = |finding: &&Finding| finding.severity >= Severity::Medium;
    to_u32(findings.iter().filter(counts).count())
}

/// 100 without a finding, nearer to 0 with each.
pub(crate) fn security_score(findings: &[Finding]) -> f64 {
    let count = |severity| {
        let findings = findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let low = count(Severity::Low).min(LOW_FINDINGS);
    let weight = 30 * count(Severity::High) + 10 * count(Severity::Medium) + low;
    rounded(100.0 * (-(weight as f64) / 100.0).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(severity: Severity, count: usize) -> Vec<Finding> {
        let finding = Finding {
            rule: "rule".into(),
            line: 1,
            end_line: 1,
            start_byte: 0,
            end_byte: 1,
            cwe: 1,
            severity,
            message: "message",
        };
        vec![finding; count]
    }

    #[test]
    fn low_findings_are_no_vulnerabilities() {
        assert_eq!(vulnerability_count(&findings(Severity::Low, 3)), 0);
        assert_eq!(vulnerability_count(&findings(Severity::Medium, 3)), 3);
        assert_eq!(vulnerability_count(&findings(Severity::High, 3)), 3);
    }

    #[test]
    fn the_score_begins_at_100_and_never_rises() {
        assert!((security_score(&[]) - 100.0).abs() < f64::EPSILON);
        for severity in [Severity::Low, Severity::Medium, Severity::High] {
            let scores = (0..2_000).map(|count| security_score(&findings(severity, count)));
            let scores: Vec<_> = scores.collect();
            assert!(scores[0] > scores[1]);
            for pair in scores.windows(2) {
                assert!(pair[0] >= pair[1] && pair[1] >= 0.0);
            }
        }
    }

    #[test]
    fn a_worse_finding_costs_more() {
        let score = |severity| security_score(&findings(severity, 1));
        assert!(score(Severity::Low) > score(Severity::Medium));
        assert!(score(Severity::Medium) > score(Severity::High));
    }
}
