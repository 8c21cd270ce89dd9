//! The one walk over the tree, from which everything comes.
//!
//! It is iterative, so that depth never becomes stack, and keeps the open nodes itself, because
//! asking a node for its parent searches from the root.

use tree_sitter::{Node, Tree, TreeCursor};

use crate::ast::{Ast, AstWriter, OpenNode};
use crate::languages::{Documented, Grammar, Kind};
use crate::metrics::{FileMetrics, Metrics, Prose};
use crate::outline::{Outline, SymbolId};
use crate::role::Role;

/// An open node.
#[derive(Debug)]
pub(crate) struct Frame<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) role: Role,
    kind: u16,
    /// The symbol that it is in, or that it is.
    symbol: Option<SymbolId>,
    /// It stands after documentation.
    documented: bool,
    /// Its next child stands after documentation.
    documents_next: bool,
    ast: Option<OpenNode>,
}

impl Frame<'_> {
    fn hands_on_documentation(&self) -> bool {
        self.documented && matches!(self.role, Role::Wrapper | Role::Export)
    }
}

/// What hooks may look at beside the node.
pub(crate) struct Context<'a, 't> {
    pub(crate) text: &'a str,
    /// The nodes around it, outermost first.
    pub(crate) frames: &'a [Frame<'t>],
    outline: &'a Outline,
}

impl<'a, 't> Context<'a, 't> {
    pub(crate) fn text_of(&self, node: Node) -> &'a str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The nodes around it, innermost first.
    pub(crate) fn ancestors(&self) -> impl Iterator<Item = &'a Frame<'t>> {
        self.frames.iter().rev()
    }

    pub(crate) fn parent(&self) -> Option<Node<'t>> {
        self.frames.last().map(|frame| frame.node)
    }

    /// Name of the class, module or the like around it.
    pub(crate) fn enclosing_type(&self) -> Option<&'a str> {
        let frame = self.ancestors().find(|frame| frame.role == Role::Type)?;
        self.outline.name(frame.symbol?)
    }
}

/// What the walk found.
pub(crate) struct Findings {
    pub(crate) outline: Outline,
    pub(crate) metrics: FileMetrics,
    pub(crate) prose: Vec<Prose>,
    pub(crate) ast: Ast,
    pub(crate) errors: Errors,
}

/// Trouble that the parser had.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Errors {
    /// Syntax errors and missing tokens.
    pub(crate) count: u32,
    pub(crate) missing: u32,
    /// Bytes in the outermost error nodes.
    pub(crate) bytes: usize,
    end: usize,
}

impl Errors {
    fn note(&mut self, node: Node) {
        if node.is_missing() {
            (self.count, self.missing) = (self.count + 1, self.missing + 1);
        } else if node.is_error() {
            self.count += 1;
            self.bytes += node
                .end_byte()
                .saturating_sub(node.start_byte().max(self.end));
            self.end = self.end.max(node.end_byte());
        }
    }
}

/// Walks over the tree of `text`, which is as long as what was parsed.
pub(crate) fn walk(tree: &Tree, grammar: &Grammar, text: &str) -> Findings {
    let mut walk = Walk {
        grammar,
        text,
        has_errors: tree.root_node().has_error(),
        frames: Vec::with_capacity(64),
        outline: Outline::new(grammar.spec.clauses),
        metrics: Metrics::new(grammar.spec),
        ast: AstWriter::with_capacity(5 * text.len()),
        prose: Vec::new(),
        errors: Errors::default(),
    };
    walk.run(tree.walk());
    Findings {
        outline: walk.outline,
        metrics: walk.metrics.finish(),
        prose: walk.prose,
        ast: walk.ast.finish(),
        errors: walk.errors,
    }
}

struct Walk<'a, 't> {
    grammar: &'a Grammar,
    text: &'a str,
    has_errors: bool,
    frames: Vec<Frame<'t>>,
    outline: Outline,
    metrics: Metrics,
    ast: AstWriter,
    prose: Vec<Prose>,
    errors: Errors,
}

