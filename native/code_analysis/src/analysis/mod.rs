//! The result model. A number that was not measured is `None`, never 0.

mod symbol;

use clone_tokens::CloneTokens;
use serde::{Serialize, Serializer};

use crate::language::Language;
use crate::metrics::Halstead;
use crate::security::Finding;
use crate::semantics::{BusinessContext, Tag};
use crate::smells::Smell;
pub use symbol::{Clause, Measures, Symbol, SymbolKind, Visibility};

/// How far the analysis of a file got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseStatus {
    /// Parsed without a syntax error.
    Ok,
    /// Parsed with syntax errors; what could be had is there.
    Partial,
    /// More bytes than [`crate::Limits::max_bytes`].
    TooLarge,
    /// Deeper than [`crate::Limits`] allows.
    TooDeep,
    /// A line longer than [`crate::Limits::max_line_bytes`].
    LongLines,
    /// `keep_going` said no.
    Timeout,
    /// More memory than [`crate::parse_memory`] allows.
    MemoryLimit,
    /// An earlier parse of the same content ended the process; it is not tried again.
    Quarantined,
}

impl ParseStatus {
    /// The name in the `parse_status` columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::TooLarge => "too_large",
            Self::TooDeep => "too_deep",
            Self::LongLines => "long_lines",
            Self::Timeout => "timeout",
            Self::MemoryLimit => "memory_limit",
            Self::Quarantined => "quarantined",
        }
    }
}

impl Serialize for ParseStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Physical lines, each in exactly one of `code`, `comment` and `blank`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineCounts {
    /// All lines. A last line without a line end counts.
    pub total: u32,
    /// White space only, wherever it stands.
    pub blank: u32,
    /// What is neither blank nor comment. `None` without a parse.
    pub code: Option<u32>,
    /// Nothing but comment or documentation text. `None` without a parse.
    pub comment: Option<u32>,
    /// Those comment lines that are documentation. `None` without a parse.
    pub doc: Option<u32>,
}

/// Something used from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Module, crate path or file, as written.
    pub source: String,
    /// Line, from 1.
    pub line: u32,
    /// The language's word for it: `alias`, `use`, `import`, `require`, …
    pub kind: &'static str,
    /// The names taken from the source, or the name that the source is given here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// Something offered to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Export {
    /// The name that others use.
    pub name: String,
    /// What it is, a [`SymbolKind`] or the language's word.
    pub kind: &'static str,
    /// Line, from 1.
    pub line: u32,
}

/// Something of elsewhere that is named without being imported. Each name once for each kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// In full, as far as the file alone tells.
    pub name: String,
    /// What is done with it, in the language's word.
    pub kind: &'static str,
    /// Line of the first of them, from 1.
    pub line: u32,
}

/// Something that is named in code which a function makes for others: whoever has that code names
/// it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Quoted {
    /// Full name of the function.
    pub within: String,
    /// In full, as far as the file alone tells. For `local`, another function whose code is in it.
    pub name: String,
    /// What is done with it, in the language's word.
    pub kind: &'static str,
    /// The short name that it gets in that code and after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Line of the first of them, from 1.
    pub line: u32,
}

/// What goes into `code_files.metadata`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Metadata {
    /// Bytes that are not UTF-8, or NUL, were replaced by `?`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lossy: bool,
    /// So many secrets were hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted: Option<u32>,
    /// Nodes were left out of the syntax tree for its depth or size.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ast_truncated: bool,
    /// The file has more symbols than the 10,000 that are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub symbols_truncated: bool,
    /// The file has more imports, exports or references than the 10,000 that are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub links_truncated: bool,
    /// The file has more findings than the 1,000 that are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub findings_truncated: bool,
    /// Findings that comments excuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<u32>,
    /// Bytes inside syntax errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_bytes: Option<u32>,
    /// Those bytes as a share of the file, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_share: Option<f64>,
    /// Symbols that only a scan of the lines inside syntax errors found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanned_symbols: Option<u32>,
    /// Tokens that the parser had to suppose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_count: Option<u32>,
    /// Documentation lines, which are among the comment lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_lines: Option<u32>,
    /// Function clauses where functions are defined by clauses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clauses: Option<u32>,
    /// Parameters of all functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<u32>,
    /// Explicit ways out of all functions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exits: Option<u32>,
    /// Things that should be documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentable: Option<u32>,
    /// Those of them that are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documented: Option<u32>,
    /// Distinct and all operators and operands of the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub halstead: Option<Halstead>,
}

/// How many of each; `None` where the language has no such thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub functions: Option<u32>,
    pub classes: Option<u32>,
    pub structs: Option<u32>,
    pub enums: Option<u32>,
    pub traits: Option<u32>,
    pub interfaces: Option<u32>,
}

/// Which kinds of symbols a language's users look for where; `None` where it has no such thing.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Columns {
    /// Whether there are functions, declared parameters, imports and exports.
    pub(crate) functions: bool,
    pub(crate) parameters: bool,
    pub(crate) imports: bool,
    pub(crate) exports: bool,
    /// Whether something of elsewhere can be named without importing it.
    pub(crate) references: bool,
    /// What has a name that all files know.
    pub(crate) modules: Option<&'static [SymbolKind]>,
    pub(crate) classes: Option<&'static [SymbolKind]>,
    pub(crate) structs: Option<&'static [SymbolKind]>,
    pub(crate) enums: Option<&'static [SymbolKind]>,
    pub(crate) traits: Option<&'static [SymbolKind]>,
    pub(crate) interfaces: Option<&'static [SymbolKind]>,
}

