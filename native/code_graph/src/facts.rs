//! What the rows tell of a file, in the shape of their JSON.

use serde::Deserialize;

use crate::resolve::resolver;

/// What a file takes from elsewhere and what it offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FileFacts {
    /// Relative to the root, with `/`.
    pub path: String,
    /// Name of the language.
    pub language: String,
    /// `None` where the language has no imports, or the file was not parsed.
    #[serde(default)]
    pub imports: Option<Vec<Import>>,
    /// What others may import from it.
    #[serde(default)]
    pub exports: Option<Vec<Export>>,
    /// What it names without importing it.
    #[serde(default)]
    pub references: Option<Vec<Reference>>,
    /// What is named in code that its functions make for others.
    #[serde(default)]
    pub quoted: Option<Vec<Quoted>>,
    /// Full names of the modules that it defines, where modules have names of their own.
    #[serde(default)]
    pub modules: Option<Vec<String>>,
}

impl FileFacts {
    /// Whether it may depend on others: files of its language do, and it was parsed.
    #[must_use]
    pub fn has_links(&self) -> bool {
        let parsed = self.imports.is_some() || self.references.is_some();
        parsed && resolver(&self.language).is_some()
    }
}

/// As in the column `imports`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Import {
    /// As written.
    pub source: String,
    /// From 1.
    pub line: u32,
    /// The language's word.
    pub kind: String,
    /// The names taken from the source, or the name that the source is given.
    #[serde(default)]
    pub names: Vec<String>,
}

/// As in the column `exports`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Export {
    /// The name that others use.
    pub name: String,
    /// What it is.
    pub kind: String,
}

/// As in `metadata.references`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Reference {
    /// In full, as far as the file alone tells.
    pub name: String,
    /// From 1, of the first of its kind.
    pub line: u32,
    /// What is done with it.
    pub kind: String,
}

/// As in `metadata.quoted`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Quoted {
    /// Full name of the function that makes the code.
    pub within: String,
    /// In full, as far as the file alone tells. For `local`, another function whose code is in it.
    pub name: String,
    /// What is done with it.
    pub kind: String,
    /// The short name that it gets in that code and after it.
    #[serde(default)]
    pub short: Option<String>,
    /// From 1, of the first of its kind.
    pub line: u32,
}
