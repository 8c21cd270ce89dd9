//! The one walk over the tree, from which everything comes.
//!
//! It is iterative, so that depth never becomes stack, and keeps the open nodes itself, because
//! asking a node for its parent searches from the root.

mod branching;
mod documenting;
mod frame;
mod lexemes;
mod naming;

use bounded_parse::Tree;
use clone_tokens::CloneTokens;
use tree_sitter::{Node, TreeCursor};

use crate::ast::{Ast, AstWriter};
use crate::choices::{Choice, Choices};
use crate::errors::Errors;
use crate::grammar::{Grammar, Kind};
use crate::metrics::{FileMetrics, Metrics, Prose, Tokens};
use crate::notes::{Notebook, NotesId};
use crate::outline::{Measured, Outline, SymbolId, to_u32};
use crate::role::{Lexical, Role};
use crate::semantics::{Named, Rules};
use frame::Run;
pub(crate) use frame::{Context, Frame};

/// What the walk found.
pub(crate) struct Findings<'a> {
    pub(crate) outline: Outline,
    pub(crate) metrics: FileMetrics,
    pub(crate) tokens: Tokens<'a>,
    /// `None` where there are too many, and where the language has no duplication.
    pub(crate) clone_tokens: Option<CloneTokens>,
    pub(crate) prose: Vec<Prose>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) ast: Ast,
    pub(crate) errors: Errors,
    pub(crate) named: Named<'a>,
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
        clone_tokens: (grammar.spec.lexemes).map(|_| CloneTokens::with_capacity(text.len() / 4)),
        notebook: Notebook::default(),
        ast: AstWriter::with_capacity(5 * text.len()),
        prose: Vec::new(),
        choices: Choices::default(),
        errors: Errors::default(),
        named: Named::default(),
        rules: grammar.semantic_rules(),
    };
    walk.run(tree.walk());
    let Outline { symbols, links, .. } = &mut walk.outline;
    grammar.spec.hooks.settle(symbols, links, text);
    Findings {
        outline: walk.outline,
        metrics: walk.metrics.finish(),
        tokens: walk.tokens,
        clone_tokens: walk.clone_tokens,
        prose: walk.prose,
        choices: walk.choices.finish(),
        ast: walk.ast.finish(),
        errors: walk.errors,
        named: walk.named,
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
    clone_tokens: Option<CloneTokens>,
    notebook: Notebook,
    ast: AstWriter,
    prose: Vec<Prose>,
    choices: Choices,
    errors: Errors,
    named: Named<'a>,
    rules: Option<&'g Rules>,
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
        // An empty one, such as a bare `yield`, makes nothing.
        if kind.construct != 0 && (!kind.named || node.named_child_count() > 0) {
            self.named.construct(kind.construct, line(node));
        }
        let field = cursor.field_id().map_or(0, |field| field.get());
        let role = self.role(node, id, kind);
        if role == Role::None && !kind.named && field == 0 && node.child_count() == 0 {
            self.count_mere_token(node, kind);
            self.mark_mere_token(kind);
            self.tell_mere_lexeme(node, kind);
            return false;
        }
        let mut frame = self.frame(node, id, kind, role, field);
        if kind.named {
            self.take_notes(&mut frame);
        }
        self.begin_fingerprint(&mut frame, kind);
        let level = frame.level;
        if frame.role != Role::None {
            self.interpret(&mut frame, level);
        }
        if kind.has_name && !frame.silent {
            self.note_name(node);
        }
        if kind.lexical != Lexical::None && !frame.silent {
            self.count_token(node, kind);
        }
        self.tell_lexemes(&mut frame, kind);
        if kind.named || field != 0 {
            frame.ast = self.ast.open(node, &kind.escaped, grammar.field(field));
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
            part: None,
            fingerprint: None,
            told: false,
            ast: None,
        };
        let Some(parent) = self.frames.last_mut() else {
            return frame;
        };
        frame.symbol = parent.symbol;
        frame.host = parent.host;
        frame.silent |= parent.silent;
        frame.told = parent.told;
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
        frame
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
            Role::Import | Role::Export | Role::Reference => self.link(frame.node),
            Role::If | Role::Ternary | Role::Match => self.choose(frame.node),
            Role::Contract => {
                self.outline.demand_of(frame.symbol);
                self.define(frame);
            }
            Role::BooleanOperation if frame.run == Run::Opens => self.open_run(frame),
            Role::And | Role::Or => self.operator(frame.role),
            _ => {}
        }
        if self.grammar.spec.handlers.contains(frame.role) {
            self.swallow(frame.node);
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
        self.end_fingerprint(&frame);
        if let Some(open) = frame.ast {
            let text = self.text;
            self.ast
                .close(open, || match self.grammar.kind(frame.kind).named {
                    true => text.get(frame.node.byte_range()).unwrap_or_default(),
                    false => "",
                });
        }
        if frame.notes_next != NotesId::NONE {
            self.give_back_notes(&frame);
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

fn line(node: Node) -> u32 {
    to_u32(node.start_position().row + 1)
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
