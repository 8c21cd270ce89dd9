//! Import declarations, and constants and variables that others may use.

use tree_sitter::Node;

use super::definitions::is_exported;
use crate::analysis::{Export, Import};
use crate::languages::{Links, line};
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    for spec in specs(node) {
        match spec.kind() {
            "import_spec" => {
                if let Some(import) = import(spec, context) {
                    bind(&import, links);
                    links.imports.push(import);
                }
            }
            "const_spec" => export(spec, "constant", context, &mut links.exports),
            "var_spec" => export(spec, "variable", context, &mut links.exports),
            _ => {}
        }
    }
}

/// The parts of a declaration, whether it is grouped or not.
fn specs(declaration: Node) -> Vec<Node> {
    let mut specs = Vec::new();
    for part in declaration.named_children(&mut declaration.walk()) {
        match part.kind() {
            "import_spec_list" | "var_spec_list" => {
                specs.extend(part.named_children(&mut part.walk()));
            }
            _ => specs.push(part),
        }
    }
    specs
}

/// The name is an alias, `.` or `_`.
fn import(spec: Node, context: &Context) -> Option<Import> {
    let path = context.text_of(spec.child_by_field_name("path")?);
    let name = spec.child_by_field_name("name");
    Some(Import {
        source: path.trim_matches(['"', '`']).to_owned(),
        line: line(spec),
        kind: "import",
        names: name
            .map(|name| context.text_of(name).to_owned())
            .into_iter()
            .collect(),
    })
}

/// Without a name here the package has that of its clause, which nearly always is the last element
/// of its path that is no version.
fn bind(import: &Import, links: &mut Links) {
    let mut elements = import.source.rsplit('/');
    let is_version = |element: &&str| {
        let number = element.strip_prefix('v');
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let last = elements.find(|element| !is_version(element));
    let last = last.and_then(|last| last.split(".v").next());
    if let Some(local) = import.names.first().map(String::as_str).or(last) {
        links.bindings.bind(local, import.source.clone());
    }
}

fn export(spec: Node, kind: &'static str, context: &Context, exports: &mut Vec<Export>) {
    for name in spec.children_by_field_name("name", &mut spec.walk()) {
        let text = context.text_of(name);
        if is_exported(text) {
            exports.push(Export {
                name: text.to_owned(),
                kind,
                line: line(name),
            });
        }
    }
}
