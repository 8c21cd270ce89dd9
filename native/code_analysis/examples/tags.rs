//! What the rules about meaning find in files.
//!
//! `cargo run --release -p code_analysis --example tags -- DIR` prints a line for each piece of
//! evidence: path, line, aspect, tag, rule and the line's text, and one for each file's own words,
//! separated by tabs.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;

use code_analysis::{Analysis, Aspect, Limits, Request, Thresholds, analyze, detect_language};
use support::files_below;

fn main() {
    let root = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
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
        if let Ok(analysis) = analysis {
            print(&analysis);
        }
    }
}

fn print(analysis: &Analysis) {
    let path = &analysis.path;
    if let Some(context) = &analysis.business_context {
        let title = context.title.as_deref().unwrap_or_default();
        println!(
            "{path}\t{}\tcontext\t{}\t{title}\t{}",
            context.line, context.source, context.text
        );
    }
    let aspects = [
        (Aspect::Domain, &analysis.domains),
        (Aspect::Pattern, &analysis.patterns),
        (Aspect::Feature, &analysis.features),
        (Aspect::Performance, &analysis.performance_characteristics),
        (Aspect::Security, &analysis.security_characteristics),
    ];
    for (aspect, tags) in aspects {
        for tag in tags.iter().flatten() {
            for evidence in &tag.evidence {
                println!(
                    "{path}\t{}\t{}\t{}\t{}\t{}",
                    evidence.line,
                    aspect.as_str(),
                    tag.tag,
                    evidence.rule,
                    evidence.text
                );
            }
        }
    }
}
