//! Tags, each with the lines that earn it.
//!
//! `tests/semantics/shapes.tsv` has files into which every name of every rule is put: in some the
//! rule is found, in others, which look alike, it is not. `tests/semantics/*.txt` has whole files,
//! each after a line `===== PATH`: a line that earns something ends in `<- RULE …`, which is taken
//! off first, and nothing else may be found. A line `<= TEXT` gives the file's own words.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use code_analysis::{
    Analysis, Request, SemanticRule, Tag, analyze, detect_language, semantic_rules, tag_meanings,
};
use support::request;

/// Lines with the rules that they are found by.
type Lines = BTreeMap<u32, BTreeSet<String>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/semantics")
}

fn analysis(path: &str, text: &str) -> Analysis {
    let language = detect_language(path).unwrap();
    analyze(&Request {
        path,
        ..request(language, text.as_bytes())
    })
    .unwrap()
}

fn tags(analysis: &Analysis) -> impl Iterator<Item = &Tag> {
    let all = [
        &analysis.domains,
        &analysis.patterns,
        &analysis.features,
        &analysis.performance_characteristics,
        &analysis.security_characteristics,
    ];
    all.into_iter().flatten().flatten()
}

fn found(analysis: &Analysis) -> Lines {
    let mut lines = Lines::new();
    for evidence in tags(analysis).flat_map(|tag| &tag.evidence) {
        let rules = lines.entry(evidence.line).or_default();
        rules.insert(evidence.rule.to_owned());
    }
    lines
}

/// Has at most three lines for a tag, as every file here should.
fn is_complete(analysis: &Analysis) -> bool {
    tags(analysis).all(|tag| tag.count as usize == tag.evidence.len())
}

// --- Whole files

struct Case {
    path: String,
    text: String,
    earned: Lines,
    words: Option<String>,
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(folder()).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let texts = files.iter().map(|path| fs::read_to_string(path).unwrap());
    texts
        .flat_map(|text| text.split("===== ").skip(1).map(case).collect::<Vec<_>>())
        .collect()
}

fn case(section: &str) -> Case {
    let (path, body) = section.split_once('\n').unwrap();
    let (mut earned, mut words, mut text) = (Lines::new(), None, String::new());
    let mut line = 0;
    for row in body.lines() {
        if let Some(told) = row.strip_prefix("<= ") {
            words = Some(told.to_owned());
            continue;
        }
        line += 1;
        let code = match row.rsplit_once("<- ") {
            Some((code, rules)) => {
                let rules = rules.split_whitespace().map(str::to_owned);
                earned.insert(line, rules.collect());
                code.trim_end()
            }
            None => row,
        };
        text.push_str(code);
        text.push('\n');
    }
    Case {
        path: path.to_owned(),
        text,
        earned,
        words,
    }
}

#[test]
fn exactly_the_marked_lines_earn_tags() {
    for case in cases() {
        let analysis = analysis(&case.path, &case.text);
        assert_eq!(
            found(&analysis),
            case.earned,
            "{}:\n{}",
            case.path,
            case.text
        );
        assert!(is_complete(&analysis), "{} has too many lines", case.path);
    }
}

#[test]
fn the_words_are_the_file_s_own() {
    for case in cases() {
        let context = analysis(&case.path, &case.text).business_context;
        let told = context.as_ref().map(|context| context.text.clone());
        assert_eq!(told, case.words, "{}:\n{}", case.path, case.text);
    }
}

#[test]
fn line_ends_make_no_difference() {
    for case in cases() {
        let lf = analysis(&case.path, &case.text);
        for end in ["\r\n", "\r"] {
            let other = analysis(&case.path, &case.text.replace('\n', end));
            assert_eq!(found(&lf), found(&other), "{} with {end:?}", case.path);
            assert_eq!(lf.business_context, other.business_context, "{}", case.path);
        }
    }
}

