//! From what the walk found to the numbers of the file and of each function.

use clone_tokens::CloneTokens;

use crate::analysis::{
    Analysis, Columns, Counts, LineCounts, Measures, Metadata, ParseStatus, Symbol, SymbolKind,
};
use crate::analyzer::Request;
use crate::choices::Choice;
use crate::errors::Errors;
use crate::line_scan;
use crate::metrics::{
    self, Census, Complexity, FileMetrics, Halstead, LineTable, Span, maintainability_index,
    rounded,
};
use crate::outline::{Measured, Outline, to_u32};
use crate::security::{Report, security_score, vulnerability_count};
use crate::smells::{self, Inspected, Smell, debt_ratio};
use crate::source::Source;
use crate::spec::{Documentable, Spec};
use crate::walk::Findings;

/// Everything about a parsed file but its text.
pub(crate) struct Summary {
    spec: &'static Spec,
    outline: Outline,
    metrics: FileMetrics,
    lines: LineCounts,
    cyclomatic: Option<u32>,
    halstead: Option<Halstead>,
    clone_tokens: Option<CloneTokens>,
    errors: Errors,
    choices: Vec<Choice>,
    todos: Vec<u32>,
    scanned_symbols: usize,
    ast_json: String,
    ast_truncated: bool,
    bytes: usize,
}

pub(crate) fn summarize(found: Findings, spec: &'static Spec, text: &str) -> Summary {
    let table = LineTable::new(text, &found.prose);
    let mut outline = found.outline;
    let mut census = found.tokens.census();
    measure_functions(&mut outline, spec, &table, &mut census);
    let scanned = line_scan::definitions(text, &found.errors.ranges, spec, &outline.symbols);
    let scanned_symbols = scanned.len();
    outline.symbols.extend(scanned);
    let values = outline
        .symbols
        .iter()
        .filter_map(|symbol| symbol.measures.cyclomatic_complexity);
    let cyclomatic = metrics::cyclomatic_of_file(spec, values);
    let whole = census.whole();
    let lines = table.between(1, table.total());
    Summary {
        spec,
        metrics: found.metrics,
        lines: LineCounts {
            doc: spec.documentation.and(lines.doc),
            ..lines
        },
        cyclomatic,
        halstead: spec.vocabulary.map(|_| census.count([&whole])),
        clone_tokens: found.clone_tokens,
        errors: found.errors,
        choices: found.choices,
        todos: smells::todo_lines(text, &found.prose),
        scanned_symbols,
        ast_json: found.ast.json,
        ast_truncated: found.ast.truncated,
        bytes: text.len(),
        outline,
    }
}

/// Completes every function by what its lines and tokens tell. The clauses of a function count
/// together.
fn measure_functions(outline: &mut Outline, spec: &Spec, table: &LineTable, census: &mut Census) {
    for symbol in outline
        .symbols
        .iter_mut()
        .filter(|symbol| symbol.kind.is_function())
    {
        count_lines(symbol, table);
    }
    if spec.vocabulary.is_none() {
        return;
    }
    let mut measured = std::mem::take(&mut outline.measured);
    measured.sort_by_key(|measured| measured.symbol);
    for clauses in measured.chunk_by(|a, b| a.symbol == b.symbol) {
        let symbol = clauses
            .first()
            .and_then(|first| outline.symbols.get_mut(first.symbol as usize));
        let spans: Option<Vec<&[Span]>> = clauses
            .iter()
            .map(|clause| clause.tokens.as_deref())
            .collect();
        if let (Some(symbol), Some(spans)) = (symbol, spans) {
            let halstead = census.count(spans.into_iter().flatten());
            weigh(&mut symbol.measures, halstead, clauses, spec);
        }
    }
}

