//! `go.mod` and `go.work`.

use super::{Manifest, Manifests};
use crate::path;

/// A `go.mod`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Module {
    /// All packages of the module begin with it.
    pub(crate) path: String,
    required: Vec<String>,
    replaced: Vec<Replacement>,
}

/// A `go.work`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Workspace {
    /// Directories of modules, from that of the file.
    modules: Vec<String>,
    replaced: Vec<Replacement>,
}

/// A module that is taken from a directory.
#[derive(Clone, Debug, PartialEq)]
struct Replacement {
    module: String,
    directory: String,
}

pub(super) fn parse_module(text: &str) -> Result<Module, String> {
    let mut module = Module::default();
    for (word, rest) in directives(text)? {
        match (word, rest.as_slice()) {
            ("module", [path, ..]) => module.path = path.clone(),
            ("require", [path, ..]) => module.required.push(path.clone()),
            ("replace", words) => module.replaced.extend(replacement(words)),
            _ => {}
        }
    }
    match module.path.is_empty() {
        true => Err("no module path".to_owned()),
        false => Ok(module),
    }
}

pub(super) fn parse_workspace(text: &str) -> Result<Workspace, String> {
    let mut workspace = Workspace::default();
    for (word, rest) in directives(text)? {
        match (word, rest.as_slice()) {
            ("use", [directory, ..]) => workspace.modules.push(directory.clone()),
            ("replace", words) => workspace.replaced.extend(replacement(words)),
            _ => {}
        }
    }
    Ok(workspace)
}

/// `old [version] => ./directory`.
fn replacement(words: &[String]) -> Option<Replacement> {
    let arrow = words.iter().position(|word| word == "=>")?;
    let (module, directory) = (words.first()?, words.get(arrow + 1)?);
    let is_directory = directory.starts_with("./") || directory.starts_with("../");
    is_directory.then(|| Replacement {
        module: module.clone(),
        directory: directory.clone(),
    })
}

/// The directives with their arguments; those in brackets one by one.
fn directives(text: &str) -> Result<Vec<(&str, Vec<String>)>, String> {
    let mut directives = Vec::new();
    let mut block = None;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        let mut words = line.split_whitespace();
        match (block, words.next()) {
            (_, None) => {}
            (Some(_), Some(")")) => block = None,
            (Some(word), Some(_)) => directives.push((word, arguments(line))),
            (None, Some(word)) => {
                let rest = line.get(word.len()..).unwrap_or_default().trim();
                match word.strip_suffix('(').or((rest == "(").then_some(word)) {
                    Some(word) => block = Some(word),
                    None => directives.push((word, arguments(rest))),
                }
            }
        }
    }
    match block {
        Some(word) => Err(format!("the brackets of {word} do not end")),
        None => Ok(directives),
    }
}

fn arguments(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(['"', '`']).to_owned())
        .collect()
}

/// What an import path means to a module.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin<'a> {
    /// The package in this directory.
    Directory(String),
    /// A module from elsewhere, which the module asks for.
    Required(&'a str),
    /// The module does not tell.
    Unknown,
}

impl Manifests {
    fn go_module(&self, directory: &str) -> Option<&Module> {
        match self.get(directory, "go.mod")? {
            Manifest::GoModule(module) => Some(module),
            _ => None,
        }
    }

    fn go_workspace(&self, directory: &str) -> Option<&Workspace> {
        match self.get(directory, "go.work")? {
            Manifest::GoWorkspace(workspace) => Some(workspace),
            _ => None,
        }
    }

