//! Runs every file of `tests/cases/<language>` and compares what was found with the outline beside
//! it. `UPDATE=1 cargo test -p code_analysis --test cases` writes the outlines anew; read them.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use code_analysis::{
    Analysis, Clause, Halstead, Limits, Request, Symbol, Thresholds, analyze, detect_language,
};

#[test]
fn outlines_are_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 8, "the cases are gone");
    let wrong: Vec<_> = cases.iter().filter(|case| !is_as_expected(case)).collect();
    assert!(wrong.is_empty(), "unexpected outlines: {wrong:#?}");
}

#[test]
fn every_line_is_in_one_class() {
    for case in cases() {
        let lines = analysis_of(&case, &fs::read(&case).unwrap()).lines.unwrap();
        let classes = lines.code.unwrap() + lines.comment.unwrap() + lines.blank;
        assert_eq!(classes, lines.total, "{case:?}");
        assert!(lines.doc <= lines.comment, "{case:?}");
    }
}

#[test]
fn line_ends_make_no_difference() {
    for case in cases() {
        let text = fs::read_to_string(&case).unwrap();
        let lf = analysis_of(&case, text.as_bytes());
        let crlf = analysis_of(&case, text.replace('\n', "\r\n").as_bytes());
        let cr = analysis_of(&case, text.replace('\n', "\r").as_bytes());
        let bare = analysis_of(&case, text.trim_end().as_bytes());
        assert_eq!(outline(&lf), outline(&crlf), "{case:?} with CRLF");
        assert_eq!(outline(&lf), outline(&cr), "{case:?} with CR");
        let last_lines = text.len() - text.trim_end().len();
        assert!(
            last_lines > 1 || lf.lines == bare.lines,
            "{case:?} without the last line end"
        );
    }
}

#[test]
fn byte_ranges_and_lines_cut_the_same_text() {
    for case in cases() {
        let text = fs::read_to_string(&case).unwrap();
        for text in [
            text.clone(),
            format!("\u{feff}{text}"),
            text.replace('\n', "\r\n"),
        ] {
            let analysis = analysis_of(&case, text.as_bytes());
            for symbol in analysis.symbols.as_ref().unwrap() {
                let range = symbol.start_byte as usize..symbol.end_byte as usize;
                let cut = &analysis.content.as_ref().unwrap()[range.clone()];
                let before = text[..range.start].matches('\n').count() as u32;
                let inside = cut.trim_end().matches('\n').count() as u32;
                assert_eq!(symbol.start_line, before + 1, "{case:?} {}", symbol.name);
                assert_eq!(
                    symbol.end_line,
                    before + inside + 1,
                    "{case:?} {}",
                    symbol.name
                );
                let word = symbol
                    .signature
                    .split_whitespace()
                    .next()
                    .unwrap_or_default();
                assert!(
                    cut.starts_with(word),
                    "{case:?} {} cuts {cut:?}",
                    symbol.name
                );
            }
        }
    }
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let languages = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir());
    let files = languages.flat_map(|language| fs::read_dir(language).unwrap());
    let mut cases: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension != "outline")
    });
    cases.sort();
    cases
}

fn is_as_expected(case: &Path) -> bool {
    let beside = PathBuf::from(format!("{}.outline", case.display()));
    let found = outline(&analysis_of(case, &fs::read(case).unwrap()));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&beside, &found).unwrap();
    }
    let expected = fs::read_to_string(&beside).unwrap_or_default();
    if expected != found {
        println!("--- {}\n{expected}+++ found\n{found}", case.display());
    }
    expected == found
}

fn analysis_of(case: &Path, bytes: &[u8]) -> Analysis {
    let path = case.to_str().unwrap();
    let language = detect_language(path).unwrap();
    let directory = case.parent().unwrap().file_name().unwrap();
    assert_eq!(
        directory, language.name,
        "{case:?} lies in the wrong folder"
    );
    let limits = Limits::default();
    analyze(&Request {
        path,
        language,
        bytes,
        limits,
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| true,
    })
    .unwrap()
}

