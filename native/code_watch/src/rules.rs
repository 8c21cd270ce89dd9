use std::collections::BTreeSet;
use std::fs::FileType;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

use crate::level::{Level, deciding, descend, top_level};
use crate::repository::Repository;

/// What no codebase wants: build output, dependencies, version control, logs, binaries.
pub const BUILT_IN_PATTERNS: &[&str] = &[
    "_build/",
    "deps/",
    "node_modules/",
    "target/",
    ".git/",
    ".nix/",
    "*.log",
    "*.tmp",
    "*.pid",
    ".DS_Store",
    "Thumbs.db",
    "*.png",
    "*.jpg",
    "*.pdf",
    "*.zip",
];

/// Files that are never read, because they hold keys and passwords.
///
/// `id_*` and `credentials*` mean key and data files: program text of that name is let through.
pub const SECRET_PATTERNS: &[&str] = &[
    ".env*",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.tfstate",
    "*.tfstate.*",
    ".netrc",
    "_netrc",
    "*.tfvars",
    "*.tfvars.json",
    "*.keystore",
    "*.jks",
    "*.kdbx",
    "*.ppk",
    ".npmrc",
    ".pypirc",
    ".pgpass",
    ".htpasswd",
    ".git-credentials",
    ".dockercfg",
    "secrets.json",
    "secrets.toml",
    "secrets.yaml",
    "secrets.yml",
    "*.secret.exs",
    "client_secret*.json",
    "service-account*.json",
    "service_account*.json",
    "*-firebase-adminsdk-*.json",
    "id_*",
    "!id_*.*",
    "credentials*",
    "!credentials*.ex",
    "!credentials*.rs",
    "!credentials*.go",
    "!credentials*.py",
    "!credentials*.ts",
    "!credentials*.tsx",
    "!credentials*.js",
    "!credentials*.jsx",
];

/// Why a path is not part of the codebase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// No language is known for the file's extension.
    UnsupportedExtension,
    /// An ignore file or a pattern of the configuration says so.
    Ignored,
    /// One of the built-in patterns says so.
    BuiltIn,
    /// The file may hold keys or passwords.
    Secret,
    /// A symbolic link; links are not followed.
    Symlink,
    /// A named pipe, socket or device.
    SpecialFile,
    /// The directory is another git repository, a submodule or work tree, and is not entered.
    NestedRepository,
    /// The name is not UTF-8.
    NotUtf8,
    /// The directory or file cannot be looked at.
    Unreadable,
}

impl Skip {
    /// The disk says so, and may say something else a moment later.
    #[must_use]
    pub fn is_of_the_disk(self) -> bool {
        matches!(self, Skip::Unreadable | Skip::Symlink | Skip::SpecialFile)
    }

    /// The stable name of the reason.
    pub fn as_str(self) -> &'static str {
        match self {
            Skip::UnsupportedExtension => "unsupported_extension",
            Skip::Ignored => "ignored",
            Skip::BuiltIn => "built_in",
            Skip::Secret => "secret",
            Skip::Symlink => "symlink",
            Skip::SpecialFile => "special_file",
            Skip::NestedRepository => "nested_repository",
            Skip::NotUtf8 => "not_utf8",
            Skip::Unreadable => "unreadable",
        }
    }
}

/// A pattern that is no gitignore pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPattern {
    /// The pattern as given.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What a [`Filter`] is made from. All patterns are in gitignore syntax, relative to the root.
#[derive(Clone, Debug)]
pub struct FilterOptions {
    /// Extensions of the files that are wanted, without the dot; their case does not matter.
    pub extensions: Vec<String>,
    /// Names of files whose changes are told, though no file of that extension may be wanted.
    pub told: Vec<String>,
    /// Patterns of the configuration. They outrank all ignore files; `!` includes again.
    pub ignore: Vec<String>,
    /// Built-in patterns, by default [`BUILT_IN_PATTERNS`].
    pub built_in: Vec<String>,
    /// Files that are never read whatever other rules say, by default [`SECRET_PATTERNS`].
    pub secrets: Vec<String>,
    /// Whether `.gitignore`, `.git/info/exclude` and git's global ignore file count.
    pub respect_gitignore: bool,
    /// Whether git repositories, submodules and work trees inside the root are entered. Each has its
    /// own rules of git's; whether it is reached depends on those around it.
    pub nested_repositories: bool,
}

