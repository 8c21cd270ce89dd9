//! What holds for every file of `tests/cases`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use code_analysis::{Analysis, Halstead, Symbol, analyze, languages, rows as rows_of};

use support::{ORIGIN, case_files, request};

fn rows(analysis: &Analysis) -> [String; 2] {
    let rows = rows_of(analysis, &ORIGIN);
    [rows.code_files, rows.codebase_metadata]
}

#[test]
fn numbers_of_case_files_are_finite_or_absent() {
    for (language, name, bytes) in case_files() {
        assert_finite(&analyze(&request(language, &bytes)).unwrap(), &name);
    }
}

/// Logarithms and quotients of nothing.
#[test]
fn numbers_of_nearly_empty_files_are_finite_or_absent() {
    for language in languages() {
        for text in [
            "", "\n", " \t\r\n", "\u{feff}", "# a\n", "// a\n", "a", "1", "\"\"", "+", ";", "(",
            "{}",
        ] {
            let analysis = analyze(&request(language, text.as_bytes())).unwrap();
            assert_finite(&analysis, &format!("{} {text:?}", language.name));
        }
    }
}

fn assert_finite(analysis: &Analysis, name: &str) {
    let index = analysis.maintainability_index;
    assert!(is_within(index, 100.0), "{name}");
    assert!(is_within(analysis.documentation_coverage, 1.0), "{name}");
    assert!(analysis.halstead.is_none_or(is_sound), "{name}");
    for symbol in analysis.symbols.iter().flatten() {
        let measures = &symbol.measures;
        let about = format!("{name} {}", symbol.name);
        assert!(is_within(measures.maintainability_index, 100.0), "{about}");
        assert!(measures.halstead.is_none_or(is_sound), "{about}");
        assert!(measures.cyclomatic_complexity.is_none_or(|value| value > 0));
    }
}

fn is_within(value: Option<f64>, most: f64) -> bool {
    value.is_none_or(|value| (0.0..=most).contains(&value))
}

fn is_sound(halstead: Halstead) -> bool {
    let Halstead {
        vocabulary, length, ..
    } = halstead;
    let parts = [halstead.volume, halstead.difficulty, halstead.effort];
    vocabulary == halstead.distinct_operators + halstead.distinct_operands
        && length == halstead.operators + halstead.operands
        && vocabulary <= length
        && parts.iter().all(|part| part.is_finite() && *part >= 0.0)
}

#[test]
fn case_files_give_the_same_rows_whatever_was_parsed_before() {
    let files = case_files();
    for (language, name, bytes) in files.iter().chain(files.iter().rev()) {
        let fresh = analyze(&request(language, bytes)).unwrap();
        let again = analyze(&request(language, bytes)).unwrap();
        assert_eq!(rows(&fresh), rows(&again), "{name}");
    }
}

#[test]
fn every_line_of_a_case_file_and_of_its_functions_is_in_one_class() {
    for (language, name, bytes) in case_files() {
        let analysis = analyze(&request(language, &bytes)).unwrap();
        let lines = analysis.lines.unwrap();
        let classes = lines.code.unwrap() + lines.comment.unwrap() + lines.blank;
        assert_eq!(classes, lines.total, "{name}");
        for symbol in analysis.symbols.iter().flatten() {
            assert_eq!(
                classes_of(symbol),
                symbol.measures.lines,
                "{name} {}",
                symbol.name
            );
        }
    }
}

/// `None` only where none of the classes is known.
fn classes_of(symbol: &Symbol) -> Option<u32> {
    let measures = &symbol.measures;
    let classes = [
        measures.code_lines,
        measures.comment_lines,
        measures.blank_lines,
    ];
    if classes == [None; 3] {
        return None;
    }
    Some(classes.map(Option::unwrap).iter().sum())
}

/// But in Markdown, where white space matters, after a backslash, which joins lines, and in syntax
/// errors, from which a parser may recover elsewhere.
#[test]
fn blank_lines_between_all_lines_change_no_complexity() {
    for (language, name, bytes) in case_files() {
        let text = String::from_utf8(bytes).unwrap();
        let errors = analyze(&request(language, text.as_bytes()))
            .unwrap()
            .error_count;
        if language.name == "markdown" || text.contains("\\\n") || errors != Some(0) {
            continue;
        }
        let spaced = text.replace('\n', "\n\n");
        let [plain, spaced] = [text, spaced].map(|text| {
            let analysis = analyze(&request(language, text.as_bytes())).unwrap();
            let symbols = analysis.symbols.unwrap().into_iter();
            let measures = symbols.map(|symbol| {
                let it = symbol.measures;
                (
                    symbol.name,
                    symbol.kind,
                    symbol.parameters,
                    [it.cyclomatic_complexity, it.cognitive_complexity],
                    [it.nesting_depth, it.exits],
                )
            });
            measures.collect::<Vec<_>>()
        });
        assert_eq!(plain, spaced, "{name}");
    }
}
