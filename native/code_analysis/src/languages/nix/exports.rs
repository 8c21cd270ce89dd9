//! The names of the attributes that a file evaluates to.

use std::collections::HashSet;

use tree_sitter::Node;

use super::unquoted;
use crate::analysis::Export;
use crate::languages::line;
use crate::walk::Context;

pub(super) fn read(file: Node, context: &Context, exports: &mut Vec<Export>) {
    let mut known = HashSet::new();
    for set in results(file) {
        let mut cursor = set.walk();
        for binding in set.named_children(&mut cursor) {
            let line = line(binding);
            let mut add = |name: Node, kind| {
                let name = unquoted(context.text_of(name));
                if !name.contains("${") && known.insert(name) {
                    exports.push(Export {
                        name: name.to_owned(),
                        kind,
                        line,
                    });
                }
            };
            match binding.child_by_field_name("attrs") {
                Some(inherited) => {
                    let mut cursor = inherited.walk();
                    let names = inherited.children_by_field_name("attr", &mut cursor);
                    names.for_each(|name| add(name, "inherit"));
                }
                None => {
                    let path = binding.child_by_field_name("attrpath");
                    let name = path.and_then(|path| path.child_by_field_name("attr"));
                    name.into_iter().for_each(|name| add(name, "attribute"));
                }
            }
        }
    }
}

/// The bindings of the sets that the file evaluates to, the later of which add to the earlier.
fn results(file: Node) -> Vec<Node> {
    let mut open: Vec<Node> = file.child_by_field_name("expression").into_iter().collect();
    let mut sets = Vec::new();
    while let Some(node) = open.pop() {
        let part = |field| node.child_by_field_name(field);
        match node.kind() {
            "function_expression" | "let_expression" | "with_expression" | "assert_expression" => {
                open.extend(part("body"));
            }
            "parenthesized_expression" => open.extend(part("expression")),
            "binary_expression" if part("operator").is_some_and(|sign| sign.kind() == "//") => {
                open.extend(part("right"));
                open.extend(part("left"));
            }
            "attrset_expression" | "rec_attrset_expression" => {
                let mut cursor = node.walk();
                let bindings = node.named_children(&mut cursor);
                sets.extend(bindings.filter(|child| child.kind() == "binding_set"));
            }
            _ => {}
        }
    }
    sets
}