#[test]
fn a_file_that_is_cut_anywhere_does_no_harm() {
    for case in cases() {
        for length in (0..case.text.len()).step_by(13) {
            let mut bytes = case.text.as_bytes()[..length].to_vec();
            bytes.extend(b"\xff((((\xe2");
            let language = detect_language(&case.path).unwrap();
            let analysis = analyze(&request(language, &bytes)).unwrap();
            assert_sound(&analysis);
        }
    }
}

// --- Every name of every rule

struct Shape {
    language: String,
    subject: String,
    earns: bool,
    text: String,
}

fn shapes() -> Vec<Shape> {
    let table = fs::read_to_string(folder().join("shapes.tsv")).unwrap();
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<_> = row.split('\t').map(str::to_owned).collect();
        let [language, subject, earns, text] = cells.try_into().unwrap();
        Shape {
            language,
            subject,
            earns: earns == "earns",
            text: text.replace('⏎', "\n"),
        }
    })
    .collect()
}

/// The parts of a name that shapes are filled with.
fn filled(shape: &str, name: &str) -> String {
    let called = match name.rsplit(['.', ':']).next().unwrap() {
        last if name.contains('.') && last.starts_with(char::is_lowercase) => format!("{name}(x)"),
        _ => format!("{name}.f(x)"),
    };
    let (module, member) = match name.split_once(':') {
        Some((module, member)) => (module, member),
        // The last element of a path may have a member; a host before it has dots, too.
        None => {
            let element = name.rfind('/').map_or(0, |slash| slash + 1);
            let dot = name[element..].rfind('.').map(|dot| element + dot);
            dot.filter(|dot| name[dot + 1..].starts_with(char::is_uppercase))
                .map_or((name, "Member"), |dot| (&name[..dot], &name[dot + 1..]))
        }
    };
    let imported = match name.split_once(':') {
        Some((_, member)) => format!("{{ {member} }}"),
        None => "one".to_owned(),
    };
    let first = name.split(['.', ':']).next().unwrap();
    let used = match name.strip_prefix("…Web:") {
        Some(what) => format!("ShopWeb, :{what}"),
        None => name.to_owned(),
    };
    let fill = [
        ("{called_in_own}", called.trim_start_matches(':')),
        ("{called}", &called),
        ("{name}", &used),
        ("{module}", module),
        ("{member}", member),
        ("{imported}", &imported),
        ("{first_module}", first),
        ("{first}", first),
    ];
    fill.into_iter()
        .fold(shape.to_owned(), |text, (key, value)| {
            text.replace(key, value)
        })
}

fn has_rule(analysis: &Analysis, rule: &SemanticRule) -> bool {
    let lines = found(analysis);
    lines.values().any(|rules| rules.contains(rule.id))
}

fn extension(language: &str) -> &str {
    match language {
        "elixir" => "ex",
        "python" => "py",
        "javascript" => "js",
        "rust" => "rs",
        "bash" => "sh",
        other => other,
    }
}