impl<'t> Walk<'_, 't> {
    fn run(&mut self, mut cursor: TreeCursor<'t>) {
        loop {
            self.enter(&cursor);
            if cursor.goto_first_child() {
                continue;
            }
            self.leave();
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.leave();
            }
        }
    }

    fn enter(&mut self, cursor: &TreeCursor<'t>) {
        let node = cursor.node();
        let (id, grammar) = (node.kind_id(), self.grammar);
        let kind = grammar.kind(id);
        let role = self.role(node, id, kind);
        let mut frame = self.frame(node, id, kind, role);
        if self.has_errors {
            self.errors.note(node);
        }
        if frame.role != Role::None {
            self.interpret(&mut frame);
        }
        frame.ast = self.open_ast(node, kind, cursor);
        self.frames.push(frame);
    }

    fn role(&self, node: Node<'t>, id: u16, kind: &Kind) -> Role {
        let parent = self.frames.last();
        match kind.role {
            Role::None => Role::None,
            Role::Ask => self.grammar.spec.hooks.role(node, &self.context()),
            Role::If if parent.is_some_and(|parent| parent.role == Role::Else) => Role::ElseIf,
            role if kind.named => role,
            role => {
                let counts = |parent: &Frame| self.grammar.token_counts_in(id, parent.kind);
                if parent.is_some_and(counts) {
                    role
                } else {
                    Role::None
                }
            }
        }
    }

    fn frame(&mut self, node: Node<'t>, id: u16, kind: &Kind, role: Role) -> Frame<'t> {
        let mut frame = Frame {
            node,
            role,
            kind: id,
            symbol: None,
            documented: false,
            documents_next: false,
            ast: None,
        };
        if let Some(parent) = self.frames.last_mut() {
            frame.symbol = parent.symbol;
            if kind.named && !keeps_documentation(role) {
                frame.documented = parent.documents_next || parent.hands_on_documentation();
                parent.documents_next = false;
            }
        }
        frame
    }

    fn context(&self) -> Context<'_, 't> {
        Context {
            text: self.text,
            frames: &self.frames,
            outline: &self.outline,
        }
    }

    fn interpret(&mut self, frame: &mut Frame<'t>) {
        match frame.role {
            Role::Comment | Role::Documentation => self.document(frame.node),
            Role::Function | Role::Declaration | Role::Type => self.define(frame),
            Role::Import | Role::Export => self.link(frame.node),
            Role::Contract => self.outline.demand_of(frame.symbol),
            _ => {}
        }
        self.metrics.enter(frame.role);
    }

    fn document(&mut self, node: Node<'t>) {
        let documentation = self.grammar.spec.hooks.documentation(node, &self.context());
        let doc = documentation.of != Documented::Nothing;
        if documentation.prose {
            self.prose.push(Prose {
                range: node.byte_range(),
                doc,
            });
        }
        match (documentation.of, self.frames.last_mut()) {
            (Documented::Next, Some(parent)) => parent.documents_next = true,
            (Documented::Enclosing, Some(parent)) => self.outline.document(parent.symbol),
            _ => {}
        }
    }

    fn define(&mut self, frame: &mut Frame<'t>) {
        let Some(definition) = self
            .grammar
            .spec
            .hooks
            .definition(frame.node, &self.context())
        else {
            frame.role = Role::None;
            return;
        };
        let symbol = self
            .outline
            .open(definition, frame.symbol, frame.documented, self.text);
        frame.symbol = Some(symbol);
        if frame.role == Role::Function {
            self.metrics.enter_function();
        }
    }

    fn link(&mut self, node: Node<'t>) {
        let mut links = std::mem::take(&mut self.outline.links);
        self.grammar
            .spec
            .hooks
            .links(node, &self.context(), &mut links);
        self.outline.links = links;
    }

    fn open_ast(
        &mut self,
        node: Node<'t>,
        kind: &Kind,
        cursor: &TreeCursor<'t>,
    ) -> Option<OpenNode> {
        let field = cursor.field_id();
        if !kind.named && field.is_none() {
            return None;
        }
        let field = field.map_or("", |id| self.grammar.field(id.get()));
        self.ast.open(node, &kind.json, field)
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if let Some(open) = frame.ast {
            let text = self.text;
            self.ast
                .close(open, || match self.grammar.kind(frame.kind).named {
                    true => text.get(frame.node.byte_range()).unwrap_or_default(),
                    false => "",
                });
        }
        match (frame.role, frame.symbol) {
            (Role::None, _) => {}
            (Role::Function, Some(symbol)) => {
                let metrics = self.metrics.leave_function();
                self.outline.measure(symbol, metrics);
            }
            (role, _) => self.metrics.leave(role),
        }
    }
}

fn keeps_documentation(role: Role) -> bool {
    matches!(role, Role::Comment | Role::Documentation | Role::Attribute)
}
