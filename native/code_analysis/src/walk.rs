//! The one walk over the tree, from which everything comes.
//!
//! It is iterative, so that depth never becomes stack, and keeps the open nodes itself, because
//! asking a node for its parent searches from the root.

use tree_sitter::{Node, Tree, TreeCursor};

use crate::ast::{Ast, AstWriter, OpenNode};
use crate::errors::Errors;
use crate::languages::{Documented, Grammar, Kind};
use crate::metrics::{FileMetrics, Metrics, Prose, Tokens};
use crate::notes::{Notebook, NotesId};
use crate::outline::{Measured, Outline, SymbolId};
use crate::role::{Lexical, Role};

/// An open node.
#[derive(Debug)]
pub(crate) struct Frame<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) role: Role,
    kind: u16,
    /// The symbol that it is in, or that it is.
    symbol: Option<SymbolId>,
    /// The innermost function or type that it is in, or that it is.
    host: Role,
    /// What was written before it about it.
    notes: NotesId,
    /// What was written about its next child.
    notes_next: NotesId,
    /// Cognitive nesting level of what is inside.
    level: u32,
    /// Nothing inside is code.
    silent: bool,
    /// Only comments stand before it in its parent.
    pub(crate) first: bool,
    /// Something other than a comment was met inside.
    begun: bool,
    run: Run,
    ast: Option<OpenNode>,
}

/// Where a node stands to runs of boolean operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Outside,
    Inside,
    /// Is the outermost operation of one.
    Opens,
    /// In one that adds nothing.
    Free,
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

    /// The innermost symbol around it.
    pub(crate) fn enclosing_symbol(&self) -> Option<&'a crate::analysis::Symbol> {
        self.outline.symbol(self.frames.last()?.symbol?)
    }
}

/// What the walk found.
pub(crate) struct Findings<'a> {
    pub(crate) outline: Outline,
    pub(crate) metrics: FileMetrics,
    pub(crate) tokens: Tokens<'a>,
    pub(crate) prose: Vec<Prose>,
    pub(crate) ast: Ast,
    pub(crate) errors: Errors,
}

/// Walks over the tree of `text`, which is as long as what was parsed.
pub(crate) fn walk<'a>(tree: &Tree, grammar: &Grammar, text: &'a str) -> Findings<'a> {
    let mut walk = Walk {
        grammar,
        text,
        has_errors: tree.root_node().has_error(),
        frames: Vec::with_capacity(64),
        outline: Outline::new(grammar.spec.clauses),
        metrics: Metrics::new(grammar.spec),
        tokens: Tokens::new(
            grammar.spec.tokens_count_into_host,
            grammar.kind_count(),
            text.len(),
        ),
        notebook: Notebook::default(),
        ast: AstWriter::with_capacity(5 * text.len()),
        prose: Vec::new(),
        errors: Errors::default(),
    };
    walk.run(tree.walk());
    let Outline { symbols, links, .. } = &mut walk.outline;
    grammar.spec.hooks.settle(symbols, links, text);
    Findings {
        outline: walk.outline,
        metrics: walk.metrics.finish(),
        tokens: walk.tokens,
        prose: walk.prose,
        ast: walk.ast.finish(),
        errors: walk.errors,
    }
}

struct Walk<'a, 'g, 't> {
    grammar: &'g Grammar,
    text: &'a str,
    has_errors: bool,
    frames: Vec<Frame<'t>>,
    outline: Outline,
    metrics: Metrics,
    tokens: Tokens<'a>,
    notebook: Notebook,
    ast: AstWriter,
    prose: Vec<Prose>,
    errors: Errors,
}

impl<'t> Walk<'_, '_, 't> {
    fn run(&mut self, mut cursor: TreeCursor<'t>) {
        loop {
            if self.enter(&cursor) {
                if cursor.goto_first_child() {
                    continue;
                }
                self.leave();
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.leave();
            }
        }
    }

    /// False for a token without a role, which need not be left.
    fn enter(&mut self, cursor: &TreeCursor<'t>) -> bool {
        let node = cursor.node();
        let (id, grammar) = (node.kind_id(), self.grammar);
        let kind = grammar.kind(id);
        if self.has_errors {
            self.errors.note(node);
        }
        let field = cursor.field_id().map_or(0, |field| field.get());
        let role = self.role(node, id, kind);
        if role == Role::None && !kind.named && field == 0 && node.child_count() == 0 {
            self.count_mere_token(node, kind);
            return false;
        }
        let mut frame = self.frame(node, id, kind, role, field);
        let level = frame.level;
        if frame.role != Role::None {
            self.interpret(&mut frame, level);
        }
        if kind.lexical != Lexical::None && !frame.silent {
            self.count_token(node, kind);
        }
        if kind.named || field != 0 {
            frame.ast = self.ast.open(node, &kind.json, grammar.field(field));
        }
        self.frames.push(frame);
        true
    }

