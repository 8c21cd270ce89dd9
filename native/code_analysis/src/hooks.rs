//! What a language knows beyond its tables.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::ops::Range;

use tree_sitter::Node;

use crate::analysis::{Export, Import, Quoted, Reference, Symbol, SymbolKind, Visibility};
use crate::choices::Branches;
use crate::notes::{MAX_LINE_BYTES, short_name, without_signs};
use crate::role::{Lexical, Role};
use crate::scope::Scope;
use crate::semantics::{Bindings, FileDoc};
use crate::walk::Context;

/// What a table cannot say. The defaults suit a language that has no such thing.
pub(crate) trait Hooks: Sync {
    /// Decides about a node whose kind has [`Role::Ask`].
    fn role(&self, _node: Node, _context: &Context) -> Role {
        Role::None
    }

    /// Decides about a node whose kind has [`Lexical::Ask`].
    fn lexical(&self, _node: Node, _context: &Context) -> Lexical {
        Lexical::None
    }

    /// A function inside another lies a level deeper there.
    fn nests(&self, _node: Node, _context: &Context) -> bool {
        true
    }

    /// The run of boolean operators that this operation opens adds nothing to cognitive complexity.
    fn is_free_run(&self, _node: Node, _context: &Context) -> bool {
        false
    }

    /// What the comment or documentation node documents.
    fn documentation(&self, _node: Node, _context: &Context) -> Documentation {
        Documentation {
            of: Documented::Nothing,
            prose: true,
        }
    }

    /// The attribute says that what it is attached to needs no documentation.
    fn exempts(&self, _attribute: &str) -> bool {
        false
    }

    /// The bytes of the comment node that are comment.
    fn comments(&self, node: Node, _context: &Context, found: &mut dyn FnMut(Range<usize>)) {
        found(node.byte_range());
    }

    /// Documentation without the signs that make it such.
    fn words(&self, raw: &str) -> String {
        without_signs(raw, &[], &[], &[])
    }

    /// The symbol that a defining node makes. Without one the node is like any other.
    fn definition(&self, _node: Node, _context: &Context) -> Option<Definition> {
        None
    }

    /// The definition that begins in a line, where [`Spec::line_scan`] cannot tell.
    fn line_definition<'a>(&self, _code: &'a str) -> Option<(SymbolKind, &'a str)> {
        None
    }

    /// The parts of a handler, or it itself, that take an error and do nothing about it. Asked about
    /// nodes with a role of [`Spec::handlers`].
    ///
    /// [`Spec::handlers`]: crate::spec::Spec::handlers
    fn swallowed<'t>(&self, _handler: Node<'t>, _context: &Context) -> Vec<Node<'t>> {
        Vec::new()
    }

    /// The branches of an [`Role::If`] with those that follow its `else`, of a [`Role::Ternary`] or
    /// a [`Role::Match`], without those that only fall through to the next one.
    fn branches<'t>(&self, _choice: Node<'t>, _context: &Context) -> Branches<'t> {
        Branches::none()
    }

    /// A name at a byte as it is called elsewhere, where scopes tell and not only the imports.
    fn full_name<'a>(&self, name: &'a str, _at: usize, _links: &Links) -> Cow<'a, str> {
        name.into()
    }

    /// What the file says about itself.
    fn file_doc(&self, _root: Node, _text: &str) -> Option<FileDoc> {
        None
    }

    /// Reads an import, export or reference; re-exports are both of the former.
    fn links(&self, _node: Node, _context: &Context, _links: &mut Links) {}

    /// Decides what only the whole file tells. Symbols are in file order.
    fn settle(&self, _symbols: &mut [Symbol], _links: &mut Links, _text: &str) {}
}

/// Imports, exports and references in file order.
#[derive(Default)]
pub(crate) struct Links {
    pub(crate) imports: Vec<Import>,
    pub(crate) exports: Vec<Export>,
    pub(crate) references: Vec<Reference>,
    /// References in code that macros put into other files.
    pub(crate) quoted: Vec<Quoted>,
    /// Modules that are defined besides those that are symbols.
    pub(crate) modules: Vec<String>,
    /// What local names stand for by the imports.
    pub(crate) bindings: Bindings,
    /// What short names mean where the walk is.
    pub(crate) scope: Scope,
    /// Hashes of what was referred to.
    referred: HashSet<u64, BuildHasherDefault<DefaultHasher>>,
}

