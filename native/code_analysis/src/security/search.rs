//! Asks the rules about the places where their words stand.

use std::cell::Cell;
use std::collections::HashSet;
use std::ops::ControlFlow;

use bounded_parse::Tree;
use memchr::memmem;
use tree_sitter::{
    Node, Query, QueryCapture, QueryCursor, QueryCursorOptions, QueryCursorState, StreamingIterator,
};

use super::finding::Finding;
use super::literal::is_literal;
use super::names::{Binding, Names};
use super::rule::{Compiled, Rule, Test};
use super::ruleset::{Imports, MOST_HITS, Ruleset, begins_word, ends_word};
use super::visit::{Hit, visit};
use crate::grammar::Grammar;
use crate::outline::to_u32;

/// Matches of one rule at one node that are under way at a time.
const MATCH_LIMIT: u32 = 64;

/// How many levels above its word an import is.
const IMPORT_REACH: usize = 4;

/// Places between two questions whether to go on.
const HITS_PER_QUESTION: usize = 64;

/// What a query is asked with, and whether it goes on: one node may have very many children.
type Asking<'a> = (&'a mut QueryCursor, &'a dyn Fn() -> bool);

pub(crate) struct Search<'a> {
    pub(crate) rules: &'a Ruleset,
    pub(crate) grammar: &'a Grammar,
    pub(crate) tree: &'a Tree,
    pub(crate) text: &'a str,
}

