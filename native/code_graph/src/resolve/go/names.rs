//! Which files of a package declare the names that a file uses.

use hashbrown::HashMap;

use super::go_files;
use crate::catalog::{FileId, Lookup};
use crate::dependency::{Target, Use};
use crate::facts::{FileFacts, Import};
use crate::path;

/// The files of the package that the file uses something of, with the lines where it does.
pub(super) fn used(
    import: &Import,
    package: &[FileId],
    facts: &FileFacts,
    lookup: &mut Lookup,
) -> Vec<(Target, u32)> {
    let files: Vec<(FileId, &FileFacts)> = package
        .iter()
        .filter_map(|file| Some((*file, lookup.facts(*file)?)))
        .filter(|(_, offered)| may_use(facts, offered))
        .collect();
    let Some(name) = local_name(import, &files) else {
        return all(&files, import.line);
    };
    let mut used = Vec::new();
    for reference in facts.references.iter().flatten() {
        let selector = reference.name.split_once('.');
        let Some((_, item)) = selector.filter(|(package, _)| *package == name) else {
            continue;
        };
        let declares = |offered: &FileFacts| {
            let mut exports = offered.exports.iter().flatten();
            exports.any(|export| export.name == item)
        };
        let declaring = files.iter().filter(|(_, offered)| declares(offered));
        used.extend(declaring.map(|(file, _)| (Target::File(*file), reference.line)));
    }
    match used.is_empty() {
        true => all(&files, import.line),
        false => used,
    }
}

/// What the importing file calls the package; `None` when it does not call it anything.
fn local_name<'a>(import: &'a Import, files: &[(FileId, &'a FileFacts)]) -> Option<&'a str> {
    match import.names.first().map(String::as_str) {
        Some("_" | ".") => None,
        Some(name) => Some(name),
        None => files
            .iter()
            .filter(|(_, facts)| !is_test(&facts.path))
            .find_map(|(_, facts)| package_clause(facts)),
    }
}

fn package_clause(facts: &FileFacts) -> Option<&str> {
    let mut references = facts.references.iter().flatten();
    let clause = references.find(|reference| reference.kind == "package");
    clause.map(|clause| clause.name.as_str())
}

fn all(files: &[(FileId, &FileFacts)], line: u32) -> Vec<(Target, u32)> {
    let files = files.iter().filter(|(_, facts)| !is_test(&facts.path));
    files.map(|(file, _)| (Target::File(*file), line)).collect()
}

fn is_test(path: &str) -> bool {
    path.ends_with("_test.go")
}

/// Tests are for the tests beside them: those of a package of their own see what the others offer.
fn may_use(facts: &FileFacts, offered: &FileFacts) -> bool {
    let are_beside = path::directory(&facts.path) == path::directory(&offered.path);
    let of_other_package =
        || package_clause(offered).is_some_and(|name| Some(name) != package_clause(facts));
    !is_test(&offered.path) || is_test(&facts.path) && are_beside && of_other_package()
}

/// What the file uses of the other files of its package.
pub(super) fn beside(facts: &FileFacts, lookup: &mut Lookup) -> Vec<Use> {
    let references = facts.references.iter().flatten();
    let wanted: HashMap<&str, u32> = references
        .filter(|reference| reference.kind == "name")
        .map(|reference| (reference.name.as_str(), reference.line))
        .collect();
    let mut uses = Vec::new();
    if wanted.is_empty() {
        return uses;
    }
    for file in go_files(path::directory(&facts.path), lookup) {
        let Some(offered) = lookup.facts(file) else {
            continue;
        };
        let is_of_package = package_clause(offered) == package_clause(facts);
        if is_of_package && (is_test(&facts.path) || !is_test(&offered.path)) {
            let lines = declared(offered).filter_map(|name| wanted.get(name));
            uses.extend(lines.map(|line| Use {
                target: Target::File(file),
                kind: "name".to_owned(),
                line: *line,
            }));
        }
    }
    uses
}

/// All names that the files of its package may use.
fn declared(facts: &FileFacts) -> impl Iterator<Item = &str> {
    let exports = facts.exports.iter().flatten();
    let items = facts.references.iter().flatten();
    let items = items.filter(|reference| reference.kind == "item");
    exports
        .map(|export| export.name.as_str())
        .chain(items.map(|item| item.name.as_str()))
}
