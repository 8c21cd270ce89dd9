//! Names that the rules about meaning may know.

use tree_sitter::Node;

use super::{Walk, line};

impl<'t> Walk<'_, '_, 't> {
    /// What is called, or taken from something.
    pub(super) fn note_name(&mut self, node: Node<'t>) {
        let (Some(semantics), Some(rules)) = (&self.grammar.spec.semantics, self.rules) else {
            return;
        };
        let (start, links) = (node.start_byte(), &self.outline.links);
        let signs = semantics.signs_in_names;
        let hooks = self.grammar.spec.hooks;
        // Imports stand before what they give.
        let is_wanted = |first: &str| match links.bindings.meaning(first) {
            Some(meaning) => rules.may_know(meaning),
            None => rules.may_know(&hooks.full_name(first, start, links)),
        };
        if let Some(name) = self.named.name_at(start, self.text, signs, is_wanted) {
            let full = hooks.full_name(name, start, links);
            self.named.add(full, line(node));
        }
    }
}