#[test]
fn every_name_of_every_rule_earns_its_tags_and_what_looks_alike_does_not() {
    let (rules, shapes) = (semantic_rules().unwrap(), shapes());
    let (mut earned, mut wrong) = (BTreeSet::new(), Vec::new());
    for shape in &shapes {
        let path = format!("a.{}", extension(&shape.language));
        let of_language = rules.iter().filter(|rule| {
            rule.languages.contains(&&*shape.language) && rule.subject == shape.subject
        });
        for rule in of_language {
            for name in &rule.names {
                // An Erlang module cannot be given another name, nor can a word of the language.
                let fits = !(shape.text.contains("{first_module}") && name.starts_with(':')
                    || shape.text.contains("{first}") && name.starts_with("import.")
                    || shape.text.contains("Shop.") && name.starts_with([':', '…']));
                let text = filled(&shape.text, name.trim_end_matches("()"));
                let is_found = has_rule(&analysis(&path, &text), rule);
                if fits && is_found != shape.earns {
                    wrong.push(format!("{} is_found={is_found}:\n{text}", rule.id));
                }
                if shape.earns && is_found {
                    earned.insert((rule.id, *name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n\n"));
    let cases = cases();
    for rule in &rules {
        let in_cases = cases
            .iter()
            .flat_map(|case| case.earned.values())
            .any(|rules| rules.contains(rule.id));
        for name in &rule.names {
            let is_earned = in_cases || earned.contains(&(rule.id, *name));
            assert!(is_earned, "nothing shows that {} finds {name}", rule.id);
        }
    }
}

// --- Properties

/// Evidence is what stands in its line; tags are of the list, sorted, each once.
fn assert_sound(analysis: &Analysis) {
    let text = analysis.content.as_deref().unwrap_or_default();
    let lines: Vec<&str> = text.split('\n').collect();
    for tag in tags(analysis) {
        assert!((1..=3).contains(&tag.evidence.len()), "{tag:?}");
        assert!(tag.count as usize >= tag.evidence.len(), "{tag:?}");
        for evidence in &tag.evidence {
            let line = lines[evidence.line as usize - 1];
            assert!(
                !evidence.text.is_empty() && line.contains(&evidence.text),
                "{tag:?}"
            );
            assert!(evidence.text.len() <= 100, "{tag:?}");
        }
        assert!(
            tag.evidence.is_sorted_by_key(|evidence| evidence.line),
            "{tag:?}"
        );
    }
    for tags in [&analysis.domains, &analysis.patterns, &analysis.features] {
        let names: Vec<_> = tags.iter().flatten().map(|tag| tag.tag).collect();
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    }
}

#[test]
fn evidence_stands_in_its_line() {
    let known: BTreeSet<_> = tag_meanings().iter().map(|tag| tag.tag).collect();
    for case in cases() {
        let analysis = analysis(&case.path, &case.text);
        assert_sound(&analysis);
        assert!(tags(&analysis).all(|tag| known.contains(tag.tag)));
    }
}

#[test]
fn more_lines_are_counted_than_shown() {
    let text = format!("import time\n{}", "time.sleep(1)\n".repeat(100));
    let analysis = analysis("a.py", &text);
    let waits = &analysis.performance_characteristics.as_ref().unwrap()[0];
    assert_eq!((waits.tag, waits.count), ("blocking-wait", 100));
    let lines: Vec<_> = waits
        .evidence
        .iter()
        .map(|evidence| evidence.line)
        .collect();
    assert_eq!(lines, [2, 3, 4]);
}

#[test]
fn evidence_and_words_show_no_secret() {
    let key = ["AKIA", "Q3EGRIJ7WXUZ5TNV"].concat();
    let text =
        format!("\"\"\"Uses {key} to ask.\"\"\"\nimport os\nos.environ[\"K\"] = \"{key}\"\n");
    let analysis = analysis("a.py", &text);
    let shown = format!("{:?} {:?}", analysis.features, analysis.business_context);
    assert!(shown.contains("os.environ") && shown.contains("Uses ") && !shown.contains(&key));
}

#[test]
fn without_rules_or_a_parse_there_are_no_tags() {
    for (path, text) in [
        ("a.json", "{}".to_owned()),
        ("a.md", "# import os\n".to_owned()),
        ("a.py", "import os\n".repeat(1_000_000)),
    ] {
        let analysis = analysis(path, &text);
        assert_eq!(analysis.domains, None, "{path}");
        assert_eq!(analysis.security_characteristics, None, "{path}");
    }
    let analysis = analysis("a.py", "x = 1\n");
    assert_eq!(analysis.domains, Some(Vec::new()));
    assert_eq!(analysis.business_context, None);
}

#[test]
fn a_line_without_end_is_cut() {
    let text = format!("import os; x = \"{}\"; os.getenv(x)\n", "é".repeat(4_000));
    assert_sound(&analysis("a.py", &text));
}

#[test]
fn the_same_file_has_the_same_evidence_whatever_the_order_of_names() {
    let gap = "x".repeat(200);
    let text = format!("import os\nos.stat(os.walk('{gap}'), os.listdir('{gap}'), os.remove(1))\n");
    let first = analysis("a.py", &text);
    for _ in 0..20 {
        assert_eq!(analysis("a.py", &text).features, first.features);
    }
}
