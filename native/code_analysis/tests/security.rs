//! Runs the rules about security on every file of `tests/security/<language>`. A line with a
//! finding ends in a comment `finding: RULE …`, a line that looks like one but is none in `fine`.
//! Nothing else may be found.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use code_analysis::{
    Analysis, Finding, Limits, ParseStatus, Request, Severity, Thresholds, analyze,
    detect_language, security_rules,
};

/// What a positive line ends in.
const MARK: &str = " finding: ";

/// What a negative line ends in.
const FINE: &str = " fine";

type Lines = BTreeMap<u32, BTreeSet<String>>;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/security");
    let folders = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn analysis_with(path: &str, bytes: &[u8], redact: bool) -> Analysis {
    let request = Request {
        path,
        language: detect_language(path).unwrap(),
        bytes,
        limits: Limits::default(),
        redact,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    };
    analyze(&request).unwrap()
}

fn analysis(path: &str, text: &str) -> Analysis {
    analysis_with(path, text.as_bytes(), true)
}

fn findings(path: &str, text: &str) -> Vec<Finding> {
    analysis(path, text).findings.unwrap()
}

fn rules(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| &*finding.rule).collect()
}

fn expected(text: &str) -> Lines {
    let rows = (1..).zip(text.lines());
    let marked = rows.filter_map(|(line, row)| Some((line, row.rsplit_once(MARK)?.1)));
    marked
        .map(|(line, rules)| (line, rules.split_whitespace().map(str::to_owned).collect()))
        .collect()
}

fn found(path: &Path, text: &str) -> Lines {
    let mut lines = Lines::new();
    for finding in findings(&path.to_string_lossy(), text) {
        let line = lines.entry(finding.line).or_default();
        line.insert(finding.rule.into_owned());
    }
    lines
}

#[test]
fn exactly_the_marked_lines_are_found() {
    for case in cases() {
        let text = fs::read_to_string(&case).unwrap();
        assert_eq!(found(&case, &text), expected(&text), "{}", case.display());
    }
}

#[test]
fn every_rule_has_a_file_with_a_positive_and_two_negatives() {
    let cases = cases();
    for rule in security_rules().unwrap() {
        if rule.languages.is_empty() {
            continue;
        }
        let mut of_rule = cases
            .iter()
            .filter(|case| case.file_stem().unwrap() == &*rule.id);
        let case = of_rule
            .next()
            .unwrap_or_else(|| panic!("{} has no case", rule.id));
        let text = fs::read_to_string(case).unwrap();
        let positives = expected(&text);
        let positives = positives.values().filter(|rules| rules.contains(&*rule.id));
        assert!(positives.count() >= 1, "{} has no positive", rule.id);
        let others = text.lines().filter(|row| match row.rsplit_once(MARK) {
            Some((_, rules)) => !rules.split_whitespace().any(|id| id == rule.id),
            None => row.ends_with(FINE),
        });
        assert!(others.count() >= 2, "{} has no two negatives", rule.id);
    }
}

#[test]
fn line_ends_and_redaction_make_no_difference() {
    for case in cases() {
        let text = fs::read_to_string(&case).unwrap();
        let path = case.to_string_lossy();
        let lines = found(&case, &text);
        assert_eq!(
            found(&case, &text.replace('\n', "\r\n")),
            lines,
            "{path} with CRLF"
        );
        assert_eq!(
            found(&case, &text.replace('\n', "\r")),
            lines,
            "{path} with CR"
        );
        let plain = analysis_with(&path, text.as_bytes(), false).findings;
        assert_eq!(plain.unwrap(), findings(&path, &text), "{path} unredacted");
    }
}

#[test]
fn a_text_in_a_broken_file_or_cut_anywhere_does_no_harm() {
    for case in cases() {
        let text = fs::read_to_string(&case).unwrap();
        let path = case.to_string_lossy();
        for length in (0..text.len()).step_by(17) {
            let mut bytes = text.as_bytes()[..length].to_vec();
            bytes.extend(b"\xff((((\xe2");
            analysis_with(&path, &bytes, true);
        }
    }
}

#[test]
fn secrets_of_known_shapes_are_findings_in_any_language() {
    let key = ["AKIA", "Q3EGRIJ7WXUZ5TNV"].concat();
    for (path, text) in [
        ("a.yaml", format!("a: 1\nkey: {key}\n")),
        ("a.json", format!("{{\"a\": 1,\n\"key\": \"{key}\"}}\n")),
        ("a.ex", format!("a = 1\nkey = \"{key}\"\n")),
    ] {
        for redact in [true, false] {
            let findings = analysis_with(path, text.as_bytes(), redact)
                .findings
                .unwrap();
            assert_eq!(rules(&findings), ["secret-aws-access-key-id"], "{path}");
            assert_eq!((findings[0].line, findings[0].cwe), (2, 798));
            assert_eq!(findings[0].severity, Severity::High);
        }
    }
}

