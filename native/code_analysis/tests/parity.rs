//! The same control flow counts the same in every language. A folder of `tests/parity` holds one
//! function `f` in several languages and what all of them must have.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use code_analysis::{Limits, Request, Thresholds, analyze, detect_language};

#[test]
fn the_same_control_flow_counts_the_same_everywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity");
    let mut compared = 0;
    for folder in entries(&root) {
        let expected = fs::read_to_string(folder.join("expected")).unwrap();
        for path in entries(&folder).filter(|path| path.extension().is_some()) {
            assert_eq!(measures(&path), expected.trim(), "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared >= 15, "the cases are gone");
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
}

fn measures(path: &Path) -> String {
    let name = path.to_str().unwrap();
    let analysis = analyze(&Request {
        path: name,
        language: detect_language(name).unwrap(),
        bytes: &fs::read(path).unwrap(),
        limits: Limits::default(),
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    });
    let symbols = analysis.unwrap().symbols.unwrap();
    let function = symbols.iter().find(|symbol| symbol.name == "f").unwrap();
    let measures = function.measures;
    format!(
        "cyclomatic {}, cognitive {}, nesting {}",
        measures.cyclomatic_complexity.unwrap(),
        measures.cognitive_complexity.unwrap(),
        measures.nesting_depth.unwrap()
    )
}