impl Default for FilterOptions {
    fn default() -> Self {
        FilterOptions {
            extensions: Vec::new(),
            told: Vec::new(),
            ignore: Vec::new(),
            built_in: BUILT_IN_PATTERNS.iter().map(ToString::to_string).collect(),
            secrets: SECRET_PATTERNS.iter().map(ToString::to_string).collect(),
            respect_gitignore: true,
            nested_repositories: false,
        }
    }
}

/// Rules that hold for any tree; cheap to clone.
#[derive(Clone, Debug)]
pub struct Filter(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    extensions: BTreeSet<Box<[u8]>>,
    told: BTreeSet<String>,
    ignore: Gitignore,
    built_in: Gitignore,
    secrets: Gitignore,
    respect_gitignore: bool,
    nested_repositories: bool,
}

impl Filter {
    /// Compiles the patterns.
    pub fn new(options: FilterOptions) -> Result<Filter, InvalidPattern> {
        Ok(Filter(Arc::new(Compiled {
            extensions: options
                .extensions
                .into_iter()
                .map(|e| e.to_ascii_lowercase().into_bytes().into())
                .collect(),
            told: options.told.into_iter().collect(),
            ignore: compile(&options.ignore)?,
            built_in: compile(&options.built_in)?,
            secrets: compile(&options.secrets)?,
            respect_gitignore: options.respect_gitignore,
            nested_repositories: options.nested_repositories,
        })))
    }

    fn supports(&self, path: &Path) -> bool {
        path.extension().is_some_and(|extension| {
            let lower = extension.to_ascii_lowercase();
            self.0.extensions.contains(lower.as_bytes())
        })
    }
}

fn compile(patterns: &[String]) -> Result<Gitignore, InvalidPattern> {
    let mut builder = GitignoreBuilder::new("");
    let invalid = |pattern: &str, error: ignore::Error| InvalidPattern {
        pattern: pattern.into(),
        reason: error.to_string(),
    };
    for pattern in patterns {
        builder
            .add_line(None, pattern)
            .map_err(|error| invalid(pattern, error))?;
    }
    builder.build().map_err(|error| invalid("", error))
}

/// A [`Filter`] together with the ignore files of one tree.
#[derive(Clone, Debug)]
pub struct Rules {
    root: PathBuf,
    filter: Filter,
    top: Arc<Level>,
}

impl Rules {
    /// Reads the ignore files that hold at `root`; those further down are read when needed.
    pub fn load(root: &Path, filter: &Filter) -> Rules {
        let root = root.canonicalize().unwrap_or_else(|_| root.into());
        let top = top_level(&root);
        Rules {
            root,
            filter: filter.clone(),
            top,
        }
    }

    /// Whether the path, relative to the root, is part of the codebase, or why not.
    ///
    /// Looks at the disk for the kind of the path and for the ignore files above it.
    pub fn classify(&self, path: &str) -> Result<(), Skip> {
        let (parent, _) = split(path);
        self.classify_in(&self.level(parent)?, path)
    }

    pub(crate) fn classify_in(&self, level: &Arc<Level>, path: &str) -> Result<(), Skip> {
        let kind = self
            .root
            .join(path)
            .symlink_metadata()
            .map_err(|_| Skip::Unreadable)?
            .file_type();
        if kind.is_dir() {
            return self.enter(level, path).map(drop);
        }
        self.admit_kind(kind)?;
        self.admit(level, path)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The repository that the root lies in.
    pub(crate) fn repository(&self) -> Option<&Repository> {
        self.top.repository.as_deref()
    }

    /// The rules inside a directory, unless it or one above it is not entered.
    pub(crate) fn level(&self, directory: &str) -> Result<Arc<Level>, Skip> {
        let mut prefixes = prefixes(directory);
        prefixes.try_fold(self.top(), |level, prefix| self.step(&level, prefix))
    }

    /// The rules at the root.
    pub(crate) fn top(&self) -> Arc<Level> {
        self.top.clone()
    }

    /// The rules one directory further down, if that is one and is entered.
    pub(crate) fn step(&self, parent: &Arc<Level>, directory: &str) -> Result<Arc<Level>, Skip> {
        match self.root.join(directory).symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => self.enter(parent, directory),
            Ok(metadata) if metadata.is_symlink() => Err(Skip::Symlink),
            _ => Err(Skip::Unreadable),
        }
    }

