//! `use` trees, one import for each leaf; `pub use` is an export too.

use tree_sitter::Node;

use super::definitions::is_public;
use super::modules::{around, placed};
use super::reach::is_out_of_reach;
use crate::analysis::{Export, Import, Reference};
use crate::languages::{Links, line};
use crate::notes::short_name;
use crate::walk::Context;

/// A path, and the name under which it is known here.
struct Use<'a> {
    path: String,
    name: Option<&'a str>,
}

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    let line = line(node);
    if node.kind() == "extern_crate_declaration" {
        links.imports.extend(extern_crate(node, context, line));
        return;
    }
    let Some(tree) = node.child_by_field_name("argument") else {
        return;
    };
    let is_exported = is_public(node, context) && !is_out_of_reach(context);
    let place = around(context);
    for leaf in leaves(tree, context) {
        if is_exported && leaf.name != Some("_") {
            links.exports.push(Export {
                name: leaf.exported_name(),
                kind: "use",
                line,
            });
        }
        if !place.is_empty() {
            links.references.push(Reference {
                name: short_name(placed(&place, &leaf.written())),
                kind: "use",
                line,
            });
        }
        let last = leaf.exported_name();
        links.bindings.bind(&last, leaf.path.clone());
        let names = leaf.name.map(str::to_owned).into_iter().collect();
        links.imports.push(Import {
            source: leaf.path,
            line,
            kind: "use",
            names,
        });
    }
}

impl Use<'_> {
    fn exported_name(&self) -> String {
        let last = self.path.rsplit("::").next().unwrap_or_default();
        self.name.unwrap_or(last).to_owned()
    }

    fn written(&self) -> String {
        match self.name {
            Some(name) => format!("{} as {name}", self.path),
            None => self.path.clone(),
        }
    }
}

fn extern_crate(node: Node, context: &Context, line: u32) -> Option<Import> {
    let text = |field| {
        node.child_by_field_name(field)
            .map(|node| context.text_of(node).to_owned())
    };
    let names = text("alias").into_iter().collect();
    Some(Import {
        source: text("name")?,
        line,
        kind: "extern_crate",
        names,
    })
}

/// Depth first and left to right, with a stack of its own.
fn leaves<'a>(tree: Node, context: &Context<'a, '_>) -> Vec<Use<'a>> {
    let mut leaves = Vec::new();
    let mut open = vec![(String::new(), tree)];
    while let Some((prefix, node)) = open.pop() {
        let text = |field| {
            node.child_by_field_name(field)
                .map(|node| context.text_of(node))
        };
        match node.kind() {
            "scoped_use_list" => {
                let prefix = short_name(joined(&prefix, text("path").unwrap_or_default()));
                open.extend(node.child_by_field_name("list").map(|list| (prefix, list)));
            }
            "use_list" => {
                let mut cursor = node.walk();
                let members: Vec<_> = node
                    .named_children(&mut cursor)
                    .filter(|member| !member.is_extra())
                    .map(|member| (prefix.clone(), member))
                    .collect();
                open.extend(members.into_iter().rev());
            }
            "use_as_clause" => leaves.push(Use {
                path: joined(&prefix, text("path").unwrap_or_default()),
                name: text("alias"),
            }),
            _ => leaves.push(Use {
                path: joined(&prefix, context.text_of(node)),
                name: None,
            }),
        }
    }
    leaves
}

/// `self` in a list means the list's own prefix.
fn joined(prefix: &str, path: &str) -> String {
    match (prefix, path) {
        ("", path) => path.to_owned(),
        (prefix, "self") => prefix.to_owned(),
        (prefix, path) => format!("{prefix}::{path}"),
    }
}
