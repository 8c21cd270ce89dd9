//! A file as its row in `code_files` tells it.

use std::borrow::Cow;

use serde::Deserialize;

/// What is read of a row.
#[derive(Debug, Deserialize)]
pub struct FileText<'a> {
    /// Relative to the codebase.
    #[serde(borrow)]
    pub file_path: Cow<'a, str>,
    /// As the analysis calls it.
    #[serde(borrow)]
    pub language: Cow<'a, str>,
    /// `None` where the file was too large, or is no text.
    #[serde(borrow)]
    pub content: Option<Cow<'a, str>>,
    /// `None` where the language has none.
    #[serde(borrow)]
    pub(crate) symbols: Option<Vec<Symbol<'a>>>,
}

/// What is read of a symbol.
#[derive(Debug, Deserialize)]
pub(crate) struct Symbol<'a> {
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub parent: Option<Cow<'a, str>>,
    pub start_line: u32,
    pub end_line: u32,
    pub start_byte: usize,
    pub end_byte: usize,
    #[serde(borrow, default)]
    pub signature: Cow<'a, str>,
    #[serde(borrow, default)]
    pub doc: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub attributes: Vec<Cow<'a, str>>,
}

impl<'a> FileText<'a> {
    /// From JSON text.
    ///
    /// # Errors
    /// Other JSON is refused, in words.
    pub fn read(json: &'a str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// The text of a symbol; none where its range is not one of the content.
    pub(crate) fn code(&self, symbol: &Symbol) -> &str {
        let content = self.content.as_deref().unwrap_or_default();
        content
            .get(symbol.start_byte..symbol.end_byte)
            .unwrap_or_default()
    }
}
