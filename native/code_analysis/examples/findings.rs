//! What the rules about security find in files.
//!
//! `cargo run --release -p code_analysis --example findings -- DIR` prints a line for each finding:
//! path, line, last line, rule, what other tools call it, CWE and severity, separated by tabs.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;

use code_analysis::{Limits, Request, Thresholds, analyze, detect_language, security_rules};
use support::files_below;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let rules = security_rules().unwrap();
    for path in files_below(Path::new(&root)) {
        let path = path.to_string_lossy();
        let Some(language) = detect_language(&path) else {
            continue;
        };
        let bytes = fs::read(&*path).unwrap();
        let analysis = analyze(&Request {
            path: &path,
            language,
            bytes: &bytes,
            limits: Limits::default(),
            redact: true,
            thresholds: Thresholds::DEFAULT,
            keep_going: &|| true,
        });
        for finding in analysis
            .ok()
            .and_then(|analysis| analysis.findings)
            .unwrap_or_default()
        {
            let rule = rules.iter().find(|rule| rule.id == finding.rule);
            let codes = rule.map_or(String::new(), |rule| rule.codes.join(" "));
            println!(
                "{path}\t{}\t{}\t{}\t{codes}\t{}\t{}",
                finding.line,
                finding.end_line,
                finding.rule,
                finding.cwe,
                finding.severity.as_str()
            );
        }
    }
}
