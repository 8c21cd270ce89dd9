//! What a file is called by its package clause, what it uses of other packages, and what of other
//! files of its own.

use std::collections::HashSet;

use tree_sitter::Node;

use super::definitions::is_exported;
use super::names::{self, DECLARED};
use crate::analysis::Import;
use crate::languages::{Links, last_child, line};
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    match node.kind() {
        "package_identifier" => package(node, context, links),
        "selector_expression" => {
            let operand = node.child(0);
            if let Some(operand) = operand.filter(|operand| operand.kind() == "identifier") {
                selector(operand, node, context, links);
            }
        }
        _ => names::read(node, context, links),
    }
}

fn package(node: Node, context: &Context, links: &mut Links) {
    match context.parent() {
        Some(parent) if parent.kind() == "package_clause" => {
            links.refer("package", context.text_of(node), line(node));
        }
        Some(parent) if parent.kind() == "qualified_type" => {
            selector(node, parent, context, links);
        }
        _ => {}
    }
}

/// `package.Name`, whatever white space stands in it. By their places: a file is full of these, and
/// the name of a field is looked for among all that the grammar has.
fn selector(package: Node, whole: Node, context: &Context, links: &mut Links) {
    let Some(name) = last_child(whole) else {
        return;
    };
    let (package, name) = (context.text_of(package), context.text_of(name));
    if !is_exported(name) {
        return;
    }
    let written = context.text_of(whole);
    if written.len() == package.len() + 1 + name.len() {
        links.refer("selector", written, line(whole));
    } else {
        links.refer("selector", &format!("{package}.{name}"), line(whole));
    }
}

/// Leaves out what is no selector of an imported package, and what the file declares itself.
pub(super) fn settle(links: &mut Links) {
    let given: HashSet<&str> = links
        .imports
        .iter()
        .flat_map(|import| &import.names)
        .map(String::as_str)
        .collect();
    let implied: Vec<Vec<String>> = links.imports.iter().filter_map(implied_by).collect();
    let is_package = |name: &str| {
        let plain = letters(name);
        let is_part = |one: &String| one.contains(&plain) && 2 * plain.len() >= one.len();
        let may_be = |elements: &Vec<String>| elements.iter().any(is_part);
        given.contains(name) || implied.iter().any(may_be)
    };
    let mut packages = HashSet::new();
    let mut known = HashSet::new();
    for reference in &links.references {
        match reference.kind {
            DECLARED => {
                known.insert(reference.name.clone());
            }
            "selector" => {
                let package = reference.name.split('.').next().unwrap_or_default();
                if !packages.contains(package) && is_package(package) {
                    packages.insert(package.to_owned());
                }
            }
            _ => {}
        }
    }
    links.references.retain(|reference| match reference.kind {
        DECLARED => false,
        "name" => !known.contains(&reference.name) && !packages.contains(&reference.name),
        "selector" => {
            let package = reference.name.split('.').next().unwrap_or_default();
            packages.contains(package)
        }
        _ => true,
    });
}

/// The last two elements of the path: what is imported without a name has that of its package
/// clause, which is most of one of them wherever people can guess it.
fn implied_by(import: &Import) -> Option<Vec<String>> {
    let is_implied = import.names.is_empty() && import.source != "C";
    is_implied.then(|| import.source.rsplit('/').take(2).map(letters).collect())
}

fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
