//! `alias`, `import`, `require` and `use`.

use tree_sitter::Node;

use super::definitions::{keyword, resolved};
use super::{first_argument, local_target};
use crate::analysis::Import;
use crate::outline::to_u32;
use crate::walk::Context;

pub(super) fn read(node: Node, context: &Context, imports: &mut Vec<Import>) {
    let (Some(kind), Some(target)) = (local_target(node, context), first_argument(node)) else {
        return;
    };
    let kind = match kind {
        "alias" => "alias",
        "import" => "import",
        "require" => "require",
        _ => "use",
    };
    let names = names(node, context);
    let line = to_u32(node.start_position().row + 1);
    for source in sources(target, context) {
        imports.push(Import {
            source,
            line,
            kind,
            names: names.clone(),
        });
    }
}

/// `A.{B, C}` names two modules.
fn sources(target: Node, context: &Context) -> Vec<String> {
    let group = target
        .child_by_field_name("right")
        .filter(|right| right.kind() == "tuple");
    let (Some(group), Some(left)) = (group, target.child_by_field_name("left")) else {
        return vec![resolved(target, context)];
    };
    let prefix = resolved(left, context);
    let mut cursor = group.walk();
    let members = group
        .named_children(&mut cursor)
        .filter(|node| !node.is_extra());
    members
        .map(|member| format!("{prefix}.{}", context.text_of(member)))
        .collect()
}

/// `as: Name` or `only: [name: arity]`.
fn names(node: Node, context: &Context) -> Vec<String> {
    if let Some(name) = keyword(node, "as:", context) {
        return vec![context.text_of(name).to_owned()];
    }
    let Some(only) = keyword(node, "only:", context).filter(|only| only.kind() == "list") else {
        return Vec::new();
    };
    let Some(pairs) = only.named_child(0) else {
        return Vec::new();
    };
    let mut cursor = pairs.walk();
    let pairs = pairs
        .named_children(&mut cursor)
        .filter(|node| node.kind() == "pair");
    pairs
        .map(|pair| context.text_of(pair).replace(": ", "/"))
        .collect()
}