#[test]
fn where_there_are_no_rules_or_no_parse_there_is_no_number() {
    for (path, text) in [
        ("a.nix", "{ }\n".to_owned()),
        ("a.py", "x = 1\n".repeat(1_000_000)),
    ] {
        let analysis = analysis(path, &text);
        assert_eq!(analysis.findings, None);
        assert_eq!(analysis.vulnerability_count, None);
        assert_eq!(analysis.security_score, None);
    }
}

#[test]
fn a_file_without_findings_has_full_score() {
    let analysis = analysis("a.py", "x = 1\n");
    assert_eq!(analysis.parse_status, ParseStatus::Ok);
    assert_eq!(analysis.vulnerability_count, Some(0));
    assert_eq!(analysis.security_score, Some(100.0));
}

#[test]
fn comments_excuse_findings() {
    for (path, text) in [
        ("a.py", "eval(x)  # nosec\n"),
        ("a.py", "eval(x)  # nosec B307\n"),
        ("a.py", "eval(x)  # noqa: S307\n"),
        ("a.py", "eval(\n    x\n)  # nosec\n"),
        (
            "a.ex",
            "defmodule A do\n  # sobelow_skip [\"DOS.StringToAtom\"]\n  def a(x), do: String.to_atom(x)\nend\n",
        ),
        (
            "a.ex",
            "defmodule A do\n  @sobelow_skip [\"DOS\"]\n  @doc \"a\"\n  def a(x), do: String.to_atom(x)\nend\n",
        ),
        ("a.js", "eval(x) // eslint-disable-line\n"),
        (
            "a.js",
            "// eslint-disable-next-line security/detect-eval-with-expression\neval(x)\n",
        ),
        (
            "a.go",
            "package a\n\nfunc a() {\n\tunsafe.Pointer(b) //nolint:gosec\n}\n",
        ),
        ("a.rs", "fn a() { transmute(b) } // nosemgrep\n"),
    ] {
        let analysis = analysis(path, text);
        assert_eq!(
            rules(analysis.findings.as_deref().unwrap()),
            [""; 0],
            "{text}"
        );
        assert_eq!(analysis.metadata.suppressed, Some(1), "{text}");
    }
}

#[test]
fn other_comments_excuse_nothing() {
    for (path, text) in [
        ("a.py", "eval(x)  # nosec B101\n"),
        ("a.py", "eval(x)  # noqa: E501\n"),
        ("a.py", "eval(x)  # nosecond\n"),
        ("a.py", "eval('# nosec' + x)\n"),
        (
            "a.ex",
            "defmodule A do\n  # sobelow_skip [\"XSS.Raw\"]\n  def a(x), do: String.to_atom(x)\nend\n",
        ),
        (
            "a.ex",
            "defmodule A do\n  # sobelow_skip [\"DOS\"]\n  def b(x), do: x\n  def a(x), do: String.to_atom(x)\nend\n",
        ),
        ("a.js", "eval(x) // eslint-disable-line no-console\n"),
        ("a.js", "// eslint-disable-line\neval(x)\n"),
        (
            "a.go",
            "package a\n\nfunc a() {\n\tunsafe.Pointer(b) //nolint:errcheck\n}\n",
        ),
    ] {
        assert_eq!(findings(path, text).len(), 1, "{text}");
    }
}

#[test]
fn no_more_than_a_thousand_are_listed() {
    let analysis = analysis("a.py", &"eval(x)\n".repeat(3_000));
    assert_eq!(analysis.findings.unwrap().len(), 1_000);
    assert!(analysis.metadata.findings_truncated);
}

#[test]
fn a_finding_is_told_once_and_nested_ones_each() {
    assert_eq!(
        rules(&findings("a.py", "eval(eval(eval(x)))\n")),
        ["python-eval"; 3]
    );
}

#[test]
fn a_finding_shows_no_text() {
    let text = "password = \"hunter2hunter2\"\n";
    let shown = format!("{:?}", findings("a.py", text));
    assert!(shown.contains("python-hardcoded-password") && !shown.contains("hunter2"));
}

#[test]
fn the_documentation_lists_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/security.md");
    let mut table = String::new();
    for rule in security_rules().unwrap() {
        let (severity, codes) = (rule.severity.as_str(), rule.codes.join(", "));
        let row = format!(
            "| `{}` | {} | {severity} | {codes} | {} |\n",
            rule.id, rule.cwe, rule.message
        );
        table.push_str(&row);
    }
    let documented = fs::read_to_string(&path).unwrap();
    let (before, rest) = documented.split_once("<!-- rules -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of rules -->\n").unwrap();
    let whole = format!(
        "{before}<!-- rules -->\n| rule | CWE | severity | elsewhere | says |\n|---|---|---|---|---|\n{table}<!-- end of rules -->\n{after}"
    );
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, whole).unwrap();
    } else {
        assert!(
            documented == whole,
            "UPDATE=1 writes the list of rules in docs/security.md anew"
        );
    }
}
