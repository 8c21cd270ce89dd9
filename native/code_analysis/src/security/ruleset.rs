//! The rules of a language, found by their words.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use tree_sitter::{Language, Query};

use super::finding::SecurityRule;
use super::rule::{Rule, RuleError, RuleFile, Section};
use super::visit::Hit;
use crate::languages;
use crate::redaction;

/// Places in one file that are looked at; what comes after is not.
pub(crate) const MOST_HITS: usize = 20_000;

/// All rules of one grammar, and what the language says once for all of them.
pub(crate) struct Ruleset {
    pub(crate) rules: Vec<Rule>,
    pub(crate) imports: Option<Imports>,
    /// Kinds of nodes that vary, and those that do not whatever is in them.
    pub(crate) variables: Vec<&'static str>,
    pub(crate) constants: Vec<&'static str>,
    /// Words of comments that excuse their line, the next line, what follows them.
    pub(crate) excused_line: Vec<&'static str>,
    pub(crate) excused_next_line: Vec<&'static str>,
    pub(crate) excused_next: Vec<&'static str>,
    words: Vec<Word>,
    automaton: Option<AhoCorasick>,
}

/// How imports are found.
pub(crate) struct Imports {
    pub(crate) query: Query,
    /// Owner of the hits at their words.
    pub(crate) owner: usize,
}

struct Word {
    text: &'static str,
    begins: bool,
    ends: bool,
    /// Parts of names, which come in any case, are found in any.
    any_case: bool,
    owners: Vec<usize>,
}

impl Ruleset {
    /// Everything but the queries, which are compiled when they are first needed.
    pub(crate) fn read(files: &[RuleFile], language: &Language) -> Result<Self, RuleError> {
        let name = language.name().unwrap_or_default();
        let (mut rules, mut preambles) = (Vec::new(), Vec::new());
        for file in files {
            let mut sections = Section::all(*file).into_iter();
            preambles.extend(sections.next());
            for section in sections {
                rules.push(Rule::read(section)?);
            }
        }
        rules.retain(|rule| rule.is_for(name));
        let all = |key: &str| -> Vec<&'static str> {
            let words = preambles.iter().flat_map(|preamble| preamble.words(key));
            words.collect()
        };
        let owner = rules.len();
        let imports = match preambles.iter().find(|preamble| preamble.has_query()) {
            Some(preamble) => {
                let query = preamble.query(language)?;
                Some(Imports { query, owner })
            }
            None => None,
        };
        let words = words(&rules, &all("imports"));
        Ok(Self {
            imports,
            variables: all("variables"),
            constants: all("constants"),
            excused_line: all("excused-line"),
            excused_next_line: all("excused-next-line"),
            excused_next: all("excused-next"),
            automaton: automaton(&words),
            words,
            rules,
        })
    }

    /// Every place of a word with a rule that looks for it, in text order.
    pub(crate) fn hits(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let mut hits = Vec::new();
        for found in automaton.find_overlapping_iter(text) {
            let Some(word) = self.words.get(found.pattern().as_usize()) else {
                continue;
            };
            let (at, end) = (found.start(), found.end());
            let is_written_so = word.any_case || text.get(at..end) == Some(word.text);
            let is_whole =
                (!word.begins || begins_word(text, at)) && (!word.ends || ends_word(text, end));
            if !is_written_so || !is_whole {
                continue;
            }
            hits.extend(word.owners.iter().map(|owner| Hit { at, owner: *owner }));
            if hits.len() > MOST_HITS {
                break;
            }
        }
        hits.sort_unstable();
        hits
    }

    /// The rules one of whose words is in the text.
    pub(crate) fn owners_within(&self, text: &str) -> Vec<usize> {
        let mut owners: Vec<_> = self.hits(text).iter().map(|hit| hit.owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }
}

fn words(rules: &[Rule], imports: &[&'static str]) -> Vec<Word> {
    let mut owners = BTreeMap::<&str, Vec<usize>>::new();
    for (owner, rule) in rules.iter().enumerate() {
        for word in &rule.needs {
            owners.entry(word).or_default().push(owner);
        }
    }
    for word in imports {
        owners.entry(word).or_default().push(rules.len());
    }
    let words = owners.into_iter().map(|(word, owners)| Word {
        text: word.trim_matches('*'),
        any_case: word.contains('*'),
        begins: word.starts_with(is_word_char),
        ends: word.ends_with(is_word_char),
        owners,
    });
    words.filter(|word| !word.text.is_empty()).collect()
}

/// Whatever the case, since names of secrets come in all of them.
fn automaton(words: &[Word]) -> Option<AhoCorasick> {
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words.iter().map(|word| word.text));
    automaton.ok().filter(|_| !words.is_empty())
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

pub(crate) fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(is_word_char)
}

