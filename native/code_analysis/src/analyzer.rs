//! From a request to an analysis.

use bounded_parse::Stopped;

use crate::analysis::{Analysis, Metadata, ParseStatus};
use crate::analysis_version;
use crate::language::Language;
use crate::limits::Limits;
use crate::metrics;
use crate::recent_trees::RecentTrees;
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
    analyze_again(request, &mut RecentTrees::new(0))
}

/// The same for a file that was analysed a moment ago, or will be again in a moment: its tree is kept
/// in `trees`, and parsed again where it differs.
///
/// # Errors
/// Bytes that are no text are refused.
pub fn analyze_again(request: &Request, trees: &mut RecentTrees) -> Result<Analysis, Refusal> {
    let source = Source::new(request.bytes, request.redact).ok_or(Refusal::Binary)?;
    if let Some(status) = request.limits.broken_by(request.bytes) {
        return Ok(text_only(request, source, status));
    }
    let grammar = request.language.grammar;
    if let Some(status) = (grammar.spec.guard)(source.secret_text().as_bytes()) {
        return Ok(text_only(request, source, status));
    }
    let secret_text = with_line_ends(source.secret_text());
    let disarmed = (grammar.spec.disarmed)(&secret_text);
    let parsed = disarmed.as_deref().unwrap_or(&secret_text);
    let tree = match trees.parse(request.path, request.language, parsed, request.keep_going) {
        Ok(tree) => tree,
        Err(stopped) => {
            drop(secret_text);
            return Ok(text_only(request, source, status_of(stopped)));
        }
    };
    let text = with_line_ends(&source.text);
    let found = walk(&tree, grammar, &text);
    let description = describe(grammar, &found.outline, &found.named, &tree, &text);
    let summary = summarize(found, grammar.spec, &text);
    drop(text);
    let report = report(
        grammar,
        &tree,
        &secret_text,
        &source.secrets,
        request.keep_going,
    );
    trees.keep(request.path, request.language, parsed, tree);
    drop(secret_text);
    let analysis = summary.analysis(request, source, report);
    Ok(described(analysis, description))
}

const fn status_of(stopped: Stopped) -> ParseStatus {
    match stopped {
        Stopped::OutOfTime => ParseStatus::Timeout,
        Stopped::OutOfMemory => ParseStatus::MemoryLimit,
    }
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
