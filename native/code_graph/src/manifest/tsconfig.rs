//! `tsconfig.json` and `jsconfig.json`: other names for files.

use std::collections::{BTreeMap, HashSet};

use super::Json;
use crate::path;

/// One file, as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TsConfig {
    extends: Vec<String>,
    base_url: Option<String>,
    paths: Option<Vec<(String, Vec<String>)>>,
    references: Vec<String>,
}

/// What follows from a file and from those that it extends.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Aliases {
    /// Bare names are looked up in this directory too.
    pub(crate) base: Option<String>,
    patterns: Vec<Alias>,
}

#[derive(Clone, Debug, PartialEq)]
struct Alias {
    /// With at most one `*`.
    pattern: String,
    /// Paths from the root, with a `*` where the pattern has one.
    targets: Vec<String>,
}

/// All files by their paths.
pub(super) type TsConfigs = BTreeMap<String, TsConfig>;

/// Stands for the directory of the file that extends, not of the one that is extended.
const CONFIG_DIRECTORY: &str = "${configDir}";

impl TsConfig {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let json = Json::read_with_comments(text)?;
        let options = json.get("compilerOptions");
        let option = |name: &str| options.and_then(|options| options.get(name));
        let texts = |json: &Json| json.texts().into_iter().map(str::to_owned).collect();
        let alias = |(name, to): &(String, Json)| (name.clone(), texts(to));
        let references = match json.get("references") {
            Some(Json::List(all)) => all.iter().filter_map(|one| one.get("path")).collect(),
            _ => Vec::new(),
        };
        Ok(Self {
            extends: json.get("extends").map(texts).unwrap_or_default(),
            base_url: option("baseUrl").and_then(Json::text).map(str::to_owned),
            paths: option("paths").map(|paths| paths.members().iter().map(alias).collect()),
            references: references
                .into_iter()
                .filter_map(|path| path.text().map(str::to_owned))
                .collect(),
        })
    }
}

/// A longer one is no path, and would be copied for each import.
const MAX_TARGET: usize = 1_000;

impl Aliases {
    /// Of the file at `path`. `package` tells the folder of a package that is extended.
    ///
    /// A file that has no aliases and only refers to others beside it, as `tsconfig.app.json`, is
    /// taken to have theirs.
    pub(super) fn of(
        path: &str,
        all: &TsConfigs,
        package: &dyn Fn(&str, &str) -> Option<String>,
    ) -> Self {
        let mut aliases = Self::extended(path, all, package);
        if aliases.base.is_none() && aliases.patterns.is_empty() {
            let directory = path::directory(path);
            let references = all.get(path).map_or(&[][..], |config| &config.references);
            let beside = references
                .iter()
                .filter_map(|reference| path::join(directory, reference))
                .filter(|reference| path::directory(reference) == directory);
            for reference in beside {
                let more = Self::extended(&reference, all, package);
                aliases.patterns.extend(more.patterns);
                aliases.base = aliases.base.or(more.base);
            }
        }
        aliases
    }

    fn extended(
        path: &str,
        all: &TsConfigs,
        package: &dyn Fn(&str, &str) -> Option<String>,
    ) -> Self {
        let chain = chain(path, all, package);
        let home = path::directory(path);
        let base = chain.iter().find_map(|(path, config)| {
            place(home, path::directory(path), config.base_url.as_deref()?)
        });
        let paths = chain
            .iter()
            .find_map(|(path, config)| Some((path, config.paths.as_ref()?)));
        let Some((path, paths)) = paths else {
            return Self {
                base,
                patterns: Vec::new(),
            };
        };
        let from = base.as_deref().unwrap_or_else(|| path::directory(path));
        let alias = |(pattern, targets): &(String, Vec<String>)| Alias {
            pattern: pattern.clone(),
            targets: targets
                .iter()
                .filter(|target| target.len() <= MAX_TARGET)
                .filter_map(|target| place(home, from, target))
                .filter(|target| !target.split('/').any(|part| part == "node_modules"))
                .collect(),
        };
        Self {
            patterns: paths.iter().map(alias).collect(),
            base,
        }
    }

    /// The paths that a name may stand for, by the pattern that fits it best. `None` where no
    /// pattern with a place in the codebase does.
    pub(crate) fn candidates(&self, name: &str) -> Option<Vec<String>> {
        let fits = self.patterns.iter().filter_map(|alias| {
            let star = matched(&alias.pattern, name)?;
            let fixed = alias.pattern.find('*').unwrap_or(usize::MAX);
            Some((fixed, star, alias))
        });
        let (_, star, alias) = fits.max_by_key(|(fixed, _, _)| *fixed)?;
        let targets = alias.targets.iter();
        let candidates: Vec<_> = targets
            .map(|target| target.replacen('*', star, 1))
            .collect();
        (!candidates.is_empty()).then_some(candidates)
    }

    /// Whether a pattern with a place in the codebase fits the name, other than one that fits all.
    pub(crate) fn claims(&self, name: &str) -> bool {
        let mut places = self
            .patterns
            .iter()
            .filter(|alias| alias.pattern != "*" && !alias.targets.is_empty());
        places.any(|alias| matched(&alias.pattern, name).is_some())
    }
}

/// What the `*` of a pattern stands for; empty without one.
pub(crate) fn matched<'a>(pattern: &str, name: &'a str) -> Option<&'a str> {
    match pattern.split_once('*') {
        None => (pattern == name).then_some(""),
        Some((before, after)) => name.strip_prefix(before)?.strip_suffix(after),
    }
}

fn place(home: &str, from: &str, path: &str) -> Option<String> {
    match path.strip_prefix(CONFIG_DIRECTORY) {
        Some(rest) => path::join(home, rest),
        None if path.starts_with('/') => None,
        None => path::join(from, path),
    }
}

/// The file and those that it extends, those that have the say first.
fn chain<'a>(
    path: &str,
    all: &'a TsConfigs,
    package: &dyn Fn(&str, &str) -> Option<String>,
) -> Vec<(String, &'a TsConfig)> {
    let (mut chain, mut open) = (Vec::new(), vec![path.to_owned()]);
    let mut seen = HashSet::new();
    while let Some(path) = open.pop() {
        let Some(config) = all.get(&path) else {
            continue;
        };
        if !seen.insert(path.clone()) {
            continue;
        }
        let directory = path::directory(&path);
        let extended = |name: &String| extended(name, directory, all, package);
        open.extend(config.extends.iter().filter_map(extended));
        chain.push((path, config));
    }
    chain
}

/// Each file with a path that it extends and that leads to none. One in a package may well be where
/// nobody has installed it.
pub(super) fn missing(all: &TsConfigs) -> impl Iterator<Item = (&str, &str)> {
    all.iter().flat_map(|(path, config)| {
        let directory = path::directory(path);
        let is_missing = |name: &&String| {
            name.starts_with('.') && extended(name, directory, all, &|_, _| None).is_none()
        };
        let missing = config.extends.iter().filter(is_missing);
        missing.map(|name| (&**path, &**name))
    })
}

fn extended(
    name: &str,
    directory: &str,
    all: &TsConfigs,
    package: &dyn Fn(&str, &str) -> Option<String>,
) -> Option<String> {
    let base = if name.starts_with('.') {
        path::join(directory, name)?
    } else {
        package(name, directory)?
    };
    let further = [format!("{base}.json"), format!("{base}/tsconfig.json")];
    std::iter::once(base)
        .chain(further)
        .find(|path| all.contains_key(path))
}