fn count_lines(symbol: &mut Symbol, table: &LineTable) {
    let whole = [(symbol.start_line, symbol.end_line)];
    let clauses: Vec<_> = symbol
        .clauses
        .iter()
        .map(|clause| (clause.start_line, clause.end_line))
        .collect();
    let places = if clauses.is_empty() {
        &whole
    } else {
        clauses.as_slice()
    };
    let counts = places
        .iter()
        .map(|(first, last)| table.between(*first, *last));
    let sum = counts.fold([0; 4], |sum, counts| {
        let part = [
            counts.total,
            counts.code.unwrap_or_default(),
            counts.comment.unwrap_or_default(),
            counts.blank,
        ];
        std::array::from_fn(|i| sum[i] + part[i])
    });
    let measures = &mut symbol.measures;
    [
        measures.lines,
        measures.code_lines,
        measures.comment_lines,
        measures.blank_lines,
    ] = sum.map(Some);
}

/// Functions inside have a part in the complexity that the maintainability index takes where they
/// have one in the volume.
fn weigh(measures: &mut Measures, halstead: Halstead, clauses: &[Measured], spec: &Spec) {
    measures.halstead = Some(halstead);
    let complexity = |value: Complexity| match spec.tokens_count_into_host {
        true => value.own + value.inside,
        false => value.own,
    };
    let cyclomatic: Option<u32> = clauses
        .iter()
        .map(|clause| clause.metrics.cyclomatic.map(complexity))
        .sum();
    let lines = measures.lines.unwrap_or_default();
    measures.maintainability_index = cyclomatic.map(|sum| {
        let further_clauses = to_u32(clauses.len()).saturating_sub(1);
        maintainability_index(halstead.volume, sum - further_clauses, lines)
    });
}

impl Summary {
    pub(crate) fn analysis(
        mut self,
        request: &Request,
        source: Source,
        report: Option<Report>,
    ) -> Analysis {
        let (documentable, documented) = self.documentation();
        let columns = self.spec.columns;
        let smells = self.smells(request);
        let debt = smells.as_deref().and_then(|smells| {
            debt_ratio(smells, self.lines.code.unwrap_or_default()).map(rounded)
        });
        let status = match self.errors.count {
            0 => ParseStatus::Ok,
            _ => ParseStatus::Partial,
        };
        let metadata = Metadata {
            suppressed: report
                .as_ref()
                .map(|report| report.suppressed)
                .filter(|count| *count > 0),
            findings_truncated: report.as_ref().is_some_and(|report| report.truncated),
            ..self.metadata(&source, documentable, documented)
        };
        let findings = report.map(|report| report.findings);
        let counts = counts(&self.outline.symbols, self.spec.columns);
        let modules = self.modules();
        self.outline.truncate();
        let quoted = std::mem::take(&mut self.outline.links.quoted);
        Analysis {
            lines: Some(self.lines),
            metadata,
            cyclomatic_complexity: self.cyclomatic,
            cognitive_complexity: self.metrics.cognitive,
            nesting_depth: self.metrics.nesting,
            halstead: self.halstead,
            maintainability_index: self.maintainability(),
            clone_tokens: self.clone_tokens,
            smells,
            technical_debt_ratio: debt,
            documentation_coverage: share(documented, documentable),
            counts,
            vulnerability_count: findings.as_deref().map(vulnerability_count),
            security_score: findings.as_deref().map(security_score),
            findings,
            error_count: Some(self.errors.count),
            content: Some(source.text),
            symbols: Some(self.outline.symbols),
            imports: columns.imports.then_some(self.outline.links.imports),
            exports: columns.exports.then_some(self.outline.links.exports),
            references: columns.references.then_some(self.outline.links.references),
            quoted: (!quoted.is_empty()).then_some(quoted),
            modules,
            ast_json: Some(self.ast_json),
            columns: self.spec.columns,
            ..request.unread(status)
        }
    }

    fn smells(&self, request: &Request) -> Option<Vec<Smell>> {
        let inspected = Inspected {
            language: request.language.name,
            columns: self.spec.columns,
            symbols: &self.outline.symbols,
            lines: self.lines,
            cyclomatic: self.cyclomatic,
            swallowed: &self.outline.swallowed,
            choices: &self.choices,
            todos: &self.todos,
        };
        smells::find(&inspected, request.thresholds)
    }