impl Columns {
    pub(crate) const NONE: Self = Self {
        functions: false,
        parameters: false,
        imports: false,
        exports: false,
        references: false,
        modules: None,
        classes: None,
        structs: None,
        enums: None,
        traits: None,
        interfaces: None,
    };

    /// One of the columns is about symbols of this kind.
    pub(crate) fn lists(&self, kind: SymbolKind) -> bool {
        [
            self.classes,
            self.structs,
            self.enums,
            self.traits,
            self.interfaces,
        ]
        .into_iter()
        .flatten()
        .any(|kinds| kinds.contains(&kind))
    }
}

/// Everything that is known about one file's content.
#[derive(Clone, Debug, Serialize)]
pub struct Analysis {
    /// As requested.
    pub path: String,
    /// Name of the language.
    pub language: &'static str,
    /// `source`, `config` or `documentation`.
    pub file_type: &'static str,
    /// How far the analysis got.
    pub parse_status: ParseStatus,
    /// Valid UTF-8 without NUL, as long as the raw bytes. `None` beyond the size limit.
    pub content: Option<String>,
    /// `None` only when the content was not read.
    pub lines: Option<LineCounts>,
    /// Sum over the functions plus 1 for the file.
    pub cyclomatic_complexity: Option<u32>,
    /// Sum over the functions and the code outside of them.
    pub cognitive_complexity: Option<u32>,
    /// Deepest control block.
    pub nesting_depth: Option<u32>,
    /// Operators and operands of the whole file.
    pub halstead: Option<Halstead>,
    /// What duplication is looked for in. `None` without a parse, where the language has no
    /// duplication, and where there are more than 200,000.
    #[serde(skip)]
    pub clone_tokens: Option<CloneTokens>,
    /// Maintainability index of the whole file, 0 to 100.
    pub maintainability_index: Option<f64>,
    /// Places that a reader should not have to put up with. `None` without functions or a parse.
    pub smells: Option<Vec<Smell>>,
    /// Time to mend these, as a share of the time that the code takes to write.
    pub technical_debt_ratio: Option<f64>,
    /// Share of what should be documented that is, 0 to 1. `None` where nothing should be.
    pub documentation_coverage: Option<f64>,
    /// Findings of medium and high severity.
    pub vulnerability_count: Option<u32>,
    /// From 100, without a finding, towards 0.
    pub security_score: Option<f64>,
    /// What the rules about security found, in file order. `None` without a parse, and where the
    /// language has no rules.
    pub findings: Option<Vec<Finding>>,
    /// Fields of work, sorted by tag. These and the next four are `None` without a parse, and where
    /// the language has no rules.
    pub domains: Option<Vec<Tag>>,
    /// Known ways of building.
    pub patterns: Option<Vec<Tag>>,
    /// What the code does.
    pub features: Option<Vec<Tag>>,
    /// What bears on its speed.
    pub performance_characteristics: Option<Vec<Tag>>,
    /// What bears on its security.
    pub security_characteristics: Option<Vec<Tag>>,
    /// What the file says about itself. `None` where it says nothing.
    pub business_context: Option<BusinessContext>,
    /// How many of each.
    pub counts: Counts,
    /// All definitions in file order. `None` without a parse.
    pub symbols: Option<Vec<Symbol>>,
    /// In file order. `None` without a parse.
    pub imports: Option<Vec<Import>>,
    /// In file order. `None` without a parse.
    pub exports: Option<Vec<Export>>,
    /// In file order. `None` without a parse, and where imports tell it all.
    pub references: Option<Vec<Reference>>,
    /// In the order of functions. `None` without a parse, and where no function makes code.
    pub quoted: Option<Vec<Quoted>>,
    /// Full names of the modules defined, where all files know them by these. `None` elsewhere.
    pub modules: Option<Vec<String>>,
    /// Compact syntax tree as JSON text, see [`crate::ast`].
    pub ast_json: Option<String>,
    /// Syntax errors and missing tokens. `None` without a parse.
    pub error_count: Option<u32>,
    /// Flags and details.
    pub metadata: Metadata,
    /// See [`crate::analysis_version`].
    #[serde(skip)]
    pub(crate) version: String,
    /// Which kinds of symbols are listed where.
    pub(crate) columns: Columns,
}

impl Analysis {
    /// For content that nobody read, because it is too large for instance.
    #[must_use]
    pub fn unread(path: &str, language: &Language, status: ParseStatus, version: &str) -> Self {
        Self {
            path: path.to_owned(),
            language: language.name,
            file_type: language.file_type,
            parse_status: status,
            content: None,
            lines: None,
            cyclomatic_complexity: None,
            cognitive_complexity: None,
            nesting_depth: None,
            halstead: None,
            clone_tokens: None,
            maintainability_index: None,
            smells: None,
            technical_debt_ratio: None,
            documentation_coverage: None,
            vulnerability_count: None,
            security_score: None,
            findings: None,
            domains: None,
            patterns: None,
            features: None,
            performance_characteristics: None,
            security_characteristics: None,
            business_context: None,
            counts: Counts::default(),
            symbols: None,
            imports: None,
            exports: None,
            references: None,
            quoted: None,
            modules: None,
            ast_json: None,
            error_count: None,
            metadata: Metadata::default(),
            version: version.to_owned(),
            columns: Columns::default(),
        }
    }

    /// The symbols of the `functions` columns. `None` without a parse, and where the language has
    /// no functions.
    #[must_use]
    pub fn functions(&self) -> Option<Vec<&Symbol>> {
        let symbols = self.symbols.as_ref().filter(|_| self.columns.functions)?;
        Some(
            symbols
                .iter()
                .filter(|symbol| symbol.kind.is_function())
                .collect(),
        )
    }
}
