//! Imports and exports of modules, and `require` and `module.exports`.

use tree_sitter::Node;

use super::{semantics, unquoted};
use crate::analysis::{Export, Import};
use crate::languages::{Links, line};
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    match node.kind() {
        "import_statement" => {
            if let Some(import) = import_statement(node, context) {
                semantics::bind_import(node, &import.source, context, links);
                links.imports.push(import);
            }
        }
        "import_alias" => links.imports.extend(import_alias(node, context)),
        "call_expression" => {
            if let Some(import) = import_call(node, context) {
                if let Some(pattern) = declared_pattern(context) {
                    semantics::bind_required(pattern, &import.source, context, links);
                }
                links.imports.push(import);
            }
        }
        "export_statement" => export_statement(node, context, links),
        _ => commonjs_export(node, context, &mut links.exports),
    }
}

pub(super) fn children<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

pub(super) fn field<'a>(node: Node, name: &str, context: &Context<'a, '_>) -> Option<&'a str> {
    node.child_by_field_name(name)
        .map(|node| unquoted(context.text_of(node)))
}

/// `require(…)` or `import(…)`.
pub(super) fn is_import(call: Node, context: &Context) -> bool {
    let start = context.text.get(call.start_byte()..).unwrap_or_default();
    let target = || call.child(0).map(|target| context.text_of(target));
    (start.starts_with("require") || start.starts_with("import"))
        && matches!(target(), Some("require" | "import"))
}

fn import_call(node: Node, context: &Context) -> Option<Import> {
    let arguments = node.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    let mut values = arguments.named_children(&mut cursor);
    let source = values
        .find(|value| !value.is_extra())
        .filter(|source| matches!(source.kind(), "string" | "template_string"))?;
    let is_require = context.text_of(node).starts_with("require");
    Some(Import {
        source: unquoted(context.text_of(source)).to_owned(),
        line: line(node),
        kind: if is_require {
            "require"
        } else {
            "dynamic_import"
        },
        names: declared_pattern(context)
            .map_or_else(Vec::new, |name| required_names(name, context)),
    })
}

/// What is declared with the import as its value.
fn declared_pattern<'t>(context: &Context<'_, 't>) -> Option<Node<'t>> {
    let declarator = context.parent()?;
    let is_one = declarator.kind() == "variable_declarator";
    is_one.then(|| declarator.child_by_field_name("name"))?
}

/// The names taken from a module that is required, or the one that it is given.
fn required_names(pattern: Node, context: &Context) -> Vec<String> {
    if pattern.kind() != "object_pattern" {
        return vec![context.text_of(pattern).to_owned()];
    }
    let name = |property: Node| {
        let key = property.child_by_field_name("key");
        let left = property.child_by_field_name("left");
        context.text_of(key.or(left).unwrap_or(property)).to_owned()
    };
    children(pattern).into_iter().map(name).collect()
}

fn import_statement(node: Node, context: &Context) -> Option<Import> {
    let parts = children(node);
    let required = parts
        .iter()
        .find(|part| part.kind() == "import_require_clause");
    let clause = parts.iter().find(|part| part.kind() == "import_clause");
    let source = required.copied().unwrap_or(node);
    let is_type = node.child(1).is_some_and(|word| word.kind() == "type");
    Some(Import {
        source: field(source, "source", context)?.to_owned(),
        line: line(node),
        kind: match required {
            Some(_) => "require",
            None if is_type => "import_type",
            None => "import",
        },
        names: clause.map_or_else(Vec::new, |clause| imported_names(*clause, context)),
    })
}

/// The names as the source has them.
fn imported_names(clause: Node, context: &Context) -> Vec<String> {
    let mut names = Vec::new();
    for part in children(clause) {
        match part.kind() {
            "identifier" => names.push("default".to_owned()),
            "namespace_import" => names.push("*".to_owned()),
            _ => names.extend(specifiers(part, "name", context).map(|(name, _)| name)),
        }
    }
    names
}

/// The names of `{a, b as c}` and their lines. `first` is the field that has the say.
fn specifiers<'a>(
    list: Node,
    first: &'static str,
    context: &Context<'a, '_>,
) -> impl Iterator<Item = (String, u32)> {
    children(list).into_iter().filter_map(move |part| {
        let name = field(part, first, context).or_else(|| field(part, "name", context))?;
        Some((name.to_owned(), line(part)))
    })
}

/// `import A = B.C`.
fn import_alias(node: Node, context: &Context) -> Option<Import> {
    let parts = children(node);
    let (name, source) = (parts.first()?, parts.get(1)?);
    Some(Import {
        source: context.text_of(*source).to_owned(),
        line: line(node),
        kind: "alias",
        names: vec![context.text_of(*name).to_owned()],
    })
}

fn export_statement(node: Node, context: &Context, links: &mut Links) {
    let source = field(node, "source", context);
    links
        .imports
        .extend(source.map(|source| re_export(node, source, context)));
    // What a namespace exports the file does not.
    if context.enclosing_symbol().is_none() {
        let kind = source.map_or("name", |_| "re_export");
        exported_names(node, kind, context, &mut links.exports);
    }
}