    /// The directory of the module that a directory belongs to.
    pub(crate) fn go_root<'p>(&self, directory: &'p str) -> Option<&'p str> {
        path::upwards(directory).find(|directory| self.go_module(directory).is_some())
    }

    /// What the import path means in the module of this directory: of all modules that it knows,
    /// the one with the longest path has the package.
    pub(crate) fn go_origin(&self, root: &str, import: &str) -> Origin<'_> {
        let Some(module) = self.go_module(root) else {
            return Origin::Unknown;
        };
        let mut known = vec![(module.path.as_str(), root.to_owned())];
        known.extend(replaced(&module.replaced, root));
        let workspace =
            path::upwards(root).find_map(|above| Some((above, self.go_workspace(above)?)));
        if let Some((above, workspace)) = workspace {
            known.extend(replaced(&workspace.replaced, above));
            let members = workspace.modules.iter();
            known.extend(members.filter_map(|member| {
                let directory = path::join(above, member)?;
                Some((self.go_module(&directory)?.path.as_str(), directory))
            }));
        }
        let here = known
            .into_iter()
            .filter_map(|(path, directory)| Some((path, directory, inside(import, path)?)))
            .max_by_key(|(path, ..)| path.len());
        let required = module.required.iter().map(String::as_str);
        let required = required
            .filter(|path| inside(import, path).is_some())
            .max_by_key(|path| path.len());
        match (here, required) {
            (Some((path, ..)), Some(required)) if required.len() > path.len() => {
                Origin::Required(required)
            }
            (Some((_, directory, rest)), _) => {
                path::join(&directory, rest).map_or(Origin::Unknown, Origin::Directory)
            }
            (None, Some(required)) => Origin::Required(required),
            (None, None) => Origin::Unknown,
        }
    }
}

fn replaced<'a>(
    all: &'a [Replacement],
    from: &'a str,
) -> impl Iterator<Item = (&'a str, String)> + 'a {
    all.iter()
        .filter_map(move |one| Some((one.module.as_str(), path::join(from, &one.directory)?)))
}

/// The rest of an import path inside a module.
fn inside<'a>(import: &'a str, module: &str) -> Option<&'a str> {
    let rest = import.strip_prefix(module)?;
    match rest.is_empty() {
        true => Some(rest),
        false => rest.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "module \"example.com/a\" // here\n\ngo 1.21\nrequire (\n\
        \tgithub.com/x/y v1.2.3 // indirect\n\texample.com/a/nested v0.1.0\n)\n\
        require example.com/b v0.0.0\nreplace (\n\texample.com/b v0.0.0 => ../b\n\
        \texample.com/c => example.com/d v1\n)\n";

    #[test]
    fn the_longest_module_path_has_the_package() {
        let (manifests, bad) = Manifests::read([("a/go.mod", MODULE)]);
        assert_eq!(bad, []);
        let origin = |import| manifests.go_origin("a", import);
        let directory = |path: &str| Origin::Directory(path.to_owned());
        assert_eq!(manifests.go_root("a/p/q"), Some("a"));
        assert_eq!(origin("example.com/a"), directory("a"));
        assert_eq!(origin("example.com/a/p"), directory("a/p"));
        assert_eq!(origin("example.com/b/q"), directory("b/q"));
        assert_eq!(origin("example.com/bb"), Origin::Unknown);
        assert_eq!(
            origin("github.com/x/y/z"),
            Origin::Required("github.com/x/y")
        );
        let nested = Origin::Required("example.com/a/nested");
        assert_eq!(origin("example.com/a/nested/p"), nested);
    }

    #[test]
    fn a_workspace_joins_modules() {
        let work = "go 1.21\nuse (\n\t./a\n\t./n\n)\n";
        let nested = "module example.com/a/nested\n";
        let files = [
            ("a/go.mod", MODULE),
            ("n/go.mod", nested),
            ("go.work", work),
        ];
        let (manifests, bad) = Manifests::read(files);
        assert_eq!(bad, []);
        let directory = Origin::Directory("n/p".to_owned());
        assert_eq!(
            manifests.go_origin("a", "example.com/a/nested/p"),
            directory
        );
    }

    #[test]
    fn what_is_no_module_is_told() {
        let (_, bad) = Manifests::read([("go.mod", "go 1.2"), ("b/go.mod", "module a\nrequire (")]);
        let reasons: Vec<_> = bad.iter().map(|(_, reason)| reason.as_str()).collect();
        assert_eq!(
            reasons,
            ["no module path", "the brackets of require do not end"]
        );
    }
}
