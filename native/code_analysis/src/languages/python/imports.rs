//! `import` and `from … import`.

use tree_sitter::Node;

use crate::analysis::Import;
use crate::languages::{Links, line};
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    let line = line(node);
    if node.kind() == "import_statement" {
        for (source, alias) in names(node, context) {
            // `import a.b` gives the name `a`.
            let first = source.split('.').next().unwrap_or_default();
            match &alias {
                Some(alias) => links.bindings.bind(alias, source.clone()),
                None => links.bindings.bind(first, first.to_owned()),
            }
            links.imports.push(Import {
                source,
                line,
                kind: "import",
                names: alias.into_iter().collect(),
            });
        }
        return;
    }
    let module = node.child_by_field_name("module_name");
    let source = module.map_or("__future__".to_owned(), |module| path(module, context));
    let mut taken = Vec::new();
    for (name, alias) in names(node, context) {
        let local = alias.as_ref().unwrap_or(&name);
        links.bindings.bind(local, format!("{source}.{name}"));
        taken.push(name);
    }
    links.imports.push(Import {
        source,
        line,
        kind: "from",
        names: taken,
    });
}

/// The imported names with their aliases.
fn names(node: Node, context: &Context) -> impl Iterator<Item = (String, Option<String>)> {
    let mut cursor = node.walk();
    let named = node.children_by_field_name("name", &mut cursor);
    let mut names: Vec<_> = named.map(|name| aliased(name, context)).collect();
    let star = || {
        let mut cursor = node.walk();
        node.named_children(&mut cursor)
            .any(|child| child.kind() == "wildcard_import")
    };
    if names.is_empty() && star() {
        names.push(("*".to_owned(), None));
    }
    names.into_iter()
}

fn aliased(node: Node, context: &Context) -> (String, Option<String>) {
    let name = node.child_by_field_name("name").unwrap_or(node);
    let alias = node.child_by_field_name("alias");
    let alias = alias.map(|alias| context.text_of(alias).to_owned());
    (path(name, context), alias)
}

/// A dotted name, which may hold white space.
fn path(node: Node, context: &Context) -> String {
    context.text_of(node).split_whitespace().collect()
}
