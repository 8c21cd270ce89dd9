//! Texts with more of something than a row can take.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::thread;

use code_analysis::{Analysis, Limits, Request, analyze};
use serde_json::Value;

use support::{ORIGIN, json_rows, language, request};

const UNLIMITED: Limits = Limits {
    max_bytes: usize::MAX,
    max_line_bytes: usize::MAX,
    max_bracket_depth: usize::MAX,
    max_indentation: usize::MAX,
};

fn rows(analysis: &Analysis) -> [Value; 2] {
    json_rows(analysis, &ORIGIN)
}

#[test]
fn a_hundred_thousand_levels_are_survived() {
    // The Elixir grammar itself takes quadratic time for chains of operators.
    let shapes = [
        ("(", ")", 100_000),
        ("[", "]", 100_000),
        ("{", "}", 100_000),
        ("a + ", "", 10_000),
    ];
    let deep = move || {
        for language in ["elixir", "javascript", "rust", "tsx"].map(language) {
            for (open, close, levels) in shapes {
                let text = format!("{}a{}", open.repeat(levels), close.repeat(levels));
                let request = Request {
                    limits: UNLIMITED,
                    ..request(language, text.as_bytes())
                };
                rows(&analyze(&request).unwrap());
            }
        }
    };
    let thread = thread::Builder::new().stack_size(16 * 1024 * 1024);
    thread.spawn(deep).unwrap().join().unwrap();
}

#[test]
fn large_trees_are_cut_and_stay_valid() {
    let nested = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let long = "a(1, 2)\n".repeat(15_000);
    for text in [nested, long] {
        let analysis = analyze(&request(language("elixir"), text.as_bytes())).unwrap();
        assert!(analysis.metadata.ast_truncated);
        assert!(analysis.ast_json.as_ref().unwrap().len() < 1_100_000);
        let [file, _] = rows(&analysis);
        assert!(
            file["ast_json"][0]
                .as_str()
                .unwrap()
                .starts_with("source 1")
        );
        assert_eq!(file["metadata"]["ast_truncated"], true);
    }
}

#[test]
fn long_lists_are_cut_and_what_is_left_out_still_counts() {
    let keys = "a: 1\n".repeat(10_001);
    let analysis = analyze(&request(language("yaml"), keys.as_bytes())).unwrap();
    assert_eq!(analysis.symbols.as_ref().unwrap().len(), 10_000);
    let [file, _] = rows(&analysis);
    assert_eq!(file["metadata"]["symbols_truncated"], true);
    let functions = "fn a() {}\n".repeat(10_001);
    let analysis = analyze(&request(language("rust"), functions.as_bytes())).unwrap();
    assert_eq!(analysis.symbols.as_ref().unwrap().len(), 10_000);
    assert_eq!(analysis.counts.functions, Some(10_001));
    assert!(analysis.metadata.symbols_truncated && !analysis.metadata.links_truncated);
    let links = "[a](b)\n".repeat(10_001);
    let analysis = analyze(&request(language("markdown"), links.as_bytes())).unwrap();
    assert_eq!(analysis.imports.as_ref().unwrap().len(), 10_000);
    assert!(analysis.metadata.links_truncated && !analysis.metadata.symbols_truncated);
}

#[test]
fn long_names_are_cut() {
    let name = "ä".repeat(10_000);
    let text = format!("{{\"{name}\": {{\"b\": 1}}}}");
    let analysis = analyze(&request(language("json"), text.as_bytes())).unwrap();
    let symbols = analysis.symbols.as_ref().unwrap();
    assert_eq!(symbols[0].name, format!("{}…", "ä".repeat(100)));
    assert_eq!(symbols[1].parent.as_ref(), Some(&symbols[0].name));
}
