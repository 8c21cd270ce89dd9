//! The rules as data, and the thresholds that a user has set.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../smells.tsv");

static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| TABLE.lines().filter_map(Rule::read).collect());

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Function,
    Type,
    File,
    Handler,
    Choice,
    Branch,
    Comment,
}

/// What of it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Lines,
    CodeLines,
    Parameters,
    Nesting,
    Cyclomatic,
    Cognitive,
    Exits,
    Functions,
    WeightedMethods,
    Count,
}

#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    languages: &'static str,
    pub(super) subject: Subject,
    pub(super) measure: Measure,
    pub(super) threshold: u32,
    minutes: u32,
    minutes_per_unit: u32,
}

impl Rule {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t').filter(|_| !line.starts_with('#'));
        Some(Self {
            id: columns.next()?,
            languages: columns.next()?,
            subject: subject(columns.next()?)?,
            measure: measure(columns.next()?)?,
            threshold: columns.next()?.parse().ok()?,
            minutes: columns.next()?.parse().ok()?,
            minutes_per_unit: columns.next()?.parse().ok()?,
        })
    }

    fn is_for(&self, language: &str) -> bool {
        self.languages == "*" || self.languages.split(' ').any(|one| one == language)
    }

    pub(super) fn minutes(&self, value: u32) -> u32 {
        let above = value.saturating_sub(self.threshold);
        self.minutes + self.minutes_per_unit.saturating_mul(above)
    }
}

fn subject(word: &str) -> Option<Subject> {
    Some(match word {
        "function" => Subject::Function,
        "type" => Subject::Type,
        "file" => Subject::File,
        "handler" => Subject::Handler,
        "choice" => Subject::Choice,
        "branch" => Subject::Branch,
        "comment" => Subject::Comment,
        _ => return None,
    })
}

fn measure(word: &str) -> Option<Measure> {
    Some(match word {
        "lines" => Measure::Lines,
        "code_lines" => Measure::CodeLines,
        "parameters" => Measure::Parameters,
        "nesting_depth" => Measure::Nesting,
        "cyclomatic_complexity" => Measure::Cyclomatic,
        "cognitive_complexity" => Measure::Cognitive,
        "exits" => Measure::Exits,
        "functions" => Measure::Functions,
        "weighted_methods" => Measure::WeightedMethods,
        "count" => Measure::Count,
        _ => return None,
    })
}

/// The ids of all smells, each once.
#[must_use]
pub fn smell_ids() -> Vec<&'static str> {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.dedup();
    ids
}

/// There is no smell of this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSmell(pub String);

/// Thresholds instead of those of the table, for all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Thresholds {
    changed: BTreeMap<&'static str, Option<u32>>,
}

impl Thresholds {
    /// Those of the table.
    pub const DEFAULT: &'static Self = &Self {
        changed: BTreeMap::new(),
    };

    /// `None` switches a smell off.
    ///
    /// # Errors
    /// An id that is none.
    pub fn new(changed: &[(String, Option<u32>)]) -> Result<Self, UnknownSmell> {
        let ids = smell_ids();
        let known = |(id, threshold): &(String, Option<u32>)| {
            let known = ids.iter().find(|known| *known == id);
            known
                .map(|known| (*known, *threshold))
                .ok_or_else(|| UnknownSmell(id.clone()))
        };
        let changed = changed.iter().map(known).collect::<Result<_, _>>()?;
        Ok(Self { changed })
    }

    /// What tells these thresholds from others; `None` for those of the table.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        let told = |(id, threshold): (&&str, &Option<u32>)| match threshold {
            Some(threshold) => format!("{id}={threshold}"),
            None => format!("{id}=off"),
        };
        let told: Vec<_> = self.changed.iter().map(told).collect();
        (!told.is_empty()).then(|| told.join(","))
    }

    /// The rules of a language.
    pub(super) fn rules(&self, language: &str) -> Vec<Rule> {
        let mut rules: Vec<Rule> = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.is_for(language)) {
            let is_first = rules.last().is_none_or(|last| last.id != rule.id);
            let threshold = self.changed.get(rule.id).copied();
            if let (true, Some(threshold)) = (is_first, threshold.unwrap_or(Some(rule.threshold))) {
                rules.push(Rule {
                    threshold,
                    ..rule.clone()
                });
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_rule() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(RULES.len(), lines.count());
    }

    #[test]
    fn each_language_has_a_rule_once() {
        for language in crate::languages() {
            let rules = Thresholds::DEFAULT.rules(language.name);
            let mut ids: Vec<_> = rules.iter().map(|rule| rule.id).collect();
            let all = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), all, "{}", language.name);
        }
    }

    #[test]
    fn a_threshold_is_set_or_switched_off() {
        let set = |id: &str, threshold| Thresholds::new(&[(id.to_owned(), threshold)]);
        let of = |thresholds: &Thresholds, id: &str| {
            let rules = thresholds.rules("python");
            rules
                .iter()
                .find(|rule| rule.id == id)
                .map(|rule| rule.threshold)
        };
        let higher = set("long_function", Some(80)).unwrap_or_default();
        assert_eq!(of(&higher, "long_function"), Some(80));
        let off = set("long_function", None).unwrap_or_default();
        assert_eq!(of(&off, "long_function"), None);
        assert_eq!(of(Thresholds::DEFAULT, "long_function"), Some(50));
        assert_eq!(set("long_fun", None), Err(UnknownSmell("long_fun".into())));
    }

    #[test]
    fn what_was_changed_is_told() {
        let set = [
            ("todo_comment".to_owned(), None),
            ("long_function".to_owned(), Some(80)),
        ];
        let told = Thresholds::new(&set).unwrap_or_default().told();
        assert_eq!(told.as_deref(), Some("long_function=80,todo_comment=off"));
        assert_eq!(Thresholds::DEFAULT.told(), None);
    }
}
