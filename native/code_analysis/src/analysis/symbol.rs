//! Definitions and what is measured of them.

use serde::{Serialize, Serializer};

use crate::metrics::Halstead;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum SymbolKind {
    Function,
    Method,
    Macro,
    MacroRules,
    Guard,
    Delegate,
    AnonymousFunction,
    FieldInitializer,
    StaticBlock,
    Class,
    Module,
    Behaviour,
    Protocol,
    Implementation,
    Struct,
    Exception,
    Union,
    Enum,
    Trait,
    Interface,
    Type,
    TypeAlias,
    Signature,
    Constant,
    Field,
    Key,
    Heading,
    CodeBlock,
}

impl SymbolKind {
    /// The word in the rows.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Method => "method",
            Self::Macro | Self::MacroRules => "macro",
            Self::Guard => "guard",
            Self::Delegate => "delegate",
            Self::AnonymousFunction => "anonymous_function",
            Self::FieldInitializer => "field_initializer",
            Self::StaticBlock => "static_block",
            Self::Class => "class",
            Self::Module => "module",
            Self::Behaviour => "behaviour",
            Self::Protocol => "protocol",
            Self::Implementation => "implementation",
            Self::Struct => "struct",
            Self::Exception => "exception",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Trait => "trait",
            Self::Interface => "interface",
            Self::Type => "type",
            Self::TypeAlias => "type_alias",
            Self::Signature => "signature",
            Self::Constant => "constant",
            Self::Field => "field",
            Self::Key => "key",
            Self::Heading => "heading",
            Self::CodeBlock => "code_block",
        }
    }

    /// Belongs in the `functions` columns.
    #[must_use]
    pub const fn is_function(self) -> bool {
        self.is_named_function() || self.is_unnamed_function()
    }

    /// Counts in `function_count`.
    #[must_use]
    pub const fn is_named_function(self) -> bool {
        matches!(
            self,
            Self::Function | Self::Method | Self::Macro | Self::Guard | Self::Delegate
        )
    }

    /// Tells where something is and counts in no number.
    pub(crate) const fn is_place(self) -> bool {
        matches!(self, Self::Key | Self::Heading | Self::CodeBlock)
    }

    const fn is_unnamed_function(self) -> bool {
        matches!(
            self,
            Self::AnonymousFunction | Self::FieldInitializer | Self::StaticBlock
        )
    }
}

impl Serialize for SymbolKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Who may use a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Other modules may.
    Public,
    /// The own module (class, crate) only.
    Private,
}

impl Serialize for Visibility {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Public => "public",
            Self::Private => "private",
        })
    }
}

/// A definition.
#[derive(Clone, Debug, Serialize)]
pub struct Symbol {
    /// As it is called; `<anonymous>` where there is no name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// First line, from 1.
    pub start_line: u32,
    /// Last line, from 1, inclusive.
    pub end_line: u32,
    /// First byte in the content, from 0.
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// The text before the body on one line, cut after 200 bytes.
    pub signature: String,
    /// `None` where the language does not say.
    pub visibility: Option<Visibility>,
    /// Has documentation.
    pub documented: bool,
    /// Counts in documentation coverage.
    pub documentable: bool,
    /// Its documentation without comment signs, cut after 2,000 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
    /// Decorators, attributes and annotations, each on one line, cut after 200 bytes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
    /// Name of the enclosing symbol.
    pub parent: Option<String>,
    /// Level of a key or heading, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<u32>,
    /// Number of declared parameters; functions only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<u32>,
    /// Measures of a function's text and control flow; functions only.
    pub measures: Measures,
    /// The clauses of a function, where functions are defined by clauses.
    pub clauses: Vec<Clause>,
}

/// What is measured of a function. `None` where the language or the symbol has no such thing.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Measures {
    /// Physical lines, of all clauses together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<u32>,
    /// Those that are code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_lines: Option<u32>,
    /// Those that are nothing but comment or documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_lines: Option<u32>,
    /// Those that are white space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blank_lines: Option<u32>,
    /// Cyclomatic complexity, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cyclomatic_complexity: Option<u32>,
    /// Cognitive complexity, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cognitive_complexity: Option<u32>,
    /// Deepest control block inside, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nesting_depth: Option<u32>,
    /// Explicit ways out, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exits: Option<u32>,
    /// Operators and operands, those of functions inside included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub halstead: Option<Halstead>,
    /// Maintainability index, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintainability_index: Option<f64>,
}

/// One clause of a function that is defined by several. The symbol's range spans its first run of
/// neighbouring clauses.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Clause {
    /// First line, from 1.
    pub start_line: u32,
    /// Last line, from 1, inclusive.
    pub end_line: u32,
    /// First byte in the content, from 0.
    pub start_byte: u32,
    /// One past the last byte.
    pub end_byte: u32,
    /// Of this clause alone, from 1.
    pub cyclomatic_complexity: Option<u32>,
    /// Of this clause alone, from 0.
    pub cognitive_complexity: Option<u32>,
    /// Of this clause alone, from 0.
    pub nesting_depth: Option<u32>,
}
