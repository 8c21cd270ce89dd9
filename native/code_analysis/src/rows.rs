//! The rows of the two tables as JSON objects whose keys are column names. Columns that are left
//! out have database defaults or belong to others.
//!
//! `symbols` tells where each symbol is and what is said about it; the columns of one sort, such as
//! `functions`, tell where it is and what was measured.

mod symbol_lists;

use clone_tokens::CloneTokens;
use serde::Serialize;

use symbol_lists::SymbolLists;

use crate::analysis::{Analysis, Quoted, Reference};
use crate::security::{Finding, Severity};
use crate::smells::Smell;

/// What a row says beside the analysis: whose file it is and which reading of it.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Names the codebase in all keys.
    pub codebase_id: &'a str,
    /// Absolute path of the root.
    pub codebase_path: &'a str,
    /// Taken before the file was read; a later one wins.
    pub generation: i64,
    /// Bytes on disk.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Time of the last change of content or attributes, in nanoseconds since 1970.
    pub ctime_ns: i64,
    /// Number of the file in its file system.
    pub inode: u64,
    /// `blake3:` and the digest of the raw bytes in hexadecimal.
    pub content_hash: &'a str,
}

/// What goes into `codebase_metadata.metadata`: what the links between files are found by, and what
/// the counts of places count.
#[derive(Serialize)]
struct Metadata<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    references: Option<&'a [Reference]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted: Option<&'a [Quoted]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modules: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    smells: Option<&'a [Smell]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<FindingRow<'a>>>,
}

/// A finding without the bytes, which change with every edit before it.
#[derive(Serialize)]
struct FindingRow<'a> {
    rule: &'a str,
    line: u32,
    end_line: u32,
    cwe: u16,
    severity: Severity,
    message: &'a str,
}

impl<'a> FindingRow<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self {
            rule: &finding.rule,
            line: finding.line,
            end_line: finding.end_line,
            cwe: finding.cwe,
            severity: finding.severity,
            message: finding.message,
        }
    }
}

/// More smells of one file are counted, and not listed.
const MAX_SMELLS: usize = 1_000;

const NS_PER_SECOND: i64 = 1_000_000_000;

/// Both rows as JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Of the table `code_files`.
    pub code_files: String,
    /// Of the table `codebase_metadata`.
    pub codebase_metadata: String,
}

/// The rows of one file.
#[must_use]
pub fn rows(analysis: &Analysis, origin: &Origin) -> Rows {
    let lists = SymbolLists::new(analysis);
    Rows {
        code_files: code_files(analysis, origin, &lists),
        codebase_metadata: codebase_metadata(analysis, origin, &lists),
    }
}

fn code_files(analysis: &Analysis, origin: &Origin, lists: &SymbolLists) -> String {
    let columns = &analysis.columns;
    let texts =
        [&analysis.content, &analysis.ast_json].map(|text| text.as_ref().map_or(0, String::len));
    let mut row = Json::row(
        2 * texts[0] + texts[1] + lists.described.bytes.len() + lists.measured.bytes.len() + 1_000,
    );
    row.add("codebase_id", origin.codebase_id);
    row.add("codebase_path", origin.codebase_path);
    row.add("file_path", &analysis.path);
    row.add("language", analysis.language);
    row.add("content", &analysis.content);
    row.add("file_size", origin.size);
    row.add("line_count", analysis.lines.map(|lines| lines.total));
    row.add("hash", origin.content_hash);
    row.add_json("ast_json", analysis.ast_json.as_ref().map(String::as_bytes));
    row.add_json("functions", lists.functions().as_deref());
    row.add_json("classes", lists.of_kinds(columns.classes).as_deref());
    row.add("imports", &analysis.imports);
    row.add("exports", &analysis.exports);
    row.add_json("symbols", lists.all());
    row.add("metadata", analysis.metadata);
    row.finish(analysis, origin)
}

fn codebase_metadata(analysis: &Analysis, origin: &Origin, lists: &SymbolLists) -> String {
    let columns = &analysis.columns;
    let mut row = Json::row(lists.measured.bytes.len() + 2_000);
    row.add("codebase_id", origin.codebase_id);
    row.add("codebase_path", origin.codebase_path);
    row.add("path", &analysis.path);
    row.add("size", origin.size);
    row.add("lines", analysis.lines.map(|lines| lines.total));
    row.add("language", analysis.language);
    row.add("last_modified", origin.mtime_ns.div_euclid(NS_PER_SECOND));
    row.add("file_type", analysis.file_type);
    add_numbers(&mut row, analysis);
    row.add("imports", &analysis.imports);
    row.add("exports", &analysis.exports);
    row.add(
        "metadata",
        Metadata {
            references: analysis.references.as_deref(),
            quoted: analysis.quoted.as_deref(),
            modules: analysis.modules.as_deref(),
            smells: analysis
                .smells
                .as_deref()
                .map(|all| &all[..all.len().min(MAX_SMELLS)]),
            findings: findings(analysis),
        },
    );
    add_description(&mut row, analysis);
    row.add_json("functions", lists.functions().as_deref());
    row.add_json("classes", lists.of_kinds(columns.classes).as_deref());
    row.add_json("structs", lists.of_kinds(columns.structs).as_deref());
    row.add_json("enums", lists.of_kinds(columns.enums).as_deref());
    row.add_json("traits", lists.of_kinds(columns.traits).as_deref());
    row.add(
        "clone_tokens",
        analysis.clone_tokens.as_ref().map(CloneTokens::encode),
    );
    row.add("content_hash", origin.content_hash);
    row.finish(analysis, origin)
}

