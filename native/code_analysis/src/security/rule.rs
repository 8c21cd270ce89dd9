//! Rules as they stand in their files.

use std::fmt;
use std::sync::OnceLock;

use tree_sitter::{Language, Query, QueryPredicateArg};

use super::finding::Severity;

/// A file of rules: its name for messages, and its text.
pub(crate) type RuleFile = (&'static str, &'static str);

/// The capture whose node is the finding.
const FINDING: &str = "finding";

/// How many levels above a word its rule's node may be.
const REACH: usize = 7;

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// The file of rules.
    pub file: &'static str,
    /// Line in it, from 1.
    pub line: usize,
    /// The rule, where it is known.
    pub rule: &'static str,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for RuleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            rule,
            problem,
        } = self;
        write!(formatter, "{file}:{line}: rule {rule:?}: {problem}")
    }
}

impl std::error::Error for RuleError {}

/// A part of a rule file: lines `; key: value`, then a query.
#[derive(Clone, Copy)]
pub(crate) struct Section {
    file: &'static str,
    /// Line of its first line, from 1.
    line: usize,
    text: &'static str,
}

impl Section {
    /// The preamble, then one for each rule.
    pub(crate) fn all((file, text): RuleFile) -> Vec<Self> {
        let mut sections = Vec::new();
        let (mut start, mut line, mut at) = (0, 1, 0);
        for (row, row_text) in text.split_inclusive('\n').enumerate() {
            if row_text.starts_with("; rule:") {
                let text = &text[start..at];
                sections.push(Self { file, line, text });
                (start, line) = (at, row + 1);
            }
            at += row_text.len();
        }
        let text = &text[start..];
        sections.push(Self { file, line, text });
        sections
    }

    pub(crate) fn value(&self, key: &str) -> Option<&'static str> {
        let mut rows = self.text.lines();
        rows.find_map(|row| {
            let row = row.strip_prefix("; ")?.strip_prefix(key)?;
            row.strip_prefix(':').map(str::trim)
        })
    }

    pub(crate) fn words(&self, key: &str) -> Vec<&'static str> {
        let words = self.value(key).unwrap_or_default().split_whitespace();
        words.collect()
    }

    fn id(&self) -> &'static str {
        self.value("rule").unwrap_or_default()
    }

    pub(crate) fn has_query(&self) -> bool {
        let mut rows = self.text.lines();
        rows.any(|row| !row.starts_with(';') && !row.trim().is_empty())
    }

    fn error(&self, row: usize, problem: impl Into<String>) -> RuleError {
        RuleError {
            file: self.file,
            line: self.line + row,
            rule: self.id(),
            problem: problem.into(),
        }
    }

    fn required(&self, key: &str) -> Result<&'static str, RuleError> {
        let value = self.value(key).filter(|value| !value.is_empty());
        value.ok_or_else(|| self.error(0, format!("there is no line `; {key}: …`")))
    }

    pub(crate) fn query(&self, language: &Language) -> Result<Query, RuleError> {
        Query::new(language, self.text).map_err(|error| {
            let problem = format!("{:?} in the query: {}", error.kind, error.message.trim());
            self.error(error.row, problem)
        })
    }
}

/// A rule.
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) codes: Vec<&'static str>,
    pub(crate) languages: Vec<&'static str>,
    pub(crate) cwe: u16,
    pub(crate) severity: Severity,
    pub(crate) message: &'static str,
    /// Words one of which is in every finding. With a star at an end, parts of words.
    pub(crate) needs: Vec<&'static str>,
    pub(crate) reach: usize,
    section: Section,
    compiled: OnceLock<Option<Compiled>>,
}

impl Rule {
    pub(crate) fn read(section: Section) -> Result<Self, RuleError> {
        let severity = section.required("severity")?;
        let cwe = section.required("cwe")?;
        let rule = Self {
            id: section.required("rule")?,
            codes: section.words("codes"),
            languages: section.words("languages"),
            cwe: cwe
                .parse()
                .map_err(|_| section.error(0, format!("{cwe:?} is no CWE number")))?,
            severity: Severity::from_name(severity).ok_or_else(|| {
                section.error(0, format!("{severity:?} is not low, medium or high"))
            })?,
            message: section.required("message")?,
            needs: section.words("needs"),
            reach: section
                .value("reach")
                .and_then(|reach| reach.parse().ok())
                .unwrap_or(REACH),
            section,
            compiled: OnceLock::new(),
        };
        section.required("needs")?;
        Ok(rule)
    }

    pub(crate) fn is_for(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.contains(&language)
    }

    /// `None` for a rule that does not compile, which a test rules out.
    pub(crate) fn compiled(&self, language: &Language) -> Option<&Compiled> {
        let compiled = || self.compile(language).ok();
        self.compiled.get_or_init(compiled).as_ref()
    }

