//! From what was measured to smells.

use std::sync::LazyLock;

use hashbrown::HashMap;
use regex::Regex;

use super::table::{Measure, Rule, Subject, Thresholds};
use super::{Smell, branches};
use crate::analysis::{Clause, Columns, LineCounts, Symbol, Visibility};
use crate::choices::{Choice, Way};
use crate::metrics::Prose;
use crate::outline::to_u32;

/// What is looked at.
pub(crate) struct Inspected<'a> {
    pub(crate) language: &'a str,
    pub(crate) columns: Columns,
    pub(crate) symbols: &'a [Symbol],
    pub(crate) lines: LineCounts,
    pub(crate) cyclomatic: Option<u32>,
    /// Lines of handlers that do nothing.
    pub(crate) swallowed: &'a [(u32, u32)],
    pub(crate) choices: &'a [Choice],
    /// Lines of comments that say what is still to do.
    pub(crate) todos: &'a [u32],
}

/// All smells in the order of their lines. `None` where the language has no functions.
pub(crate) fn find(inspected: &Inspected, thresholds: &Thresholds) -> Option<Vec<Smell>> {
    if !inspected.columns.functions {
        return None;
    }
    let types = types(inspected);
    let mut smells = Vec::new();
    for rule in thresholds.rules(inspected.language) {
        match rule.subject {
            Subject::Function => functions(inspected, &rule, &mut smells),
            Subject::Type => smells.extend(types.iter().filter_map(|one| one.smell(&rule))),
            Subject::File => smells.extend(file(inspected, &rule)),
            Subject::Handler => places(inspected.swallowed, &rule, &mut smells),
            Subject::Choice => places(&branches::uniform(inspected.choices), &rule, &mut smells),
            Subject::Branch => {
                let repeated = branches::repeated(inspected.choices);
                let is_told = |(way, short_too): &(&Way, bool)| {
                    (*short_too && way.length > 0) || rule.is_broken(way.length)
                };
                let told = repeated.into_iter().filter(is_told);
                smells.extend(told.map(|(way, _)| rule.smell(way.length, way.lines, None)));
            }
            Subject::Comment => {
                let lines: Vec<_> = inspected.todos.iter().map(|line| (*line, *line)).collect();
                places(&lines, &rule, &mut smells);
            }
        }
    }
    smells.sort_by_key(|smell| smell.line);
    Some(smells)
}

/// Of a function with several clauses, each is read by itself: the worst one tells.
fn functions(inspected: &Inspected, rule: &Rule, smells: &mut Vec<Smell>) {
    let functions = inspected
        .symbols
        .iter()
        .filter(|symbol| symbol.kind.is_function());
    for function in functions {
        let of_clause = |clause: &Clause| {
            let value = clause_value(clause, rule.measure)?;
            Some((value, (clause.start_line, clause.end_line)))
        };
        let whole = (function.start_line, function.end_line);
        let worst = if function.clauses.len() > 1 && rule.measure != Measure::Parameters {
            let clauses = function.clauses.iter().filter_map(of_clause);
            clauses.max_by_key(|(value, lines)| (*value, std::cmp::Reverse(*lines)))
        } else {
            function_value(function, rule.measure).map(|value| (value, whole))
        };
        if let Some((value, lines)) = worst {
            smells.extend(rule.broken(value, lines, Some(&function.name)));
        }
    }
}

fn function_value(function: &Symbol, measure: Measure) -> Option<u32> {
    let measures = &function.measures;
    match measure {
        Measure::Lines => measures.lines,
        Measure::CodeLines => measures.code_lines,
        Measure::Parameters => function.parameters,
        Measure::Nesting => measures.nesting_depth,
        Measure::Cyclomatic => measures.cyclomatic_complexity,
        Measure::Cognitive => measures.cognitive_complexity,
        Measure::Exits => measures.exits,
        Measure::Functions | Measure::WeightedMethods | Measure::Count => None,
    }
}

