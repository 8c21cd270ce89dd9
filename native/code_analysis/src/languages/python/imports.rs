//! `import` and `from … import`.

use tree_sitter::Node;

use crate::analysis::Import;
use crate::languages::line;
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, imports: &mut Vec<Import>) {
    let line = line(node);
    if node.kind() == "import_statement" {
        imports.extend(names(node, context).map(|(source, alias)| Import {
            source,
            line,
            kind: "import",
            names: alias.into_iter().collect(),
        }));
        return;
    }
    let module = node.child_by_field_name("module_name");
    imports.push(Import {
        source: module.map_or("__future__".to_owned(), |module| path(module, context)),
        line,
        kind: "from",
        names: names(node, context).map(|(name, _)| name).collect(),
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