fn re_export(node: Node, source: &str, context: &Context) -> Import {
    let mut parts = children(node).into_iter();
    let names = match parts.find(|part| part.kind() == "export_clause") {
        Some(clause) => specifiers(clause, "name", context)
            .map(|(name, _)| name)
            .collect(),
        None => vec!["*".to_owned()],
    };
    Import {
        source: source.to_owned(),
        line: line(node),
        kind: "re_export",
        names,
    }
}

fn exported_names(node: Node, kind: &'static str, context: &Context, exports: &mut Vec<Export>) {
    let before = exports.len();
    let mut add = |name: &str, kind, line| {
        exports.push(Export {
            name: name.to_owned(),
            kind,
            line,
        });
    };
    let mut cursor = node.walk();
    for part in node.children(&mut cursor) {
        match part.kind() {
            "*" => add("*", kind, line(node)),
            "=" => add("=", "export_assignment", line(node)),
            "namespace" => {
                let name = node.named_child(0).unwrap_or(node);
                add(context.text_of(name), "global", line(node));
            }
            "default" => add("default", "default", line(node)),
            "namespace_export" => {
                let name = part
                    .named_child(0)
                    .map(|name| unquoted(context.text_of(name)));
                add(name.unwrap_or("*"), kind, line(node));
            }
            "export_clause" => {
                specifiers(part, "alias", context).for_each(|(name, line)| add(&name, kind, line));
            }
            _ => {}
        }
    }
    let declaration = node.child_by_field_name("declaration");
    if let Some(declaration) = declaration.filter(|_| exports.len() == before) {
        exported_declaration(declaration, context, exports);
    }
}

fn exported_declaration(node: Node, context: &Context, exports: &mut Vec<Export>) {
    let declared = node.named_child(0);
    let node = declared
        .filter(|_| node.kind() == "ambient_declaration")
        .unwrap_or(node);
    let kind = match node.kind() {
        "function_declaration" | "generator_function_declaration" | "function_signature" => {
            "function"
        }
        "class_declaration" | "abstract_class_declaration" => "class",
        "interface_declaration" => "interface",
        "type_alias_declaration" => "type_alias",
        "enum_declaration" => "enum",
        "module" | "internal_module" => "module",
        _ => "variable",
    };
    let mut add = |name: Node| {
        let export = Export {
            name: unquoted(context.text_of(name)).to_owned(),
            kind,
            line: line(name),
        };
        let is_overload = exports.last().is_some_and(|last| last.name == export.name);
        exports.extend((!is_overload).then_some(export));
    };
    if let Some(name) = node.child_by_field_name("name") {
        return add(name);
    }
    if node.kind() == "import_alias" {
        return node.named_child(0).into_iter().for_each(add);
    }
    for declarator in children(node) {
        let pattern = declarator.child_by_field_name("name");
        pattern.into_iter().flat_map(bound_names).for_each(&mut add);
    }
}

/// The names that a pattern binds, in order.
fn bound_names(pattern: Node) -> Vec<Node> {
    let (mut names, mut open) = (Vec::new(), vec![pattern]);
    while let Some(part) = open.pop() {
        match part.kind() {
            "object_pattern" | "array_pattern" | "rest_pattern" => {
                open.extend(children(part).into_iter().rev());
            }
            "pair_pattern" => open.extend(part.child_by_field_name("value")),
            "assignment_pattern" | "object_assignment_pattern" => {
                open.extend(part.child_by_field_name("left"));
            }
            "comment" => {}
            _ => names.push(part),
        }
    }
    names
}

/// What an assignment exports: all (`None`) or one name, if it exports at all.
pub(super) fn commonjs_target<'a>(
    node: Node,
    context: &Context<'a, '_>,
) -> Option<Option<&'a str>> {
    let start = context.text.get(node.start_byte()..)?;
    if !start.starts_with("module.exports") && !start.starts_with("exports") {
        return None;
    }
    let left = context.text_of(node.child(0)?);
    match left
        .strip_prefix("module.exports")
        .or_else(|| left.strip_prefix("exports"))?
    {
        "" if left == "module.exports" => Some(None),
        member => member
            .strip_prefix('.')
            .filter(|name| !name.contains('.'))
            .map(Some),
    }
}

fn commonjs_export(node: Node, context: &Context, exports: &mut Vec<Export>) {
    let Some(target) = commonjs_target(node, context) else {
        return;
    };
    let mut add = |name: &str, line| {
        exports.push(Export {
            name: name.to_owned(),
            kind: "commonjs",
            line,
        });
    };
    let object = node
        .child_by_field_name("right")
        .filter(|right| right.kind() == "object");
    match (target, object) {
        (Some(name), _) => add(name, line(node)),
        (None, None) => add("module.exports", line(node)),
        (None, Some(object)) => {
            for part in children(object).into_iter().filter(|part| !part.is_extra()) {
                let name = field(part, "key", context).or_else(|| field(part, "name", context));
                add(name.unwrap_or_else(|| context.text_of(part)), line(part));
            }
        }
    }
}
