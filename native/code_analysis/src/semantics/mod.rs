//! What a file is about and what it does, as tags that say why. What earns a tag is data: the rules
//! of a language, see `semantics/README.md`.
//!
//! ```text
//! walk ─▶ named, imports, references ─▶ facts ─▶ rules (a lookup a name) ─▶ tags with evidence
//! ```

mod bindings;
mod business_context;
mod evidence;
mod facts;
mod named;
mod rules;
mod shadow;
mod tag;

use bounded_parse::Tree;

use crate::grammar::Grammar;
use crate::outline::Outline;

pub(crate) use bindings::Bindings;
pub use business_context::BusinessContext;
pub(crate) use business_context::{FileDoc, business_context};
pub(crate) use named::Named;
pub(crate) use rules::Rules;
pub use rules::{SemanticRule, SemanticRuleError, semantic_rules};
pub use tag::{Aspect, Evidence, Tag, TagMeaning, tag_meanings};

use evidence::Collection;

/// A file of rules: its name for messages, and its text.
pub(crate) type RuleFile = (&'static str, &'static str);

/// How the names of a language are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// `a.b.c`, `net/http.Get`, `a::b`: a part is below what comes before it.
    Paths,
    /// `package/file:member.part`: a dot parts only what comes after the colon.
    Modules,
    /// `docker-compose`, `git.sh`: a name has no parts.
    Words,
}

/// What the tags of a language are found by.
#[derive(Clone, Copy)]
pub(crate) struct Semantics {
    pub(crate) rules: RuleFile,
    pub(crate) naming: Naming,
    /// Modules have names that all files know, without an import.
    pub(crate) modules_are_known: bool,
    /// Kinds of nodes that begin with a name: calls, members of something.
    pub(crate) names: &'static [&'static str],
    /// What is in names besides letters, digits and `_$.:`.
    pub(crate) signs_in_names: &'static [u8],
    /// What named nodes stand for: the word in the rules, and their kind.
    pub(crate) constructs: &'static [(&'static str, &'static str)],
    /// The same of tokens.
    pub(crate) construct_tokens: &'static [(&'static str, &'static str)],
}

/// The tags of each aspect, and the file's own words. `None` where the language has no rules.
#[derive(Debug, Default)]
pub(crate) struct Description {
    tags: Option<[Vec<Tag>; Aspect::ALL.len()]>,
    pub(crate) business_context: Option<BusinessContext>,
}

impl Description {
    pub(crate) fn take(&mut self, aspect: Aspect) -> Option<Vec<Tag>> {
        let tags = self.tags.as_mut()?.get_mut(aspect as usize)?;
        Some(std::mem::take(tags))
    }
}

/// What the walk found of it, in words. The text has no secrets.
pub(crate) fn describe(
    grammar: &Grammar,
    outline: &Outline,
    named: &Named,
    tree: &Tree,
    text: &str,
) -> Description {
    let document = grammar.spec.hooks.file_doc(tree.root_node(), text);
    let business_context = document.and_then(|doc| business_context(&doc, text));
    let tags = grammar.semantic_rules().map(|rules| {
        let mut collection = Collection::new(rules, text);
        facts::gather(grammar, outline, named, text, &mut collection);
        collection.tags()
    });
    Description {
        tags,
        business_context,
    }
}