impl Search<'_> {
    /// All findings of all rules, in no order. `None` when `keep_going` said no.
    pub(crate) fn findings(&self, keep_going: &dyn Fn() -> bool) -> Option<Vec<Finding>> {
        let mut hits = self.rules.hits(self.text);
        if !hits.iter().any(|hit| hit.owner < self.rules.rules.len()) {
            return Some(Vec::new());
        }
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MATCH_LIMIT);
        cursor.set_max_start_depth(Some(0));
        let ended = Cell::new(false);
        let go_on = || {
            ended.set(ended.get() || !keep_going());
            !ended.get()
        };
        let names = self.names(&hits, &mut cursor, &go_on);
        hits.extend(self.hits_of_aliases(&names));
        hits.sort_unstable();
        hits.truncate(MOST_HITS);
        let (mut findings, mut asked) = (Vec::new(), HashSet::new());
        let mut visited = 0_usize;
        visit(self.tree, &hits, |path, hit| {
            visited += 1;
            if let Some(rule) = self.rules.rules.get(hit.owner) {
                for node in self.nodes_for(rule, path) {
                    if asked.insert((hit.owner, node.id())) {
                        self.ask(rule, node, &names, (&mut cursor, &go_on), &mut findings);
                    }
                }
            }
            !ended.get() && (!visited.is_multiple_of(HITS_PER_QUESTION) || go_on())
        });
        (!ended.get()).then_some(findings)
    }

    /// What the imports of the file call others.
    fn names(&self, hits: &[Hit], cursor: &mut QueryCursor, go_on: &dyn Fn() -> bool) -> Names {
        let mut names = Names::default();
        let Some(Imports { query, owner }) = &self.rules.imports else {
            return names;
        };
        let of_imports = hits.iter().filter(|hit| hit.owner == *owner);
        let of_imports: Vec<_> = of_imports.copied().collect();
        let mut asked = HashSet::new();
        visit(self.tree, &of_imports, |path, _| {
            for node in path.iter().rev().take(IMPORT_REACH) {
                if asked.insert(node.id()) {
                    self.bind(query, *node, (cursor, go_on), &mut names);
                }
            }
            true
        });
        names
    }

    fn bind(&self, query: &Query, node: Node, (cursor, go_on): Asking, names: &mut Names) {
        let mut progress = until(go_on);
        let options = QueryCursorOptions::new().progress_callback(&mut progress);
        let mut matches = cursor.matches_with_options(query, node, self.text.as_bytes(), options);
        while let Some(found) = matches.next() {
            let mut binding = Binding::default();
            for capture in found.captures() {
                let text = self.text_of(capture.node);
                match query.capture_names().get(capture.index as usize) {
                    Some(&"module") => binding.module = text,
                    Some(&"name") => binding.name = Some(text),
                    Some(&"alias") => binding.alias = Some(text),
                    _ => {}
                }
            }
            names.bind(&binding);
        }
    }

    /// Where a name stands for another that has a rule's word in it.
    fn hits_of_aliases(&self, names: &Names) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (local, full) in names.all() {
            let owners = self.rules.owners_within(full);
            if owners.is_empty() {
                continue;
            }
            for at in memmem::find_iter(self.text.as_bytes(), local) {
                if begins_word(self.text, at) && ends_word(self.text, at + local.len()) {
                    hits.extend(owners.iter().map(|owner| Hit { at, owner: *owner }));
                }
                if hits.len() > MOST_HITS {
                    return hits;
                }
            }
        }
        hits
    }

    fn nodes_for<'n>(
        &self,
        rule: &Rule,
        path: &[Node<'n>],
    ) -> impl Iterator<Item = Node<'n>> + use<'n> {
        let compiled = rule.compiled(&self.grammar.language);
        let near = path.iter().rev().take(rule.reach);
        let nodes = near.filter(|node| compiled.is_some_and(|rule| rule.begins_at(node.kind())));
        let nodes: Vec<_> = nodes.copied().collect();
        nodes.into_iter()
    }

    fn ask(
        &self,
        rule: &Rule,
        node: Node,
        names: &Names,
        (cursor, go_on): Asking,
        findings: &mut Vec<Finding>,
    ) {
        let Some(compiled) = rule.compiled(&self.grammar.language) else {
            return;
        };
        let (query, text) = (&compiled.query, self.text.as_bytes());
        let mut progress = until(go_on);
        let options = QueryCursorOptions::new().progress_callback(&mut progress);
        let mut matches = cursor.matches_with_options(query, node, text, options);
        while let Some(found) = matches.next() {
            let tests = compiled.tests.get(found.pattern_index);
            let captures = found.captures();
            let holds = |test: &Test| self.holds(test, captures, names);
            if tests.is_some_and(|tests| tests.iter().all(holds)) {
                findings.extend(finding(rule, compiled, captures));
            }
        }
    }

    fn holds(&self, test: &Test, captures: &[QueryCapture], names: &Names) -> bool {
        let nodes = |capture: u32| {
            let captures = captures.iter();
            captures
                .filter(move |found| found.index == capture)
                .map(|found| found.node)
        };
        match test {
            Test::Named(capture, wanted, expected) => {
                let is_any = |node| names.is_any(self.text_of(node), wanted);
                nodes(*capture).all(|node| is_any(node) == *expected)
            }
            Test::Literal(capture, expected) => nodes(*capture).all(|node| {
                let (variables, constants) = (&self.rules.variables, &self.rules.constants);
                is_literal(node, variables, constants) == *expected
            }),
        }
    }

    fn text_of(&self, node: Node) -> &str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }
}

fn until(go_on: &dyn Fn() -> bool) -> impl FnMut(&QueryCursorState) -> ControlFlow<()> {
    move |_| match go_on() {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    }
}

fn finding(rule: &Rule, compiled: &Compiled, captures: &[QueryCapture]) -> Option<Finding> {
    let mut captures = captures.iter();
    let node = captures
        .find(|capture| capture.index == compiled.finding)?
        .node;
    Some(Finding {
        rule: rule.id.into(),
        line: to_u32(node.start_position().row + 1),
        end_line: to_u32(node.end_position().row + 1),
        start_byte: to_u32(node.start_byte()),
        end_byte: to_u32(node.end_byte()),
        cwe: rule.cwe,
        severity: rule.severity,
        message: rule.message,
    })
}