    pub(crate) fn compile(&self, language: &Language) -> Result<Compiled, RuleError> {
        let query = self.section.query(language)?;
        let no_finding = || {
            self.section
                .error(0, format!("no node is captured as @{FINDING}"))
        };
        let finding = query
            .capture_index_for_name(FINDING)
            .ok_or_else(no_finding)?;
        let tests = (0..query.pattern_count()).map(|pattern| self.tests(&query, pattern));
        Ok(Compiled {
            finding,
            tests: tests.collect::<Result<_, _>>()?,
            roots: roots(self.section.text),
            query,
        })
    }

    fn tests(&self, query: &Query, pattern: usize) -> Result<Vec<Test>, RuleError> {
        let predicates = query.general_predicates(pattern).iter();
        let tests = predicates.map(|predicate| {
            let texts = predicate.args.iter().skip(1).map(|argument| match argument {
                QueryPredicateArg::String(text) => Some(text.to_string()),
                QueryPredicateArg::Capture(_) => None,
            });
            let texts: Option<Vec<String>> = texts.collect();
            match (&*predicate.operator, predicate.args.first(), texts) {
                ("named?", Some(QueryPredicateArg::Capture(capture)), Some(names)) => {
                    Ok(Test::Named(*capture, names, true))
                }
                ("not-named?", Some(QueryPredicateArg::Capture(capture)), Some(names)) => {
                    Ok(Test::Named(*capture, names, false))
                }
                ("literal?", Some(QueryPredicateArg::Capture(capture)), Some(_)) => {
                    Ok(Test::Literal(*capture, true))
                }
                ("not-literal?", Some(QueryPredicateArg::Capture(capture)), Some(_)) => {
                    Ok(Test::Literal(*capture, false))
                }
                (other, ..) => Err(self.section.error(
                    0,
                    format!(
                        "#{other} is no predicate, or its arguments are not a capture and texts; \
                         there are #named? #not-named? #literal? #not-literal? and those of tree-sitter"
                    ),
                )),
            }
        });
        tests.collect()
    }
}

/// What a query cannot say.
pub(crate) enum Test {
    /// The capture's text, by the file's imports, is one of these names, or is none.
    Named(u32, Vec<String>, bool),
    /// Nothing in the capture can vary, or something can.
    Literal(u32, bool),
}

/// A rule that can be asked.
pub(crate) struct Compiled {
    pub(crate) query: Query,
    pub(crate) finding: u32,
    /// By pattern.
    pub(crate) tests: Vec<Vec<Test>>,
    roots: Vec<&'static str>,
}

impl Compiled {
    /// A match can begin at nodes of this kind.
    pub(crate) fn begins_at(&self, kind: &str) -> bool {
        self.roots.contains(&kind)
    }
}

/// The kinds of the outermost nodes of a query.
fn roots(query: &'static str) -> Vec<&'static str> {
    let (mut roots, mut groups, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    let bytes = query.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b';' => at += line_length(&bytes[at..]),
            b'"' => at += string_length(&bytes[at..]),
            b'(' => {
                let rest = &query[at + 1..];
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
                if depth == 0 && !name.is_empty() {
                    roots.push(name);
                }
                let is_group = name.is_empty() && !rest.starts_with('#');
                groups.push(is_group);
                depth += usize::from(!is_group);
            }
            b')' => {
                let is_group = groups.pop().unwrap_or(true);
                depth = depth.saturating_sub(usize::from(!is_group));
            }
            _ => {}
        }
        at += 1;
    }
    roots
}

/// Up to the last byte of the line.
fn line_length(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    end.unwrap_or(bytes.len())
}

/// Up to the quote that ends it.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
        at += if *byte == b'\\' { 2 } else { 1 };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_nodes_of_a_query_are_known() {
        let query =
            "; (no)\n((call (no) @a) @finding (#eq? @a \"(\\\"\")) [(pair) (list (no))]\n(_ (no))";
        assert_eq!(roots(query), ["call", "pair", "list", "_"]);
    }

    #[test]
    fn sections_begin_at_the_line_of_a_rule() {
        let sections = Section::all((
            "a.scm",
            "; variables: x y\n\n; rule: one\n(a)\n; rule: two\n(b)\n",
        ));
        let lines: Vec<_> = sections.iter().map(|section| section.line).collect();
        assert_eq!(lines, [1, 3, 5]);
        assert_eq!(sections[0].words("variables"), ["x", "y"]);
        assert_eq!(sections[2].value("rule"), Some("two"));
        assert!(!sections[0].has_query() && sections[1].has_query());
    }
}
