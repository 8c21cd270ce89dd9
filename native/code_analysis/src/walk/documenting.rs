//! The part of the walk that joins documentation and attributes to what they are about.

use tree_sitter::Node;

use super::Walk;
use super::frame::Frame;
use crate::hooks::Documented;
use crate::metrics::Prose;
use crate::notes::NotesId;
use crate::role::Role;

impl<'t> Walk<'_, '_, 't> {
    /// The new frame takes what was written before it in its parent.
    pub(super) fn take_notes(&mut self, frame: &mut Frame<'t>) {
        let patient = self.grammar.spec.patient_documentation;
        let Some(parent) = self.frames.last_mut() else {
            return;
        };
        if keeps_notes(frame.role) || patient && frame.role == Role::Type {
            return;
        }
        if frame.role == Role::Group || patient && !is_definition(frame.role) {
            frame.notes_next = std::mem::take(&mut parent.notes_next);
            return;
        }
        frame.notes = std::mem::take(&mut parent.notes_next);
        if frame.notes != NotesId::NONE {
            self.settle_notes(frame);
        } else if hands_on_notes(parent.role) {
            frame.notes = parent.notes;
        }
    }

    /// Nothing in the node was what they are about.
    pub(super) fn give_back_notes(&mut self, frame: &Frame<'t>) {
        let patient = self.grammar.spec.patient_documentation && !is_definition(frame.role);
        if let Some(parent) = self.frames.last_mut().filter(|_| patient) {
            parent.notes_next = frame.notes_next;
        }
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

    pub(super) fn document(&mut self, node: Node<'t>) {
        let documentation = self.grammar.spec.hooks.documentation(node, &self.context());
        let adjacent = self.grammar.spec.adjacent_documentation;
        if documentation.prose {
            let is_open = adjacent && documentation.of == Documented::Next;
            let doc = documentation.of != Documented::Nothing && !is_open;
            let mut prose = std::mem::take(&mut self.prose);
            let mut found = |range| prose.push(Prose { range, doc });
            let hooks = self.grammar.spec.hooks;
            hooks.comments(node, &self.context(), &mut found);
            self.prose = prose;
        }
        match documentation.of {
            Documented::Next => {
                let notes = self.notes_next();
                self.notebook.document(notes, node, self.grammar.spec);
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
    pub(super) fn annotate_next(&mut self, node: Node<'t>) {
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

    pub(super) fn annotate(&mut self, frame: &Frame<'t>) {
        let text = self.text.get(frame.node.byte_range());
        let text = text.unwrap_or_default();
        self.outline.annotate(frame.symbol, text);
        if self.grammar.spec.hooks.exempts(text) {
            self.outline.exempt(frame.symbol);
        }
    }
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
    )
}

fn may_be_documented(role: Role) -> bool {
    hands_on_notes(role) || is_definition(role)
}

fn is_definition(role: Role) -> bool {
    matches!(
        role,
        Role::Function | Role::Declaration | Role::Contract | Role::Type
    )
}

fn hands_on_notes(role: Role) -> bool {
    matches!(role, Role::Wrapper | Role::Export)
}
