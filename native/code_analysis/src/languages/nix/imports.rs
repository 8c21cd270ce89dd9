//! `import FILE`, `callPackage FILE` and the modules in `imports = [ … ]`.

use tree_sitter::Node;

use super::unquoted;
use crate::analysis::Import;
use crate::languages::line;
use crate::notes::one_line;
use crate::walk::Context;

/// Functions that take a file, whatever set they come from, and the words for them.
const IMPORTERS: [(&str, &str); 4] = [
    ("import", "import"),
    ("importApply", "import"),
    ("callPackage", "callPackage"),
    ("callPackages", "callPackage"),
];

/// Lists of modules, which are files or values of the same form.
const MODULE_LISTS: [&str; 2] = ["imports", "modules"];

fn importer(function: &str) -> Option<&'static str> {
    let name = function.rsplit('.').next().unwrap_or_default();
    let known = IMPORTERS.iter().find(|(known, _)| *known == name);
    known.map(|(_, kind)| *kind)
}

/// The text of a variable or attribute names a function that takes a file.
pub(super) fn imports(function: &str) -> bool {
    importer(function).is_some()
}

fn import(source: Node, line_of: Node, kind: &'static str, context: &Context) -> Import {
    Import {
        source: one_line(unquoted(context.text_of(source))),
        line: line(line_of),
        kind,
        names: Vec::new(),
    }
}

/// What the function is applied to.
pub(super) fn read(function: Node, context: &Context) -> Option<Import> {
    let call = context.parent()?;
    let is_called = call.child_by_field_name("function")?.id() == function.id();
    let argument = call.child_by_field_name("argument")?;
    let file = match argument.kind() {
        "parenthesized_expression" => argument.child_by_field_name("expression")?,
        _ => argument,
    };
    let kind = importer(context.text_of(function)).filter(|_| is_called && is_source(file))?;
    Some(import(file, function, kind, context))
}

/// Says where a file is. What a function makes has no name.
fn is_source(node: Node) -> bool {
    is_file(node) || matches!(node.kind(), "variable_expression" | "select_expression")
}

/// A path, or something with a string added: `modulesPath + "/a.nix"`.
fn is_file(node: Node) -> bool {
    let kinds = [
        "path_expression",
        "hpath_expression",
        "spath_expression",
        "string_expression",
        "uri_expression",
    ];
    kinds.contains(&node.kind()) || has_operator(node, "+")
}

fn has_operator(node: Node, sign: &str) -> bool {
    let operator = node.child_by_field_name("operator");
    node.kind() == "binary_expression" && operator.is_some_and(|found| found.kind() == sign)
}

/// The name that is bound is one of a list of modules.
pub(super) fn lists_modules(binding: Node, context: &Context) -> bool {
    let path = binding.child(0).map_or("", |path| context.text_of(path));
    MODULE_LISTS.contains(&path.rsplit('.').next().unwrap_or_default())
}

/// The members of all lists that are joined, and the files that functions are applied to there:
/// `[ ./a.nix ] ++ lib.optional condition ./b.nix`.
pub(super) fn modules(binding: Node, context: &Context, imports: &mut Vec<Import>) {
    let mut open: Vec<Node> = binding
        .child_by_field_name("expression")
        .into_iter()
        .collect();
    while let Some(node) = open.pop() {
        let part = |field| node.child_by_field_name(field);
        match node.kind() {
            "list_expression" => {
                let mut cursor = node.walk();
                let members: Vec<_> = node.named_children(&mut cursor).collect();
                open.extend(members.into_iter().rev());
            }
            "parenthesized_expression" => open.extend(part("expression")),
            "with_expression" | "let_expression" => open.extend(part("body")),
            "binary_expression" if has_operator(node, "++") => {
                open.extend([part("right"), part("left")].into_iter().flatten())
            }
            "apply_expression" => open.extend(files_given(node, context)),
            _ if is_module(node, context) => imports.push(import(node, node, "imports", context)),
            _ => {}
        }
    }
}

/// A file or what a flake or the like gives. A variable is something of the same file.
fn is_module(node: Node, context: &Context) -> bool {
    match node.kind() {
        "select_expression" => true,
        "string_expression" => context.text_of(node).contains('/'),
        _ => is_file(node),
    }
}

/// Those arguments of a call that are paths. Where a list may be left out, any that holds members.
/// What is imported is read by itself.
fn files_given<'t>(call: Node<'t>, context: &Context) -> Vec<Node<'t>> {
    let (mut function, mut arguments) = (call, Vec::new());
    while function.kind() == "apply_expression" {
        arguments.extend(function.child_by_field_name("argument"));
        match function.child_by_field_name("function") {
            Some(inner) => function = inner,
            None => break,
        }
    }
    let name = context.text_of(function).rsplit('.').next();
    let is_choice = matches!(name, Some("optional" | "optionals"));
    let is_import = name.is_some_and(imports);
    arguments.retain(|node| match node.kind() {
        "list_expression" | "parenthesized_expression" | "string_expression" => is_choice,
        _ => is_file(*node) && !is_import,
    });
    arguments
}