impl Links {
    /// Adds a reference, unless the same is there.
    pub(crate) fn refer(&mut self, kind: &'static str, name: &str, line: u32) {
        let hash = self.referred.hasher().hash_one((kind, name));
        if self.referred.insert(hash) {
            self.references.push(Reference {
                name: short_name(name.to_owned()),
                kind,
                line,
            });
        }
    }
}

/// What a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Documentation {
    pub(crate) of: Documented,
    /// The whole lines are text, not code.
    pub(crate) prose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Documented {
    /// An ordinary comment.
    Nothing,
    /// The definition that follows.
    Next,
    /// The definition that follows, which is said to need none.
    NextExempt,
    /// The definition around it.
    Enclosing,
    /// The definition around it, which is said to need none.
    EnclosingExempt,
    /// Something that is no symbol.
    Other,
}

/// A symbol before it has metrics.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(crate) kind: SymbolKind,
    pub(crate) name: String,
    /// Bytes of the whole definition.
    pub(crate) range: Range<usize>,
    /// Rows of the whole definition, from 0.
    pub(crate) rows: std::ops::RangeInclusive<usize>,
    /// Where the part before the body ends.
    pub(crate) head_end: usize,
    pub(crate) visibility: Option<Visibility>,
    pub(crate) parameters: Option<u32>,
    /// How many of the parameters may be left out where each number of them is another function.
    pub(crate) optional: u32,
    /// Is an export by itself.
    pub(crate) exported: bool,
    /// Counts in documentation coverage.
    pub(crate) documentable: bool,
    /// How deep in a document or data it is, from 1.
    pub(crate) depth: Option<u32>,
    /// Name of what it belongs to, where that is not the symbol around it.
    pub(crate) parent: Option<String>,
}

impl Definition {
    pub(crate) fn new(kind: SymbolKind, name: &str, node: Node) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            range: node.byte_range(),
            rows: node.start_position().row..=node.end_position().row,
            head_end: node.end_byte(),
            visibility: None,
            parameters: None,
            optional: 0,
            exported: false,
            documentable: false,
            depth: None,
            parent: None,
        }
    }

    /// A key of a data file, one level below the key around it. Its signature is its first line.
    pub(crate) fn key(name: &str, node: Node, context: &Context) -> Self {
        let around = context.enclosing_symbol().and_then(|symbol| symbol.depth);
        let mut key = Self {
            depth: Some(around.unwrap_or_default() + 1),
            ..Self::new(SymbolKind::Key, name, node)
        };
        key.trim(context.text);
        key.head_is_first_line(context.text);
        key
    }

    /// As much of it as a signature keeps: what lies inside begins with the same text, and must not
    /// be looked through once for each level.
    pub(crate) fn head_is_first_line(&mut self, text: &str) {
        let whole = text.get(self.range.clone()).unwrap_or_default();
        let start = &whole[..whole.floor_char_boundary(MAX_LINE_BYTES)];
        self.head_end = self.range.start + start.find('\n').unwrap_or(start.len());
    }

    /// Without white space at both ends, for grammars whose nodes begin or end with some.
    pub(crate) fn trim(&mut self, text: &str) {
        let whole = text.get(self.range.clone()).unwrap_or_default();
        let before = &whole[..whole.len() - whole.trim_start().len()];
        let after = &whole[whole.trim_end().len().max(before.len())..];
        let rows = |space: &str| space.bytes().filter(|byte| *byte == b'\n').count();
        let first = self.rows.start() + rows(before);
        self.rows = first..=(self.rows.end() - rows(after)).max(first);
        self.range = self.range.start + before.len()..self.range.end - after.len();
        self.head_end = self.head_end.min(self.range.end);
    }
}
