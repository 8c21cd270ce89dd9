//! `alias`, `import`, `require`, `use` and `@behaviour`. The names of an import are those that it
//! asks for by `only:`, or the name that `as:` gives, or the atom of `use A, :name`. What `except:`
//! leaves out, and the options of `use`, are no names.

use tree_sitter::Node;

use super::attributes;
use super::definitions::{keyword, resolved};
use super::{arguments, first_argument, key, local_target};
use crate::analysis::Import;
use crate::languages::line;
use crate::notes::short_name;
use crate::walk::Context;

/// Names that each of several modules gets.
const MAX_SHARED_NAMES: usize = 20;

pub(super) fn read(node: Node, context: &Context, imports: &mut Vec<Import>) {
    let call = attributes::call(node, context).unwrap_or(node);
    let (Some(kind), Some(target)) = (local_target(call, context), first_argument(call)) else {
        return;
    };
    let kind = match kind {
        "alias" => "alias",
        "import" => "import",
        "require" => "require",
        "behaviour" => "behaviour",
        _ => "use",
    };
    let mut names = names(call, context);
    let line = line(node);
    let mut sources = sources(target, context);
    sources.retain(|source| is_known(source));
    if sources.len() > 1 {
        names.truncate(MAX_SHARED_NAMES);
    }
    for source in sources {
        imports.push(Import {
            source,
            line,
            kind,
            names: names.clone(),
        });
    }
}

/// Not a module that only running the code tells: `unquote(module)`, `module`.
pub(super) fn is_known(source: &str) -> bool {
    source.starts_with(|c: char| c == ':' || c.is_ascii_uppercase())
}

/// `A.{B, C}` names two modules.
pub(super) fn sources(target: Node, context: &Context) -> Vec<String> {
    let group = target
        .child_by_field_name("right")
        .filter(|right| right.kind() == "tuple");
    let (Some(group), Some(left)) = (group, target.child_by_field_name("left")) else {
        return vec![resolved(target, context)];
    };
    let prefix = short_name(resolved(left, context));
    let mut cursor = group.walk();
    let members = group
        .named_children(&mut cursor)
        .filter(|node| !node.is_extra());
    members
        .map(|member| format!("{prefix}.{}", context.text_of(member)))
        .collect()
}

/// `as: Name`, `only: [name: arity]`, `only: :macros` or `use A, :name`.
fn names(call: Node, context: &Context) -> Vec<String> {
    let second = arguments(call).and_then(|arguments| arguments.named_child(1));
    if let Some(atom) = second.filter(|second| second.kind() == "atom") {
        return vec![context.text_of(atom).to_owned()];
    }
    if let Some(name) = keyword(call, "as", context) {
        return vec![short_name(context.text_of(name).to_owned())];
    }
    match keyword(call, "only", context) {
        Some(only) if only.kind() == "list" => only
            .named_child(0)
            .map_or_else(Vec::new, |pairs| functions(pairs, context)),
        Some(only) => vec![context.text_of(only).to_owned()],
        None => Vec::new(),
    }
}

/// `name: 1, "other name": 2`
fn functions(pairs: Node, context: &Context) -> Vec<String> {
    let mut cursor = pairs.walk();
    let pairs = pairs
        .named_children(&mut cursor)
        .filter(|node| node.kind() == "pair");
    pairs
        .filter_map(|pair| {
            let arity = context.text_of(pair.child_by_field_name("value")?);
            Some(format!("{}/{arity}", key(pair, context).trim_matches('"')))
        })
        .collect()
}
