//! From a request to an analysis.

use bounded_parse::{Stopped, Tree};

use crate::analysis::{Analysis, Metadata, ParseStatus};
use crate::analysis_version;
use crate::grammar::Grammar;
use crate::language::Language;
use crate::limits::{Limits, parse_memory};
use crate::metrics;
use crate::security::report;
use crate::semantics::{Aspect, Description, describe};
use crate::smells::Thresholds;
use crate::source::{Source, with_line_ends};
use crate::summary::summarize;
use crate::walk::walk;

/// What to analyse.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Relative to the codebase's root, `/`-separated. Only carried along.
    pub path: &'a str,
    /// See [`crate::detect_language`].
    pub language: &'static Language,
    /// The file's raw bytes.
    pub bytes: &'a [u8],
    /// What not to parse.
    pub limits: Limits,
    /// Whether secrets are hidden, see [`crate::redact`].
    pub redact: bool,
    /// What is a smell.
    pub thresholds: &'a Thresholds,
    /// Asked about every hundred parser steps, and as the parse takes more memory; false ends it
    /// with [`ParseStatus::Timeout`].
    pub keep_going: &'a dyn Fn() -> bool,
}

impl Request<'_> {
    /// An analysis that tells nothing but why.
    pub(crate) fn unread(&self, status: ParseStatus) -> Analysis {
        let version = analysis_version(self.redact, self.thresholds);
        Analysis::unread(self.path, self.language, status, &version)
    }
}

/// Why there is no analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A NUL among the first 8 KB: the file is no text.
    Binary,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Binary => formatter.write_str("the file is binary"),
        }
    }
}

impl std::error::Error for Refusal {}

/// The whole analysis of one file. The parser needs stack in proportion to the depth of the source;
/// 16 MB suffice for 100,000 levels.
///
/// # Errors
/// Bytes that are no text are refused.
pub fn analyze(request: &Request) -> Result<Analysis, Refusal> {
    let source = Source::new(request.bytes, request.redact).ok_or(Refusal::Binary)?;
    if let Some(status) = request.limits.broken_by(request.bytes) {
        return Ok(text_only(request, source, status));
    }
    let grammar = request.language.grammar;
    if let Some(status) = (grammar.spec.guard)(source.secret_text().as_bytes()) {
        return Ok(text_only(request, source, status));
    }
    let tree = match tree(grammar, source.secret_text(), request.keep_going) {
        Ok(tree) => tree,
        Err(Stopped::OutOfTime) => return Ok(text_only(request, source, ParseStatus::Timeout)),
        Err(Stopped::OutOfMemory) => {
            return Ok(text_only(request, source, ParseStatus::MemoryLimit));
        }
    };
    let text = with_line_ends(&source.text);
    let found = walk(&tree, grammar, &text);
    let description = describe(grammar, &found.outline, &found.named, &tree, &text);
    let summary = summarize(found, grammar.spec, &text);
    drop(text);
    let text = with_line_ends(source.secret_text());
    let report = report(grammar, &tree, &text, &source.secrets, request.keep_going);
    drop(text);
    let analysis = summary.analysis(request, source, report);
    Ok(described(analysis, description))
}

fn tree(grammar: &Grammar, text: &str, keep_going: &dyn Fn() -> bool) -> Result<Tree, Stopped> {
    let text = with_line_ends(text);
    let disarmed = (grammar.spec.disarmed)(&text);
    let text = disarmed.as_deref().unwrap_or(&text);
    bounded_parse::parse(
        &grammar.language,
        text,
        parse_memory(text.len()),
        keep_going,
    )
}

fn described(analysis: Analysis, mut description: Description) -> Analysis {
    Analysis {
        domains: description.take(Aspect::Domain),
        patterns: description.take(Aspect::Pattern),
        features: description.take(Aspect::Feature),
        performance_characteristics: description.take(Aspect::Performance),
        security_characteristics: description.take(Aspect::Security),
        business_context: description.business_context,
        ..analysis
    }
}

/// One analysis without a parse, for content whose parse is not to be tried: `status` says why.
///
/// # Errors
/// Bytes that are no text are refused.
pub fn analyze_text_only(request: &Request, status: ParseStatus) -> Result<Analysis, Refusal> {
    let source = Source::new(request.bytes, request.redact).ok_or(Refusal::Binary)?;
    Ok(text_only(request, source, status))
}

fn text_only(request: &Request, source: Source, status: ParseStatus) -> Analysis {
    Analysis {
        lines: Some(metrics::count_text_lines(&source.text)),
        metadata: Metadata {
            lossy: source.lossy,
            redacted: source.redacted,
            ..Metadata::default()
        },
        content: (status != ParseStatus::TooLarge).then_some(source.text),
        ..request.unread(status)
    }
}