fn findings(analysis: &Analysis) -> Option<Vec<FindingRow<'_>>> {
    let findings = analysis.findings.as_ref()?;
    Some(findings.iter().map(FindingRow::new).collect())
}

fn add_description(row: &mut Json, analysis: &Analysis) {
    row.add("domains", &analysis.domains);
    row.add("patterns", &analysis.patterns);
    row.add("features", &analysis.features);
    let (speed, safety) = (
        &analysis.performance_characteristics,
        &analysis.security_characteristics,
    );
    row.add("performance_characteristics", speed);
    row.add("security_characteristics", safety);
    row.add("business_context", &analysis.business_context);
}

fn add_numbers(row: &mut Json, analysis: &Analysis) {
    let (counts, lines) = (analysis.counts, analysis.lines);
    row.add("cyclomatic_complexity", analysis.cyclomatic_complexity);
    row.add("cognitive_complexity", analysis.cognitive_complexity);
    row.add("maintainability_index", analysis.maintainability_index);
    row.add("code_smells_count", analysis.smells.as_ref().map(Vec::len));
    row.add("technical_debt_ratio", analysis.technical_debt_ratio);
    row.add("nesting_depth", analysis.nesting_depth);
    row.add("function_count", counts.functions);
    row.add("class_count", counts.classes);
    row.add("struct_count", counts.structs);
    row.add("enum_count", counts.enums);
    row.add("trait_count", counts.traits);
    row.add("interface_count", counts.interfaces);
    row.add("total_lines", lines.map(|lines| lines.total));
    row.add("code_lines", lines.and_then(|lines| lines.code));
    row.add("comment_lines", lines.and_then(|lines| lines.comment));
    row.add("blank_lines", lines.map(|lines| lines.blank));
    let halstead = analysis.halstead.as_ref();
    row.add(
        "halstead_vocabulary",
        halstead.map(|halstead| halstead.vocabulary),
    );
    row.add("halstead_length", halstead.map(|halstead| halstead.length));
    row.add("halstead_volume", halstead.map(|halstead| halstead.volume));
    row.add(
        "halstead_difficulty",
        halstead.map(|halstead| halstead.difficulty),
    );
    row.add("halstead_effort", halstead.map(|halstead| halstead.effort));
    row.add("documentation_coverage", analysis.documentation_coverage);
    row.add("vulnerability_count", analysis.vulnerability_count);
    row.add("security_score", analysis.security_score);
}

/// JSON text that grows by members of the object that is open at its end. Keys and texts that are
/// JSON already go in as they are: to look through the syntax tree once more would cost as much as a
/// tenth of the parse.
struct Json {
    bytes: Vec<u8>,
}

impl Json {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
        }
    }

    /// A row that begins.
    fn row(bytes: usize) -> Self {
        let mut row = Self::with_capacity(bytes);
        row.bytes.push(b'{');
        row
    }

    fn key(&mut self, column: &str) {
        if self.bytes.last() != Some(&b'{') {
            self.bytes.push(b',');
        }
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(column.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    /// Serialising strings, numbers and lists to memory cannot fail; should it, the value is null.
    fn add(&mut self, column: &str, value: impl Serialize) {
        self.key(column);
        let start = self.bytes.len();
        if serde_json::to_writer(&mut self.bytes, &value).is_err() {
            self.bytes.truncate(start);
            self.bytes.extend_from_slice(b"null");
        }
    }

    fn add_some(&mut self, column: &str, value: Option<impl Serialize>) {
        if let Some(value) = value {
            self.add(column, value);
        }
    }

    fn add_json(&mut self, column: &str, json: Option<&[u8]>) {
        self.key(column);
        self.bytes.extend_from_slice(json.unwrap_or(b"null"));
    }

    /// What both rows end with.
    fn finish(mut self, analysis: &Analysis, origin: &Origin) -> String {
        self.add("parse_status", analysis.parse_status.as_str());
        self.add("error_count", analysis.error_count);
        self.add("analysis_version", &analysis.version);
        self.add("generation", origin.generation);
        self.add("mtime_ns", origin.mtime_ns);
        self.add("ctime_ns", origin.ctime_ns);
        self.add("inode", origin.inode.cast_signed());
        self.bytes.push(b'}');
        // All that was written is JSON; an empty row would be refused for its missing keys.
        String::from_utf8(self.bytes).unwrap_or_else(|_| "{}".to_owned())
    }
}
