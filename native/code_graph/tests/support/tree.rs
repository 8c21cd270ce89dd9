//! The files of a tree on disk, analysed.

use std::path::Path;

use code_analysis::{Analysis, Limits, Request, Thresholds, detect_language, languages};
use code_watch::{Filter, FilterOptions, read, scan};

pub const MAX_BYTES: u64 = 2_000_000;

/// Each file that can be, in no order.
pub fn analyze(root: &Path, mut each: impl FnMut(Analysis)) {
    let filter = Filter::new(FilterOptions {
        extensions: extensions(),
        respect_gitignore: false,
        ..FilterOptions::default()
    })
    .unwrap_or_else(|error| panic!("{}: {}", error.pattern, error.reason));
    let mut paths = Vec::new();
    scan(root, &filter, None, &mut |entry| {
        paths.push(entry.path);
        true
    });
    for path in paths {
        if let Some(analysis) = analysis(root, &path) {
            each(analysis);
        }
    }
}

fn extensions() -> Vec<String> {
    let all = languages().iter().flat_map(|language| &language.extensions);
    all.map(ToString::to_string).collect()
}

fn analysis(root: &Path, path: &str) -> Option<Analysis> {
    let request = Request {
        path,
        language: detect_language(path)?,
        bytes: &read(root, path, MAX_BYTES).ok()?.bytes?,
        limits: Limits::default(),
        redact: false,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    };
    code_analysis::analyze(&request).ok()
}
