//! The rules as data.

use std::fmt;

use hashbrown::{HashMap, HashSet};

use super::tag::{Aspect, TagMeaning, tag_meanings};
use super::{Naming, RuleFile};
use crate::languages;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Something of elsewhere, imported or used, in full. What is below a name is meant too.
    Name,
    /// Something that the language gives without an import, called or used.
    Global,
    /// A directive `use`.
    Use,
    /// What the file says it behaves as.
    Behaviour,
    /// A protocol that the file implements.
    Implementation,
    /// A kind of symbol that the file defines.
    Symbol,
    /// An attribute of a symbol.
    Attribute,
    /// A construct of the language.
    Construct,
}

const SUBJECTS: usize = 8;

impl Subject {
    const ALL: [(Self, &'static str); SUBJECTS] = [
        (Self::Name, "name"),
        (Self::Global, "global"),
        (Self::Use, "use"),
        (Self::Behaviour, "behaviour"),
        (Self::Implementation, "implementation"),
        (Self::Symbol, "symbol"),
        (Self::Attribute, "attribute"),
        (Self::Construct, "construct"),
    ];

    fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, word)| *word == name)
            .map(|(subject, _)| subject)
    }

    fn as_str(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(subject, _)| *subject == self)
            .map_or("", |(_, word)| word)
    }
}

/// A rule as it stands in its table.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    subject: Subject,
    names: Vec<&'static str>,
    pub(super) tags: Vec<(Aspect, &'static str)>,
    says: &'static str,
}

/// A rule as it is listed for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SemanticRule {
    /// Unique among all rules.
    pub id: &'static str,
    /// Languages that have it.
    pub languages: Vec<&'static str>,
    /// What it looks at: `name`, `global`, `use`, …
    pub subject: &'static str,
    /// Which of them.
    pub names: Vec<&'static str>,
    /// What they earn.
    pub tags: Vec<(Aspect, &'static str)>,
    /// One sentence for a reader.
    pub says: &'static str,
}

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SemanticRuleError {
    /// The file of rules.
    pub file: &'static str,
    /// Line in it, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for SemanticRuleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

impl std::error::Error for SemanticRuleError {}

/// The rules of a language, found by what they look at.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(super) rules: Vec<Rule>,
    naming: Naming,
    by_name: [HashMap<&'static str, Vec<usize>>; SUBJECTS],
    /// Names that stand without `()` in the code, and nothing below them.
    called: HashMap<&'static str, Vec<usize>>,
    /// What the names begin with.
    firsts: HashSet<&'static str>,
}

impl Rules {
    pub(crate) fn read(file: RuleFile, naming: Naming) -> Result<Self, SemanticRuleError> {
        let rules = read(file)?;
        let mut by_name: [HashMap<_, Vec<usize>>; SUBJECTS] = Default::default();
        let mut called: HashMap<_, Vec<usize>> = HashMap::new();
        let names = rules.iter().flat_map(|rule| &rule.names);
        let names = names.map(|name| name.trim_end_matches("()"));
        let firsts = names.map(|name| first(name, naming)).collect();
        for (index, rule) in rules.iter().enumerate() {
            for name in &rule.names {
                let names = match name.strip_suffix("()") {
                    Some(name) => called.entry(name),
                    None => by_name[rule.subject as usize].entry(*name),
                };
                names.or_default().push(index);
            }
        }
        Ok(Self {
            rules,
            naming,
            by_name,
            called,
            firsts,
        })
    }

    /// A rule may be about a name that begins as this one does.
    pub(crate) fn may_know(&self, name: &str) -> bool {
        self.firsts.contains(first(name, self.naming))
    }

    /// Some rule looks at such things.
    pub(super) fn looks_at(&self, subject: Subject) -> bool {
        let names = self.by_name.get(subject as usize);
        names.is_some_and(|names| !names.is_empty())
    }

    /// Numbers of the rules about exactly this.
    fn about(&self, subject: Subject, name: &str) -> &[usize] {
        let names = self.by_name.get(subject as usize);
        names
            .and_then(|names| names.get(name))
            .map_or(&[], Vec::as_slice)
    }

    /// Numbers of the rules about a name, and for names of elsewhere about what it is below, as far
    /// as that has so many bytes.
    pub(super) fn matching(
        &self,
        subject: Subject,
        name: &str,
        least: usize,
        found: &mut Vec<usize>,
    ) {
        found.clear();
        if self.naming != Naming::Words && matches!(subject, Subject::Name | Subject::Global) {
            for end in self.ends(subject, name).filter(|end| *end >= least) {
                found.extend(self.about(subject, name.get(..end).unwrap_or_default()));
            }
        }
        found.extend(self.about(subject, name));
        if subject == Subject::Global {
            found.extend(self.called.get(name).into_iter().flatten());
        }
    }

    /// Where parts of the name end, but the last.
    fn ends<'n>(&self, subject: Subject, name: &'n str) -> impl Iterator<Item = usize> + use<'n> {
        let has_modules = self.naming == Naming::Modules && subject == Subject::Name;
        let dots_from = match has_modules {
            true => name.find(':').unwrap_or(name.len()),
            false => 0,
        };
        let bytes = name.bytes().enumerate().skip(1);
        bytes
            .filter(move |(at, byte)| match byte {
                b'/' | b':' => true,
                b'.' => *at >= dots_from,
                _ => false,
            })
            .map(|(at, _)| at)
    }
}

