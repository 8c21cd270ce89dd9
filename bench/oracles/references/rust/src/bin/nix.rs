//! Nix, on rnix. A function is a lambda that is bound to a name; other lambdas belong to it.

use references::{print, run};
use rnix::ast::{AttrpathValue, BinOp, BinOpKind, Expr, IfElse, Lambda};
use rnix::{Root, SyntaxNode};
use rowan::ast::AstNode;

fn main() {
    run(&["nix"], |path, text| {
        let root = Root::parse(text)
            .ok()
            .map_err(|error| error.to_string())?
            .syntax()
            .clone();
        let functions: Vec<_> = root.descendants().filter_map(bound_lambda).collect();
        let mut file_cyclomatic = 1;
        for (binding, lambda) in &functions {
            let name = binding.attrpath().map(|it| it.to_string());
            let start = usize::from(binding.syntax().text_range().start());
            let cyclomatic = 1 + decisions(lambda.syntax());
            file_cyclomatic += cyclomatic;
            let numbers = [
                ("cyclomatic", cyclomatic),
                ("nesting", nesting(lambda.syntax())),
                ("parameters", parameters(lambda)),
            ];
            let line = 1 + text[..start].matches('\n').count();
            print(path, &name.unwrap_or_default(), line, &numbers);
        }
        let numbers = [
            ("functions", functions.len()),
            ("file_cyclomatic", file_cyclomatic),
        ];
        print(path, "-", 1, &numbers);
        Ok(())
    });
}

fn bound_lambda(node: SyntaxNode) -> Option<(AttrpathValue, Lambda)> {
    let binding = AttrpathValue::cast(node)?;
    let mut value = binding.value()?;
    while let Expr::Paren(paren) = &value {
        value = paren.expr()?;
    }
    match value {
        Expr::Lambda(lambda) => Some((binding, lambda)),
        _ => None,
    }
}

/// Without those of functions inside.
fn decisions(node: &SyntaxNode) -> usize {
    let inner = node
        .children()
        .filter(|it| bound_lambda(it.clone()).is_none());
    is_decision(node) + inner.map(|it| decisions(&it)).sum::<usize>()
}

fn is_decision(node: &SyntaxNode) -> usize {
    let operator = BinOp::cast(node.clone()).and_then(|it| it.operator());
    let branches = matches!(
        operator,
        Some(BinOpKind::And | BinOpKind::Or | BinOpKind::Implication)
    );
    usize::from(branches || IfElse::can_cast(node.kind()))
}

fn nesting(node: &SyntaxNode) -> usize {
    let inner = node
        .children()
        .filter(|it| bound_lambda(it.clone()).is_none());
    let deepest = inner.map(|it| nesting(&it)).max().unwrap_or(0);
    match IfElse::cast(node.clone()) {
        None => deepest,
        Some(it) => {
            let parts = [it.condition(), it.body(), it.else_body()];
            let depth = |part: &Option<Expr>| match part {
                Some(Expr::IfElse(chained)) if *part == it.else_body() => {
                    nesting(chained.syntax()) - 1
                }
                Some(part) => nesting(part.syntax()),
                None => 0,
            };
            1 + parts.iter().map(depth).max().unwrap_or(0)
        }
    }
}

fn parameters(lambda: &Lambda) -> usize {
    match lambda.body() {
        Some(Expr::Lambda(inner)) => 1 + parameters(&inner),
        _ => 1,
    }
}
