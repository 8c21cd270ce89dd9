//! A definition as it is searched.

use std::collections::HashSet;

use code_embedding::FunctionText;

use crate::file_text::{FileText, Symbol};
use crate::role::{self, Role};

/// Definitions that are found by what they do.
const FUNCTIONS: [&str; 5] = ["function", "method", "macro", "guard", "delegate"];

/// Definitions that are found by what they are called, and what they hold.
const TYPES: [&str; 13] = [
    "class",
    "module",
    "behaviour",
    "protocol",
    "implementation",
    "struct",
    "exception",
    "union",
    "enum",
    "trait",
    "interface",
    "type",
    "type_alias",
];

/// A file that defines nothing is found as a whole.
const FILE: &str = "file";

/// What is read of it.
const MAX_FILE_BYTES: usize = 20_000;

/// Of one file. A generated file may define without end.
const MAX_DOCUMENTS: usize = 5_000;

/// Names that tell what a type holds.
const MAX_MEMBERS: usize = 200;

/// A definition, and the text that it is searched by.
#[derive(Clone, Debug)]
pub struct Document {
    /// Tells its text, within its file; it stays where lines move.
    pub key: String,
    /// As it is called.
    pub name: String,
    /// What it is defined in; empty where it is in nothing.
    pub container: String,
    /// As `symbols` has it.
    pub kind: String,
    /// What it is there for.
    pub role: Role,
    /// From 1.
    pub start_line: u32,
    /// From 1, inclusive.
    pub end_line: u32,
    /// On one line.
    pub signature: String,
    /// Without comment signs; empty where there is none.
    pub documentation: String,
    /// A function's text; a type's signature and the names in it.
    pub code: String,
}

impl Document {
    /// What the library's own embedding reads.
    #[must_use]
    pub fn text<'a>(&'a self, path: &'a str) -> FunctionText<'a> {
        FunctionText {
            name: &self.name,
            container: &self.container,
            path,
            documentation: &self.documentation,
            code: &self.code,
        }
    }

    /// Of the documentation, on one line; what a hit shows.
    #[must_use]
    pub fn first_sentence(&self) -> Option<String> {
        let paragraph = self.documentation.trim().split("\n\n").next()?;
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        let end = line.find(". ").map_or(line.len(), |end| end + 1);
        let sentence = &line[..line.floor_char_boundary(end.min(300))];
        (!sentence.is_empty()).then(|| sentence.to_owned())
    }
}

impl FileText<'_> {
    /// The definitions that are searched, in the order of the file; of a file without any, the file.
    #[must_use]
    pub fn documents(&self) -> Vec<Document> {
        let symbols = self.symbols.as_deref().unwrap_or_default();
        let roles = role::Roles::of(self);
        // Of the same text twice the first is found.
        let mut seen = HashSet::new();
        let mut documents: Vec<_> = symbols
            .iter()
            .filter(|symbol| is_searched(symbol))
            .map(|symbol| document(self, symbol, symbols, &roles))
            .filter(|document| seen.insert(document.key.clone()))
            .take(MAX_DOCUMENTS)
            .collect();
        if documents.is_empty() {
            documents.extend(whole(self, &roles));
        }
        documents
    }
}

fn is_searched(symbol: &Symbol) -> bool {
    let kind = &*symbol.kind;
    FUNCTIONS.contains(&kind) || TYPES.contains(&kind)
}

fn document(file: &FileText, symbol: &Symbol, symbols: &[Symbol], roles: &role::Roles) -> Document {
    let code = if TYPES.contains(&&*symbol.kind) {
        outline(symbol, symbols)
    } else {
        file.code(symbol).to_owned()
    };
    let mut document = Document {
        key: String::new(),
        name: symbol.name.to_string(),
        container: symbol.parent.as_deref().unwrap_or_default().to_owned(),
        kind: symbol.kind.to_string(),
        role: roles.at(symbol.start_byte),
        start_line: symbol.start_line,
        end_line: symbol.end_line,
        signature: symbol.signature.to_string(),
        documentation: symbol.doc.as_deref().unwrap_or_default().to_owned(),
        code,
    };
    document.key = key(&document);
    document
}

fn whole(file: &FileText, roles: &role::Roles) -> Option<Document> {
    let content = file.content.as_deref()?;
    let (folder, name) = file
        .file_path
        .rsplit_once('/')
        .unwrap_or(("", &file.file_path));
    let lines = u32::try_from(content.lines().count()).unwrap_or(u32::MAX);
    let mut document = Document {
        key: String::new(),
        name: name.to_owned(),
        container: folder.to_owned(),
        kind: FILE.to_owned(),
        role: roles.at(0),
        start_line: 1,
        end_line: lines.max(1),
        signature: String::new(),
        documentation: String::new(),
        code: content[..content.floor_char_boundary(MAX_FILE_BYTES)].to_owned(),
    };
    document.key = key(&document);
    Some(document)
}

/// A type's own text repeats that of its functions, which are found by themselves.
fn outline(symbol: &Symbol, symbols: &[Symbol]) -> String {
    // Symbols are in the order of their beginnings.
    let first = symbols.partition_point(|other| other.start_byte <= symbol.start_byte);
    let inside = symbols[first..]
        .iter()
        .take_while(|other| other.start_byte < symbol.end_byte)
        .filter(|other| other.parent.as_deref() == Some(&*symbol.name));
    let mut text = symbol.signature.to_string();
    for member in inside.take(MAX_MEMBERS) {
        text.push('\n');
        text.push_str(&member.name);
    }
    text
}

fn key(document: &Document) -> String {
    let mut hasher = blake3::Hasher::new();
    let Document {
        name,
        container,
        kind,
        documentation,
        code,
        ..
    } = document;
    for part in [name, container, kind, documentation, code] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..24].to_owned()
}