fn clause_value(clause: &Clause, measure: Measure) -> Option<u32> {
    match measure {
        Measure::Lines | Measure::CodeLines => Some(clause.end_line + 1 - clause.start_line),
        Measure::Nesting => clause.nesting_depth,
        Measure::Cyclomatic => clause.cyclomatic_complexity,
        Measure::Cognitive => clause.cognitive_complexity,
        _ => None,
    }
}

/// A type with what its functions sum up to.
struct Type<'a> {
    symbol: &'a Symbol,
    public_functions: u32,
    weighted_methods: u32,
}

impl Type<'_> {
    fn smell(&self, rule: &Rule) -> Option<Smell> {
        let value = match rule.measure {
            Measure::Functions => self.public_functions,
            Measure::WeightedMethods => self.weighted_methods,
            _ => return None,
        };
        let lines = (self.symbol.start_line, self.symbol.end_line);
        rule.broken(value, lines, Some(&self.symbol.name))
    }
}

/// Functions belong to the first type of the name that they have for parent.
fn types<'a>(inspected: &Inspected<'a>) -> Vec<Type<'a>> {
    let mut types: Vec<Type> = Vec::new();
    let mut places = HashMap::new();
    let is_type =
        |symbol: &&Symbol| !symbol.kind.is_function() && inspected.columns.lists(symbol.kind);
    for symbol in inspected.symbols.iter().filter(is_type) {
        places.entry(symbol.name.as_str()).or_insert(types.len());
        types.push(Type {
            symbol,
            public_functions: 0,
            weighted_methods: 0,
        });
    }
    for function in inspected
        .symbols
        .iter()
        .filter(|symbol| symbol.kind.is_named_function())
    {
        let place = function
            .parent
            .as_deref()
            .and_then(|parent| places.get(parent));
        if let Some(of) = place.and_then(|place| types.get_mut(*place)) {
            of.public_functions += u32::from(function.visibility != Some(Visibility::Private));
            let complexity = function.measures.cyclomatic_complexity;
            of.weighted_methods += complexity.unwrap_or_default();
        }
    }
    types
}

fn file(inspected: &Inspected, rule: &Rule) -> Option<Smell> {
    let total = inspected.lines.total;
    let value = match rule.measure {
        Measure::Lines => Some(total),
        Measure::CodeLines => inspected.lines.code,
        Measure::Cyclomatic => inspected.cyclomatic,
        _ => None,
    };
    rule.broken(value?, (1, total.max(1)), None)
}

fn places(lines: &[(u32, u32)], rule: &Rule, smells: &mut Vec<Smell>) {
    smells.extend(lines.iter().map(|(line, end_line)| Smell {
        id: rule.id,
        line: *line,
        end_line: *end_line,
        name: None,
        value: None,
        threshold: None,
        minutes: rule.minutes(0),
    }));
}

impl Rule {
    fn broken(&self, value: u32, lines: (u32, u32), name: Option<&str>) -> Option<Smell> {
        self.is_broken(value)
            .then(|| self.smell(value, lines, name))
    }

    fn is_broken(&self, value: u32) -> bool {
        value > self.threshold
    }

    fn smell(&self, value: u32, lines: (u32, u32), name: Option<&str>) -> Smell {
        Smell {
            id: self.id,
            line: lines.0,
            end_line: lines.1,
            name: name.map(str::to_owned),
            value: Some(value),
            threshold: Some(self.threshold),
            minutes: self.minutes(value),
        }
    }
}

/// The lines of comments that begin with a word for what is still to do.
pub(crate) fn todo_lines(text: &str, prose: &[Prose]) -> Vec<u32> {
    static TODO: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?m)^[^\w\n]*(?:TODO|FIXME|XXX|HACK)\b").ok());
    let Some(todo) = TODO.as_ref() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let (mut line, mut at) = (1, 0);
    for prose in prose {
        let comment = text.get(prose.range.clone()).unwrap_or_default();
        for found in todo.find_iter(comment) {
            // The word is the last thing of what is found.
            let end = prose.range.start + found.end();
            if let Some(between) = text.as_bytes().get(at..end) {
                line += memchr::memchr_iter(b'\n', between).count();
                at = end;
            }
            if lines.last() != Some(&to_u32(line)) {
                lines.push(to_u32(line));
            }
        }
    }
    lines
}