    fn modules(&self) -> Option<Vec<String>> {
        let kinds = self.spec.columns.modules?;
        let symbols = self.outline.symbols.iter();
        let modules = symbols.filter(|symbol| kinds.contains(&symbol.kind));
        let mut names: Vec<_> = modules.map(|module| module.name.clone()).collect();
        names.extend_from_slice(&self.outline.links.modules);
        names.sort_unstable();
        names.dedup();
        Some(names)
    }

    fn maintainability(&self) -> Option<f64> {
        let (halstead, cyclomatic) = (self.halstead?, self.cyclomatic?);
        Some(maintainability_index(
            halstead.volume,
            cyclomatic,
            self.lines.total,
        ))
    }

    /// How many things should be documented, and how many of them are.
    fn documentation(&self) -> (Option<u32>, Option<u32>) {
        let Some(file) = self.spec.documentation else {
            return (None, None);
        };
        let file_counts = file == Documentable::SymbolsAndFile && !self.outline.file.exempt;
        let symbols = self
            .outline
            .symbols
            .iter()
            .filter(|symbol| symbol.documentable);
        let documentable = symbols.clone().count() + usize::from(file_counts);
        let documented = symbols.filter(|symbol| symbol.documented).count()
            + usize::from(file_counts && self.outline.file.documented);
        (Some(to_u32(documentable)), Some(to_u32(documented)))
    }

    fn metadata(
        &self,
        source: &Source,
        documentable: Option<u32>,
        documented: Option<u32>,
    ) -> Metadata {
        let erroneous = self.errors.count > 0;
        let symbols = &self.outline.symbols;
        let sum = |exists: bool, value: &dyn Fn(&Symbol) -> Option<u32>| {
            exists.then(|| symbols.iter().filter_map(value).sum())
        };
        let parameters = |symbol: &Symbol| symbol.parameters.filter(|_| symbol.kind.is_function());
        Metadata {
            lossy: source.lossy,
            redacted: source.redacted,
            ast_truncated: self.ast_truncated,
            symbols_truncated: self.outline.has_unlisted_symbols(),
            links_truncated: self.outline.has_unlisted_links(),
            error_bytes: erroneous.then(|| to_u32(self.errors.bytes())),
            error_share: erroneous.then(|| rounded(self.errors.bytes() as f64 / self.bytes as f64)),
            scanned_symbols: (self.scanned_symbols > 0).then(|| to_u32(self.scanned_symbols)),
            missing_count: erroneous.then_some(self.errors.missing),
            doc_lines: self.lines.doc,
            clauses: self.outline.clause_count(),
            parameters: sum(self.spec.columns.parameters, &parameters),
            exits: sum(self.spec.exits.is_some(), &|symbol| symbol.measures.exits),
            documentable,
            documented,
            halstead: self.halstead,
            suppressed: None,
            findings_truncated: false,
        }
    }
}

fn share(part: Option<u32>, whole: Option<u32>) -> Option<f64> {
    let whole = whole.filter(|whole| *whole > 0)?;
    Some(rounded(f64::from(part?) / f64::from(whole)))
}

fn counts(symbols: &[Symbol], columns: Columns) -> Counts {
    let count = |belongs: &dyn Fn(SymbolKind) -> bool| {
        to_u32(symbols.iter().filter(|symbol| belongs(symbol.kind)).count())
    };
    let of = |kinds: Option<&'static [SymbolKind]>| {
        kinds.map(|kinds| count(&|kind| kinds.contains(&kind)))
    };
    Counts {
        functions: columns
            .functions
            .then(|| count(&SymbolKind::is_named_function)),
        classes: of(columns.classes),
        structs: of(columns.structs),
        enums: of(columns.enums),
        traits: of(columns.traits),
        interfaces: of(columns.interfaces),
    }
}
