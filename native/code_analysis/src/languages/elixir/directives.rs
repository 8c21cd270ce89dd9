//! What `alias`, `import`, `require`, `use` and `@behaviour` mean for the names after them.

use tree_sitter::Node;

use super::definitions::keyword;
use super::references::{full, refer};
use super::{attributes, first_argument, imports, local_target, quotes};
use crate::languages::Links;
use crate::walk::{Context, Frame};

/// Nodes whose aliases last until their end.
const BLOCKS: [&str; 7] = [
    "do_block",
    "stab_clause",
    "else_block",
    "rescue_block",
    "catch_block",
    "after_block",
    "pair",
];

pub(super) fn is_one(call: Node, context: &Context) -> bool {
    let target = local_target(call, context);
    matches!(target, Some("alias" | "import" | "require" | "use"))
}

pub(super) fn read(node: Node, context: &Context, links: &mut Links) {
    imports::read(node, context, &mut links.imports);
    let call = attributes::call(node, context).unwrap_or(node);
    let (Some(word), Some(target)) = (local_target(call, context), first_argument(call)) else {
        return;
    };
    let short = keyword(call, "as", context).filter(|short| short.kind() == "alias");
    let short = short.map(|short| context.text_of(short));
    for source in imports::sources(target, context) {
        let full = full(&source, node, links);
        if word != "alias" {
            refer(&full, kind_of(word), node, context, links);
        }
        let last = full.rsplit('.').next().unwrap_or(&full);
        let short = short.or((word == "alias").then_some(last));
        if let Some(short) = short {
            bind(short, &full, node, context.open(), links);
            quotes::alias(short, &full, node, context, links);
        }
    }
    let is_all_names = word == "alias" || short.is_some();
    let read = if is_all_names { node } else { target };
    links.scope.skip_to(read.end_byte());
}

fn kind_of(word: &str) -> &'static str {
    match word {
        "import" => "import",
        "require" => "require",
        "behaviour" => "behaviour",
        _ => "use",
    }
}

/// From here to the end of the innermost block around.
pub(super) fn bind(short: &str, full: &str, node: Node, around: &[Frame], links: &mut Links) {
    let mut blocks = around.iter().rev().map(|frame| frame.node);
    let block = blocks.find(|node| BLOCKS.contains(&node.kind()));
    let end = block.map_or(usize::MAX, |block| block.end_byte());
    links
        .scope
        .bind(short, full.to_owned(), node.start_byte(), end);
}