    /// The rules inside a directory whose parent is entered.
    pub(crate) fn enter(&self, parent: &Arc<Level>, directory: &str) -> Result<Arc<Level>, Skip> {
        let absolute = self.root.join(directory);
        if absolute.file_name().is_some_and(|name| name == ".git") {
            return Err(Skip::BuiltIn);
        }
        self.admit_by_pattern(parent, directory, true)?;
        let nested = absolute.join(".git").symlink_metadata().is_ok();
        if nested && !self.filter.0.nested_repositories {
            return Err(Skip::NestedRepository);
        }
        Ok(descend(parent, &absolute, nested))
    }

    /// Whether a file of this name is wanted, in a directory that is entered.
    pub(crate) fn admit(&self, level: &Level, path: &str) -> Result<(), Skip> {
        if self.secret(path).is_some_and(|glob| !glob.is_whitelist()) {
            return Err(Skip::Secret);
        }
        self.admit_by_pattern(level, path, false)?;
        if self.filter.supports(Path::new(path)) {
            Ok(())
        } else {
            Err(Skip::UnsupportedExtension)
        }
    }

    /// Whether a change of such a file is told: it is wanted, or it says how others are meant.
    pub(crate) fn tells(&self, level: &Level, path: &str) -> bool {
        match self.admit(level, path) {
            Err(Skip::UnsupportedExtension) => self.filter.0.told.contains(split(path).1),
            admitted => admitted.is_ok(),
        }
    }

    pub(crate) fn admit_kind(&self, kind: FileType) -> Result<(), Skip> {
        match kind {
            kind if kind.is_symlink() => Err(Skip::Symlink),
            kind if kind.is_file() || kind.is_dir() => Ok(()),
            _ => Err(Skip::SpecialFile),
        }
    }

    fn admit_by_pattern(&self, level: &Level, path: &str, is_dir: bool) -> Result<(), Skip> {
        match self.decision(level, path, is_dir) {
            Some((glob, reason)) if !glob.is_whitelist() => Err(reason),
            _ => Ok(()),
        }
    }

    /// The pattern that says whether a file holds secrets.
    pub(crate) fn secret(&self, path: &str) -> Option<&Glob> {
        deciding(&self.filter.0.secrets, Path::new(path), false)
    }

    /// The pattern that decides about a path, and why it is left out if it is.
    pub(crate) fn decision<'a>(
        &'a self,
        level: &'a Level,
        path: &str,
        is_dir: bool,
    ) -> Option<(&'a Glob, Skip)> {
        let filter = &self.filter.0;
        let relative = Path::new(path);
        let absolute = self.root.join(path);
        let by_option =
            || deciding(&filter.ignore, relative, is_dir).map(|glob| (glob, Skip::Ignored));
        let by_parserignore = || {
            level
                .parserignore
                .matched(&absolute, is_dir)
                .map(|glob| (glob, Skip::Ignored))
        };
        let by_built_in =
            || deciding(&filter.built_in, relative, is_dir).map(|glob| (glob, Skip::BuiltIn));
        let by_gitignore = || {
            filter
                .respect_gitignore
                .then(|| level.gitignore.matched(&absolute, is_dir))?
                .map(|glob| (glob, Skip::Ignored))
        };
        by_option()
            .or_else(by_parserignore)
            .or_else(by_built_in)
            .or_else(by_gitignore)
    }
}

/// Whether a file of this name changes what is ignored.
pub(crate) fn is_rule_file(name: &str) -> bool {
    matches!(name, ".gitignore" | ".parserignore" | ".git")
}

/// `("lib/app", "a.ex")` for `lib/app/a.ex`, `("", "a.ex")` for `a.ex`.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

pub(crate) fn prefixes(directory: &str) -> impl Iterator<Item = &str> {
    let ends = directory.match_indices('/').map(|(index, _)| index);
    let whole = (!directory.is_empty()).then_some(directory.len());
    ends.chain(whole).map(|end| &directory[..end])
}
