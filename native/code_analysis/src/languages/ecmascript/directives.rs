//! `/// <reference path="…" />` and `/// <reference types="…" />`, which stand before all code.

use crate::analysis::Reference;

const KINDS: &[&str] = &["path", "types"];

pub(super) fn read(text: &str, references: &mut Vec<Reference>) {
    let mut in_comment = false;
    for (line, row) in text.lines().zip(1..) {
        let line = line.trim();
        if let Some(directive) = line.strip_prefix("///").filter(|_| !in_comment) {
            references.extend(reference(directive, row));
        } else if in_comment || line.starts_with("/*") {
            in_comment = !line.contains("*/");
        } else if !line.is_empty() && !line.starts_with("//") && !line.starts_with("#!") {
            break;
        }
    }
}

fn reference(directive: &str, line: u32) -> Option<Reference> {
    let attributes = directive.trim_start().strip_prefix("<reference")?;
    KINDS.iter().find_map(|kind| {
        let (_, rest) = attributes.split_once(&format!(" {kind}"))?;
        let value = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (name, _) = value[1..].split_once(quote)?;
        Some(Reference {
            name: name.to_owned(),
            kind,
            line,
        })
    })
}
