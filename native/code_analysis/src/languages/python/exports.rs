//! What a module exports: `__all__` where it can be read, otherwise all public names that are
//! defined at the top level, inside `if`, `try` and `with` too.

use std::collections::HashMap;

use tree_sitter::Node;

use super::definitions::{class_kind, is_public};
use super::{children, unquoted};
use crate::analysis::Export;
use crate::languages::line;
use crate::walk::Context;

/// What the top level of a module says about its names.
#[derive(Default)]
struct Names<'a> {
    defined: Vec<Export>,
    kinds: HashMap<&'a str, &'static str>,
    /// The entries of `__all__` and their lines.
    listed: Vec<(&'a str, u32)>,
}

pub(super) fn read(module: Node, context: &Context) -> Vec<Export> {
    let names = Names::of(module, context);
    if names.listed.is_empty() {
        return names.defined;
    }
    let export = |(name, line): &(&str, u32)| Export {
        name: (*name).to_owned(),
        kind: names.kinds.get(name).copied().unwrap_or("name"),
        line: *line,
    };
    names.listed.iter().map(export).collect()
}

impl<'a> Names<'a> {
    fn of(module: Node, context: &Context<'a, '_>) -> Self {
        let mut names = Self::default();
        let mut open = vec![module];
        while let Some(node) = open.pop() {
            match node.kind() {
                "function_definition" => names.define_field(node, "name", "function", context),
                "class_definition" => {
                    let kind = class_kind(node, context).as_str();
                    names.define_field(node, "name", kind, context);
                }
                "type_alias_statement" => names.define_field(node, "left", "type_alias", context),
                "expression_statement" => names.read_statement(node, context),
                "module"
                | "block"
                | "decorated_definition"
                | "if_statement"
                | "elif_clause"
                | "else_clause"
                | "try_statement"
                | "except_clause"
                | "finally_clause"
                | "with_statement" => open.extend(children(node).into_iter().rev()),
                _ => {}
            }
        }
        names
    }

    fn define_field(
        &mut self,
        node: Node,
        field: &str,
        kind: &'static str,
        context: &Context<'a, '_>,
    ) {
        if let Some(name) = node.child_by_field_name(field) {
            self.define(name, kind, context);
        }
    }

    /// The first definition of a name has the say.
    fn define(&mut self, node: Node, kind: &'static str, context: &Context<'a, '_>) {
        // `type Pair[T] = …`, but not `type(x).y = …`, which the grammar takes for the same.
        let name = context.text_of(node).split('[').next().unwrap_or_default();
        if !name.chars().all(|c| c == '_' || c.is_alphanumeric()) {
            return;
        }
        if self.kinds.insert(name, kind).is_none() && is_public(name) && !name.starts_with("__") {
            self.defined.push(Export {
                name: name.to_owned(),
                kind,
                line: line(node),
            });
        }
    }

    fn read_statement(&mut self, statement: Node, context: &Context<'a, '_>) {
        let Some(expression) = statement.named_child(0) else {
            return;
        };
        match expression.kind() {
            "assignment" => self.read_assignment(expression, context),
            "augmented_assignment" if left(expression, context) == Some("__all__") => {
                self.list(expression.child_by_field_name("right"), context);
            }
            "call" => {
                let function = expression.child_by_field_name("function");
                let method = function.map(|function| context.text_of(function));
                if let Some("__all__.extend" | "__all__.append") = method {
                    self.list(expression.child_by_field_name("arguments"), context);
                }
            }
            _ => {}
        }
    }

    /// `a = b, c = …` defines all three.
    fn read_assignment(&mut self, assignment: Node, context: &Context<'a, '_>) {
        let mut next = Some(assignment);
        while let Some(assignment) = next.filter(|node| node.kind() == "assignment") {
            next = assignment.child_by_field_name("right");
            if left(assignment, context) == Some("__all__") {
                self.list(next, context);
            }
            let mut open: Vec<_> = assignment.child_by_field_name("left").into_iter().collect();
            while let Some(target) = open.pop() {
                match target.kind() {
                    "identifier" => self.define(target, "variable", context),
                    "pattern_list" | "tuple_pattern" | "list_pattern" | "list_splat_pattern" => {
                        open.extend(children(target).into_iter().rev());
                    }
                    _ => {}
                }
            }
        }
    }

    /// The strings of a list, of a tuple, or of a sum of them.
    fn list(&mut self, value: Option<Node>, context: &Context<'a, '_>) {
        let mut open: Vec<_> = value.into_iter().collect();
        while let Some(node) = open.pop() {
            match node.kind() {
                "string" => {
                    let line = line(node);
                    self.listed.push((unquoted(context.text_of(node)), line));
                }
                "list"
                | "tuple"
                | "expression_list"
                | "binary_operator"
                | "argument_list"
                | "parenthesized_expression" => open.extend(children(node).into_iter().rev()),
                _ => {}
            }
        }
    }
}

fn left<'a>(assignment: Node, context: &Context<'a, '_>) -> Option<&'a str> {
    let left = assignment.child_by_field_name("left")?;
    Some(context.text_of(left))
}