pub(crate) fn ends_word(text: &str, at: usize) -> bool {
    !text[at..].starts_with(is_word_char)
}

/// Compiles a text of rules against the grammar of a language, to tell what is wrong with it.
///
/// # Errors
/// The first thing that is wrong. An unknown language is an error too.
pub fn check_rules(
    language: &str,
    file: &'static str,
    text: &'static str,
) -> Result<(), RuleError> {
    let Some(grammar) = languages::grammar(language) else {
        let problem = format!("there is no language {language:?}");
        let (line, rule) = (1, "");
        return Err(RuleError {
            file,
            line,
            rule,
            problem,
        });
    };
    let ruleset = Ruleset::read(&[(file, text)], &grammar.language)?;
    for rule in &ruleset.rules {
        rule.compile(&grammar.language)?;
    }
    Ok(())
}

/// All rules, sorted by id: those of the languages and the shapes of secrets.
///
/// # Errors
/// A rule file that cannot be read.
pub fn security_rules() -> Result<Vec<SecurityRule>, RuleError> {
    let mut rules: Vec<SecurityRule> = redaction::shapes()
        .map(super::report::secret_rule)
        .collect();
    for (name, grammar) in languages::REGISTRY {
        let Some(files) = grammar.spec.security else {
            continue;
        };
        for rule in Ruleset::read(files, &grammar.language)?.rules {
            match rules.iter_mut().find(|known| known.id == rule.id) {
                Some(known) => known.languages.push(name),
                None => rules.push(SecurityRule {
                    id: rule.id.into(),
                    languages: vec![name],
                    codes: rule.codes,
                    cwe: rule.cwe,
                    severity: rule.severity,
                    message: rule.message,
                }),
            }
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_every_language_compiles() {
        for (name, grammar) in languages::REGISTRY {
            for file in grammar.spec.security.unwrap_or_default() {
                assert_eq!(check_rules(name, file.0, file.1), Ok(()), "{name}");
            }
        }
    }

    #[test]
    fn a_rule_has_the_same_id_nowhere_else() {
        for (name, grammar) in languages::REGISTRY {
            let files = grammar.spec.security.unwrap_or_default();
            let sections = files
                .iter()
                .flat_map(|file| Section::all(*file).split_off(1));
            let mut ids: Vec<_> = sections
                .filter(|section| {
                    let languages = section.words("languages");
                    languages.is_empty() || languages.contains(name)
                })
                .map(|section| section.value("rule"))
                .collect();
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count, "{name}");
        }
    }

    fn problem(text: &'static str) -> String {
        check_rules("python", "bad.scm", text)
            .map_or_else(|error| error.to_string(), |()| "none".into())
    }

    #[test]
    fn a_broken_rule_is_told_by_file_line_and_reason() {
        assert_eq!(
            problem("; rule: one\n; cwe: 1\n; message: m\n; needs: a\n(call) @finding\n"),
            r#"bad.scm:1: rule "one": there is no line `; severity: …`"#
        );
        assert_eq!(
            problem(
                "\n; rule: one\n; cwe: x\n; severity: low\n; message: m\n; needs: a\n(call) @finding\n"
            ),
            r#"bad.scm:2: rule "one": "x" is no CWE number"#
        );
        assert!(
            problem("; rule: one\n; cwe: 1\n; severity: low\n; message: m\n; needs: a\n(no_such_node) @finding\n")
                .starts_with(r#"bad.scm:6: rule "one": NodeType in the query"#)
        );
        assert_eq!(
            problem(
                "; rule: one\n; cwe: 1\n; severity: low\n; message: m\n; needs: a\n(call) @found\n"
            ),
            r#"bad.scm:1: rule "one": no node is captured as @finding"#
        );
        assert!(
            problem("; rule: one\n; cwe: 1\n; severity: low\n; message: m\n; needs: a\n((call) @finding (#nmaed? @finding \"a\"))\n")
                .contains("#nmaed? is no predicate")
        );
    }
}