    fn role(&self, node: Node<'t>, id: u16, kind: &Kind) -> Role {
        let parent = self.frames.last();
        match kind.role {
            Role::None => Role::None,
            Role::Ask => self.grammar.spec.hooks.role(node, &self.context()),
            Role::Operation => self.grammar.operation(node),
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

    /// `level` of the new frame is that at which the node itself stands.
    fn frame(&mut self, node: Node<'t>, id: u16, kind: &Kind, role: Role, field: u16) -> Frame<'t> {
        let mut frame = Frame {
            node,
            role,
            kind: id,
            symbol: None,
            host: Role::None,
            notes: NotesId::NONE,
            notes_next: NotesId::NONE,
            level: 0,
            silent: is_silent(role),
            first: true,
            begun: false,
            run: Run::Outside,
            ast: None,
        };
        let Some(parent) = self.frames.last_mut() else {
            return frame;
        };
        frame.symbol = parent.symbol;
        frame.host = parent.host;
        frame.silent |= parent.silent;
        frame.first = !parent.begun;
        parent.begun |= kind.named && role != Role::Comment;
        let is_body = kind.named && self.grammar.kind(parent.kind).has_body(field);
        frame.level = parent.level + u32::from(is_body && role != Role::ElseIf);
        frame.run = match (role, parent.run) {
            (Role::BooleanOperation, Run::Outside) => Run::Opens,
            (Role::BooleanOperation | Role::Parenthesis, Run::Inside | Run::Opens) => Run::Inside,
            (Role::BooleanOperation | Role::Parenthesis, Run::Free) => Run::Free,
            _ => Run::Outside,
        };
        if role == Role::Group {
            frame.notes_next = std::mem::take(&mut parent.notes_next);
        } else if kind.named && !keeps_notes(role) {
            frame.notes = std::mem::take(&mut parent.notes_next);
            if frame.notes != NotesId::NONE {
                self.settle_notes(&frame);
            } else if hands_on_notes(parent.role) {
                frame.notes = parent.notes;
            }
        }
        frame
    }

    /// Where documentation must be adjacent, only now it turns out which comments are such.
    fn settle_notes(&mut self, frame: &Frame<'t>) {
        if !self.grammar.spec.adjacent_documentation {
            return;
        }
        let row = frame.node.start_position().row;
        let doc = self.notebook.settle(frame.notes, row);
        if let Some(doc) = doc.filter(|_| may_be_documented(frame.role)) {
            let comments = self.prose.iter_mut().rev();
            comments
                .take_while(|prose| prose.range.start >= doc.start)
                .for_each(|prose| prose.doc = true);
        }
    }

    fn context(&self) -> Context<'_, 't> {
        Context {
            text: self.text,
            frames: &self.frames,
            outline: &self.outline,
        }
    }

    fn interpret(&mut self, frame: &mut Frame<'t>, level: u32) {
        frame.level = self.level_inside(frame);
        match frame.role {
            Role::Comment | Role::Documentation => self.document(frame.node),
            Role::Attribute | Role::Decorator | Role::TypeAttribute => {
                self.annotate_next(frame.node);
            }
            Role::OwnAttribute => self.annotate(frame),
            Role::Function | Role::Declaration | Role::TypeDeclaration | Role::Type => {
                self.define(frame);
            }
            Role::Import | Role::Export => self.link(frame.node),
            Role::Contract => {
                self.outline.demand_of(frame.symbol);
                self.define(frame);
            }
            Role::BooleanOperation if frame.run == Run::Opens => self.open_run(frame),
            Role::And | Role::Or => self.operator(frame.role),
            _ => {}
        }
        self.metrics.enter(frame.role, level);
    }

    fn level_inside(&self, frame: &Frame<'t>) -> u32 {
        let Some(flow) = &self.grammar.spec.cognitive else {
            return 0;
        };
        match frame.role {
            Role::Function if flow.counts_into_host && frame.host == Role::Function => {
                let nests = self.grammar.spec.hooks.nests(frame.node, &self.context());
                frame.level + u32::from(nests)
            }
            Role::Function | Role::Type => 0,
            role => frame.level + u32::from(flow.nesting.contains(role)),
        }
    }

    fn open_run(&mut self, frame: &mut Frame<'t>) {
        let hooks = self.grammar.spec.hooks;
        if hooks.is_free_run(frame.node, &self.context()) {
            frame.run = Run::Free;
        } else {
            self.metrics.cognitive.open_run();
        }
    }

    fn operator(&mut self, role: Role) {
        let parent = self.frames.last();
        if parent
            .is_some_and(|frame| frame.role == Role::BooleanOperation && frame.run != Run::Free)
        {
            self.metrics.cognitive.operator(role);
        }
    }

    /// A token that is at most an operator.
    fn count_mere_token(&mut self, node: Node<'t>, kind: &Kind) {
        let silent = self.frames.last().is_some_and(|parent| parent.silent);
        if kind.lexical != Lexical::None && !silent {
            self.count_token(node, kind);
        }
    }

    fn count_token(&mut self, node: Node<'t>, kind: &Kind) {
        let lexical = match kind.lexical {
            Lexical::Ask => self.grammar.spec.hooks.lexical(node, &self.context()),
            lexical => lexical,
        };
        // Some grammars' tokens reach over the white space behind them.
        let text = self.text.get(node.byte_range()).unwrap_or_default();
        let text = text.trim_ascii_end();
        match lexical {
            Lexical::Operator => self.tokens.operator(kind.token),
            Lexical::Word => self.tokens.word(text),
            Lexical::Operand => self.tokens.operand(text),
            Lexical::None | Lexical::Ask => {}
        }
    }

    fn document(&mut self, node: Node<'t>) {
        let documentation = self.grammar.spec.hooks.documentation(node, &self.context());
        let adjacent = self.grammar.spec.adjacent_documentation;
        if documentation.prose {
            let is_open = adjacent && documentation.of == Documented::Next;
            self.prose.push(Prose {
                range: node.byte_range(),
                doc: documentation.of != Documented::Nothing && !is_open,
            });
        }
        match documentation.of {
            Documented::Next => {
                let notes = self.notes_next();
                self.notebook.document(notes, node, adjacent);
            }
            Documented::NextExempt => {
                let notes = self.notes_next();
                self.notebook.exempt(notes);
            }
            Documented::Enclosing => {
                let words = self.grammar.spec.hooks.words(self.context().text_of(node));
                let symbol = self.frames.last().and_then(|frame| frame.symbol);
                self.outline.document(symbol, words);
            }
            Documented::EnclosingExempt => {
                let symbol = self.frames.last().and_then(|frame| frame.symbol);
                self.outline.exempt(symbol);
            }
            Documented::Nothing if adjacent => {
                let notes = self.frames.last().map(|parent| parent.notes_next);
                self.notebook.bridge(notes.unwrap_or_default(), node);
            }
            Documented::Nothing | Documented::Other => {}
        }
    }

    /// The notes on the next child of the innermost open node.
    fn notes_next(&mut self) -> NotesId {
        let Some(parent) = self.frames.last_mut() else {
            return NotesId::NONE;
        };
        if parent.notes_next == NotesId::NONE {
            let handed_on = hands_on_notes(parent.role).then_some(parent.notes);
            parent.notes_next = self.notebook.open(handed_on.unwrap_or_default());
        }
        parent.notes_next
    }

    /// Comments at the end are none of it.
    fn annotate_next(&mut self, node: Node<'t>) {
        let mut cursor = node.walk();
        let code = node
            .children(&mut cursor)
            .filter(|child| !child.is_extra())
            .last();
        let end = code.map_or(node.end_byte(), |code| code.end_byte());
        let notes = self.notes_next();
        self.notebook.annotate(notes, node.start_byte()..end);
        let text = self.context().text_of(node);
        if self.grammar.spec.hooks.exempts(text) {
            self.notebook.exempt(notes);
        }
    }

    fn annotate(&mut self, frame: &Frame<'t>) {
        let text = self.text.get(frame.node.byte_range());
        let text = text.unwrap_or_default();
        self.outline.annotate(frame.symbol, text);
        if self.grammar.spec.hooks.exempts(text) {
            self.outline.exempt(frame.symbol);
        }
    }

    fn define(&mut self, frame: &mut Frame<'t>) {
        let hooks = self.grammar.spec.hooks;
        let Some(definition) = hooks.definition(frame.node, &self.context()) else {
            frame.role = Role::None;
            return;
        };
        let note = self
            .notebook
            .read(frame.notes, self.text, &|raw| hooks.words(raw));
        let Some(symbol) = self.outline.open(definition, frame.symbol, note, self.text) else {
            frame.role = Role::None;
            return;
        };
        frame.symbol = Some(symbol);
        if matches!(frame.role, Role::Function | Role::Type) {
            frame.host = frame.role;
        }
        if frame.role == Role::Function {
            self.metrics.enter_function(frame.level);
            self.tokens.enter_function();
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
        if frame.run == Run::Opens {
            self.metrics.cognitive.close_run();
        }
        match (frame.role, frame.symbol) {
            (Role::None, _) => {}
            (Role::Function, Some(symbol)) => self.leave_function(symbol),
            (role, _) => self.metrics.leave(role),
        }
    }

    fn leave_function(&mut self, symbol: SymbolId) {
        self.outline.measure(Measured {
            symbol,
            metrics: self.metrics.leave_function(),
            tokens: self.tokens.leave_function(),
        });
    }
}

/// Halstead's measures pass over everything inside.
fn is_silent(role: Role) -> bool {
    matches!(
        role,
        Role::Comment
            | Role::Documentation
            | Role::TypeAttribute
            | Role::TypeDeclaration
            | Role::Contract
    )
}

fn keeps_notes(role: Role) -> bool {
    matches!(
        role,
        Role::Comment
            | Role::Documentation
            | Role::Attribute
            | Role::Decorator
            | Role::TypeAttribute
            | Role::TypeDeclaration
            | Role::Aside
    )
}

fn may_be_documented(role: Role) -> bool {
    hands_on_notes(role) || matches!(role, Role::Function | Role::Declaration | Role::Type)
}

fn hands_on_notes(role: Role) -> bool {
    matches!(role, Role::Wrapper | Role::Export)
}
