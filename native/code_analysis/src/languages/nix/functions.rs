//! Lambdas that are bound to a name.

use tree_sitter::Node;

use crate::analysis::{SymbolKind, Visibility};
use crate::languages::Definition;
use crate::role::Role;
use crate::walk::Context;

/// The lambda that a lambda gives belongs to it.
pub(super) fn role(context: &Context) -> Role {
    let parent = context.parent().map(|parent| parent.kind());
    match parent {
        Some("function_expression") => Role::None,
        _ if binding(context).is_some() => Role::Function,
        _ => Role::Closure,
    }
}

/// The binding whose value, but for brackets, is being looked at.
fn binding<'t>(context: &Context<'_, 't>) -> Option<Node<'t>> {
    let mut around = context.ancestors().map(|frame| frame.node);
    around
        .find(|node| node.kind() != "parenthesized_expression")
        .filter(|node| node.kind() == "binding")
}

pub(super) fn read(lambda: Node, context: &Context) -> Option<Definition> {
    let binding = binding(context)?;
    let name = context.text_of(binding.child_by_field_name("attrpath")?);
    let (parameters, head_end) = parameters(lambda);
    let visibility = visibility(binding, context);
    Some(Definition {
        head_end,
        visibility: Some(visibility),
        parameters: Some(parameters),
        documentable: visibility == Visibility::Public,
        ..Definition::new(SymbolKind::Function, name, binding)
    })
}

/// How many arguments it takes one after the other, and where its body starts.
fn parameters(lambda: Node) -> (u32, usize) {
    let (mut body, mut count) = (lambda, 0);
    while body.kind() == "function_expression" {
        count += 1;
        match body.child_by_field_name("body") {
            Some(inner) => body = inner,
            None => return (count, lambda.end_byte()),
        }
    }
    (count, body.start_byte())
}

fn visibility(binding: Node, context: &Context) -> Visibility {
    let mut around = context.ancestors().map(|frame| frame.node);
    // The set of bindings, then what they are bindings of.
    let scope = around
        .by_ref()
        .find(|node| node.id() == binding.id())
        .and_then(|_| around.nth(1));
    match scope.map(|scope| scope.kind()) {
        Some("let_expression") => Visibility::Private,
        _ => Visibility::Public,
    }
}

/// The name in `name = argument: …`.
pub(super) fn in_line(code: &str) -> Option<&str> {
    let (path, value) = code.split_once('=')?;
    let (name, value) = (path.trim_end(), value.trim_start());
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '\'');
    let is_name = name.starts_with(is_part) && name.chars().all(|c| is_part(c) || c == '.');
    let after_argument = match value.strip_prefix('{') {
        Some(formals) => formals.split_once('}')?.1,
        None => value.strip_prefix(is_part)?.trim_start_matches(is_part),
    };
    let body = after_argument.trim_start().strip_prefix(':')?;
    let is_lambda = body.is_empty() || body.starts_with([' ', '\t', '\r', '\n']);
    (is_name && is_lambda).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::in_line;

    #[test]
    fn lambdas_are_told_from_other_values() {
        let found = [
            ("f = x: x;", "f"),
            ("a.b-c' = { d, e ? 1 }: d;", "a.b-c'"),
            ("g = x:", "g"),
        ];
        for (code, name) in found {
            assert_eq!(in_line(code), Some(name), "{code}");
        }
        for code in [
            "",
            "a = 1;",
            "url = http://a.b;",
            "x: y",
            "a = {",
            "a == b: c",
            "(a = b: c)",
        ] {
            assert_eq!(in_line(code), None, "{code}");
        }
    }
}