/// The first part of a name, whatever parts it. Of `:crypto.hash` it is `:crypto`.
fn first(name: &str, naming: Naming) -> &str {
    let is_mark = |byte: u8| naming != Naming::Words && matches!(byte, b'/' | b':' | b'.');
    let end = name.bytes().skip(1).position(is_mark);
    end.map_or(name, |end| name.get(..=end).unwrap_or(name))
}

fn read((file, text): RuleFile) -> Result<Vec<Rule>, SemanticRuleError> {
    let meanings = tag_meanings();
    let rows = text.lines().enumerate();
    let rows = rows.filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
    rows.map(|(index, row)| {
        rule(row, &meanings).map_err(|problem| SemanticRuleError {
            file,
            line: index + 1,
            problem,
        })
    })
    .collect()
}

fn rule(row: &'static str, meanings: &[TagMeaning]) -> Result<Rule, String> {
    let cells: Vec<&'static str> = row.split('\t').collect();
    let [id, subject, names, tags, says] = cells[..] else {
        return Err(format!("{} cells instead of 5", cells.len()));
    };
    let subject =
        Subject::from_name(subject).ok_or_else(|| format!("{subject:?} is nothing to look at"))?;
    let tags: Result<Vec<_>, String> = tags
        .split(' ')
        .map(|tag| {
            let known = tag.split_once(':').and_then(|(aspect, tag)| {
                let aspect = Aspect::from_name(aspect)?;
                let mut meanings = meanings.iter();
                meanings.find(|meaning| meaning.aspect == aspect && meaning.tag == tag)
            });
            let known = known.ok_or_else(|| format!("{tag:?} is not in tags.tsv"))?;
            Ok((known.aspect, known.tag))
        })
        .collect();
    Ok(Rule {
        id,
        subject,
        names: names.split(' ').collect(),
        tags: tags?,
        says,
    })
}

/// All rules of all languages, by id.
///
/// # Errors
/// What is wrong with the first that is.
pub fn semantic_rules() -> Result<Vec<SemanticRule>, SemanticRuleError> {
    let mut all: Vec<SemanticRule> = Vec::new();
    for (language, grammar) in languages::REGISTRY {
        let Some(semantics) = &grammar.spec.semantics else {
            continue;
        };
        for rule in read(semantics.rules)? {
            match all.iter_mut().find(|known| known.id == rule.id) {
                Some(known) => known.languages.push(language),
                None => all.push(SemanticRule {
                    id: rule.id,
                    languages: vec![language],
                    subject: rule.subject.as_str(),
                    names: rule.names,
                    tags: rule.tags,
                    says: rule.says,
                }),
            }
        }
    }
    all.sort_by_key(|rule| rule.id);
    Ok(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn problem(text: &'static str) -> String {
        let rules = Rules::read(("bad.tsv", text), Naming::Paths);
        rules.map_or_else(|error| error.to_string(), |_| "none".to_owned())
    }

    #[test]
    fn a_broken_rule_is_told_by_file_line_and_reason() {
        assert_eq!(problem("# a\nb\tname\n"), "bad.tsv:2: 2 cells instead of 5");
        assert_eq!(
            problem("a\tnames\tb\tdomain:web\tSays."),
            "bad.tsv:1: \"names\" is nothing to look at"
        );
        assert_eq!(
            problem("a\tname\tb\tdomain:weeb\tSays."),
            "bad.tsv:1: \"domain:weeb\" is not in tags.tsv"
        );
    }

    fn hits(naming: Naming, subject: Subject, name: &str) -> usize {
        const TEXT: &str = "a\tname\tflask socket fs:promises net/http\tdomain:web\tSays.\n\
                            b\tglobal\tprocess.env\tdomain:web\tSays.\n";
        let rules = Rules::read(("rules.tsv", TEXT), naming).unwrap();
        let mut found = Vec::new();
        rules.matching(subject, name, 0, &mut found);
        found.len()
    }

    #[test]
    fn what_is_below_a_name_is_meant_and_nothing_else() {
        for name in [
            "flask",
            "flask.views.View",
            "net/http.Get",
            "net/http/httptest",
        ] {
            assert_eq!(hits(Naming::Paths, Subject::Name, name), 1, "{name}");
        }
        for name in [
            "flasks",
            "x.flask",
            "net",
            "example.com/net/http",
            ".flask",
            "process.env",
        ] {
            assert_eq!(hits(Naming::Paths, Subject::Name, name), 0, "{name}");
        }
        assert_eq!(hits(Naming::Modules, Subject::Name, "socket.io"), 0);
        assert_eq!(hits(Naming::Modules, Subject::Name, "socket/x"), 1);
        assert_eq!(hits(Naming::Modules, Subject::Name, "fs:promises.rm"), 1);
        assert_eq!(
            hits(Naming::Modules, Subject::Global, "process.env.HOME"),
            1
        );
    }

    #[test]
    fn every_rule_is_well_formed_and_has_an_id_of_its_own() {
        for (_, grammar) in languages::REGISTRY {
            let Some(semantics) = &grammar.spec.semantics else {
                continue;
            };
            let rules = read(semantics.rules).unwrap();
            let mut ids: Vec<_> = rules.iter().map(|rule| rule.id).collect();
            ids.sort_unstable();
            for pair in ids.windows(2) {
                assert_ne!(pair[0], pair[1]);
            }
            for rule in &rules {
                assert!(rule.says.ends_with('.'), "{}", rule.id);
            }
        }
    }

    #[test]
    fn every_tag_is_earned_by_a_rule() {
        let rules = semantic_rules().unwrap();
        for meaning in tag_meanings() {
            let tag = (meaning.aspect, meaning.tag);
            assert!(rules.iter().any(|rule| rule.tags.contains(&tag)), "{tag:?}");
        }
    }
}
