//! Import declarations, and constants and variables that others may use.

use tree_sitter::Node;

use super::definitions::is_exported;
use crate::analysis::{Export, Import};
use crate::languages::{Links, line};
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    for spec in specs(node) {
        match spec.kind() {
            "import_spec" => links.imports.extend(import(spec, context)),
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