/// Everything but byte offsets.
fn outline(analysis: &Analysis) -> String {
    let mut text = String::new();
    let lines = analysis.lines.unwrap();
    let count = |count: Option<u32>| count.map_or("-".to_owned(), |count| count.to_string());
    let counts = analysis.counts;
    writeln!(
        text,
        "status {}, errors {}",
        analysis.parse_status.as_str(),
        count(analysis.error_count)
    )
    .unwrap();
    writeln!(
        text,
        "lines {}: code {}, comment {} (doc {}), blank {}",
        lines.total,
        count(lines.code),
        count(lines.comment),
        count(lines.doc),
        lines.blank
    )
    .unwrap();
    writeln!(
        text,
        "cyclomatic {}, cognitive {}, nesting {}, clauses {}, parameters {}, exits {}",
        count(analysis.cyclomatic_complexity),
        count(analysis.cognitive_complexity),
        count(analysis.nesting_depth),
        count(analysis.metadata.clauses),
        count(analysis.metadata.parameters),
        count(analysis.metadata.exits)
    )
    .unwrap();
    writeln!(
        text,
        "halstead {}, maintainability {}, documented {} of {}",
        halstead_of(analysis.halstead),
        analysis
            .maintainability_index
            .map_or("-".to_owned(), |index| format!("{index:.2}")),
        count(analysis.metadata.documented),
        count(analysis.metadata.documentable)
    )
    .unwrap();
    writeln!(
        text,
        "functions {}, classes {}, structs {}, enums {}, traits {}, interfaces {}",
        count(counts.functions),
        count(counts.classes),
        count(counts.structs),
        count(counts.enums),
        count(counts.traits),
        count(counts.interfaces)
    )
    .unwrap();
    for symbol in analysis.symbols.iter().flatten() {
        writeln!(text, "{}", line_of(symbol)).unwrap();
        for clause in symbol.clauses.iter().filter(|_| symbol.clauses.len() > 1) {
            writeln!(text, "    clause {}", line_of_clause(clause)).unwrap();
        }
    }
    for import in analysis.imports.iter().flatten() {
        let names = import.names.join(", ");
        writeln!(
            text,
            "{} {} {} ({names})",
            import.line, import.kind, import.source
        )
        .unwrap();
    }
    for smell in analysis.smells.iter().flatten() {
        let limit = smell.value.zip(smell.threshold);
        let limit = limit.map_or(String::new(), |(value, limit)| {
            format!(" {value} > {limit}")
        });
        let name = smell.name.as_deref().unwrap_or("-");
        let (first, last) = (smell.line, smell.end_line);
        writeln!(text, "{first}-{last} smell {} {name}{limit}", smell.id).unwrap();
    }
    for reference in analysis.references.iter().flatten() {
        let (line, kind, name) = (reference.line, reference.kind, &reference.name);
        writeln!(text, "{line} reference {kind} {name}").unwrap();
    }
    for quoted in analysis.quoted.iter().flatten() {
        let (line, kind, name) = (quoted.line, quoted.kind, &quoted.name);
        writeln!(text, "{line} quoted {kind} {name} in {}", quoted.within).unwrap();
    }
    for export in analysis.exports.iter().flatten() {
        writeln!(
            text,
            "{} export {} {}",
            export.line, export.kind, export.name
        )
        .unwrap();
    }
    for reference in analysis.references.iter().flatten() {
        writeln!(
            text,
            "{} reference {} {}",
            reference.line, reference.kind, reference.name
        )
        .unwrap();
    }
    text
}

/// n1, n2, N1, N2: distinct operators and operands, then all.
fn halstead_of(halstead: Option<Halstead>) -> String {
    halstead.map_or("-".to_owned(), |halstead| {
        format!(
            "{} {} {} {}",
            halstead.distinct_operators,
            halstead.distinct_operands,
            halstead.operators,
            halstead.operands
        )
    })
}

fn line_of(symbol: &Symbol) -> String {
    let mut line = format!("{}-{} ", symbol.start_line, symbol.end_line);
    let mut add = |words: Option<String>| line.extend(words);
    let visibility = symbol.visibility;
    add(visibility.map(|visibility| format!("{visibility:?} ").to_lowercase()));
    add(Some(format!("{} {}", symbol.kind.as_str(), symbol.name)));
    add(symbol.parameters.map(|parameters| format!("/{parameters}")));
    add(symbol.parent.as_ref().map(|parent| format!(" in {parent}")));
    add(symbol.depth.map(|depth| format!(" depth {depth}")));
    add(match (symbol.documentable, symbol.documented) {
        (_, true) => Some(" documented".to_owned()),
        (true, false) => Some(" undocumented".to_owned()),
        (false, false) => None,
    });
    let measures = &symbol.measures;
    let numbers = [
        ("cyclomatic", measures.cyclomatic_complexity),
        ("cognitive", measures.cognitive_complexity),
        ("nesting", measures.nesting_depth),
        ("exits", measures.exits),
    ];
    for (name, value) in numbers {
        add(value.map(|value| format!(" {name} {value}")));
    }
    add(measures
        .halstead
        .map(|halstead| format!(" halstead {}", halstead_of(Some(halstead)))));
    add(Some(format!(" | {}", symbol.signature)));
    for attribute in &symbol.attributes {
        add(Some(format!("\n    {attribute}")));
    }
    add(symbol.doc.as_ref().map(|doc| format!("\n    doc {doc:?}")));
    line
}

fn line_of_clause(clause: &Clause) -> String {
    let Clause {
        start_line,
        end_line,
        cyclomatic_complexity,
        cognitive_complexity,
        nesting_depth,
        ..
    } = clause;
    let count = |count: &Option<u32>| count.map_or("-".to_owned(), |count| count.to_string());
    format!(
        "{start_line}-{end_line} cyclomatic {} cognitive {} nesting {}",
        count(cyclomatic_complexity),
        count(cognitive_complexity),
        count(nesting_depth)
    )
}
