//! The rows of the two tables as JSON objects whose keys are column names. Columns that are left
//! out have database defaults or belong to others.
//!
//! `symbols` tells where each symbol is and what is said about it; the columns of one sort, such as
//! `functions`, tell where it is and what was measured.

use serde::Serialize;

use crate::ANALYSIS_VERSION;
use crate::analysis::{Analysis, Clause, Measures, Symbol, SymbolKind, Visibility};

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
    /// Number of the file in its file system.
    pub inode: u64,
    /// `blake3:` and the digest of the raw bytes in hexadecimal.
    pub content_hash: &'a str,
}

const NS_PER_SECOND: i64 = 1_000_000_000;

/// Both rows as JSON text.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Of the table `code_files`.
    pub code_files: String,
    /// Of the table `codebase_metadata`.
    pub codebase_metadata: String,
}

/// The rows of one file.
#[must_use]
pub fn rows(analysis: &Analysis, origin: &Origin) -> Rows {
    let measured = MeasuredSymbols::new(analysis);
    Rows {
        code_files: code_files(analysis, origin, &measured),
        codebase_metadata: codebase_metadata(analysis, origin, &measured),
    }
}

fn code_files(analysis: &Analysis, origin: &Origin, measured: &MeasuredSymbols) -> String {
    let columns = &analysis.columns;
    let texts =
        [&analysis.content, &analysis.ast_json].map(|text| text.as_ref().map_or(0, String::len));
    let mut row = Row::with_capacity(2 * texts[0] + texts[1] + 1_000);
    row.add("codebase_id", origin.codebase_id);
    row.add("codebase_path", origin.codebase_path);
    row.add("file_path", &analysis.path);
    row.add("language", analysis.language);
    row.add("content", &analysis.content);
    row.add("file_size", origin.size);
    row.add("line_count", analysis.lines.map(|lines| lines.total));
    row.add("hash", origin.content_hash);
    row.add_json("ast_json", analysis.ast_json.as_deref());
    row.add_json("functions", measured.functions().as_deref());
    row.add_json("classes", measured.of_kinds(columns.classes).as_deref());
    row.add("imports", &analysis.imports);
    row.add("exports", &analysis.exports);
    row.add("symbols", described(analysis));
    row.add("metadata", analysis.metadata);
    row.finish(analysis, origin)
}

fn codebase_metadata(analysis: &Analysis, origin: &Origin, measured: &MeasuredSymbols) -> String {
    let columns = &analysis.columns;
    let mut row = Row::with_capacity(2_000);
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
    row.add_json("functions", measured.functions().as_deref());
    row.add_json("classes", measured.of_kinds(columns.classes).as_deref());
    row.add_json("structs", measured.of_kinds(columns.structs).as_deref());
    row.add_json("enums", measured.of_kinds(columns.enums).as_deref());
    row.add_json("traits", measured.of_kinds(columns.traits).as_deref());
    row.add("content_hash", origin.content_hash);
    row.finish(analysis, origin)
}

fn add_numbers(row: &mut Row, analysis: &Analysis) {
    let (counts, lines) = (analysis.counts, analysis.lines);
    row.add("cyclomatic_complexity", analysis.cyclomatic_complexity);
    row.add("cognitive_complexity", analysis.cognitive_complexity);
    row.add("maintainability_index", analysis.maintainability_index);
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
}

/// A JSON object that grows. Texts that are JSON already go in as they are: to look through the
/// syntax tree once more would cost as much as a tenth of the parse.
struct Row {
    json: Vec<u8>,
}

impl Row {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            json: Vec::with_capacity(bytes),
        }
    }

    fn key(&mut self, column: &str) {
        self.json
            .push(if self.json.is_empty() { b'{' } else { b',' });
        self.json.push(b'"');
        self.json.extend_from_slice(column.as_bytes());
        self.json.extend_from_slice(b"\":");
    }

    /// Serialising strings, numbers and lists to memory cannot fail; should it, the value is null.
    fn add(&mut self, column: &str, value: impl Serialize) {
        self.key(column);
        let start = self.json.len();
        if serde_json::to_writer(&mut self.json, &value).is_err() {
            self.json.truncate(start);
            self.json.extend_from_slice(b"null");
        }
    }

    fn add_json(&mut self, column: &str, json: Option<&str>) {
        self.key(column);
        self.json
            .extend_from_slice(json.unwrap_or("null").as_bytes());
    }

    /// What both rows end with.
    fn finish(mut self, analysis: &Analysis, origin: &Origin) -> String {
        self.add("parse_status", analysis.parse_status.as_str());
        self.add("error_count", analysis.error_count);
        self.add("analysis_version", ANALYSIS_VERSION);
        self.add("generation", origin.generation);
        self.add("mtime_ns", origin.mtime_ns);
        self.add("inode", origin.inode.cast_signed());
        self.json.push(b'}');
        // All that was written is JSON; an empty row would be refused for its missing keys.
        String::from_utf8(self.json).unwrap_or_else(|_| "{}".to_owned())
    }
}

/// Where a symbol is.
#[derive(Serialize)]
struct Place<'a> {
    name: &'a str,
    kind: SymbolKind,
    start_line: u32,
    end_line: u32,
    start_byte: u32,
    end_byte: u32,
    signature: &'a str,
    visibility: Option<Visibility>,
    documented: bool,
    parent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<u32>,
}

impl<'a> Place<'a> {
    fn of(symbol: &'a Symbol) -> Self {
        Self {
            name: &symbol.name,
            kind: symbol.kind,
            start_line: symbol.start_line,
            end_line: symbol.end_line,
            start_byte: symbol.start_byte,
            end_byte: symbol.end_byte,
            signature: &symbol.signature,
            visibility: symbol.visibility,
            documented: symbol.documented,
            parent: symbol.parent.as_deref(),
            depth: symbol.depth,
        }
    }
}

/// A symbol of the column `symbols`.
#[derive(Serialize)]
struct Described<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    attributes: &'a [String],
}

fn described(analysis: &Analysis) -> Option<Vec<Described<'_>>> {
    let symbols = analysis.symbols.as_ref()?.iter();
    let describe = |symbol| Described {
        place: Place::of(symbol),
        doc: symbol.doc.as_deref(),
        attributes: &symbol.attributes,
    };
    Some(symbols.map(describe).collect())
}

fn is_single(clauses: &[Clause]) -> bool {
    clauses.len() < 2
}

/// A symbol of a column of one sort.
#[derive(Serialize)]
struct Measured<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<u32>,
    #[serde(flatten)]
    measures: Measures,
    #[serde(skip_serializing_if = "is_single")]
    clauses: &'a [Clause],
}

/// The symbols that belong to a column of one sort, each written once for all columns.
struct MeasuredSymbols<'a> {
    analysis: &'a Analysis,
    json: Vec<u8>,
    /// Where each of them ends in the JSON.
    ends: Vec<(SymbolKind, usize)>,
}

impl<'a> MeasuredSymbols<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        let mut measured = Self {
            analysis,
            json: Vec::new(),
            ends: Vec::new(),
        };
        for symbol in analysis.symbols.iter().flatten() {
            if symbol.kind.is_function() || analysis.columns.lists(symbol.kind) {
                measured.add(symbol);
            }
        }
        measured
    }

    fn add(&mut self, symbol: &Symbol) {
        let value = Measured {
            place: Place::of(symbol),
            parameters: symbol.parameters,
            measures: symbol.measures,
            clauses: &symbol.clauses,
        };
        // Writing to memory cannot fail.
        if serde_json::to_writer(&mut self.json, &value).is_ok() {
            self.ends.push((symbol.kind, self.json.len()));
        }
    }

    fn functions(&self) -> Option<String> {
        let functions = self.analysis.columns.functions;
        self.list(functions, |kind| kind.is_function())
    }

    fn of_kinds(&self, kinds: Option<&[SymbolKind]>) -> Option<String> {
        self.list(kinds.is_some(), |kind| {
            kinds.is_some_and(|kinds| kinds.contains(&kind))
        })
    }

    fn list(&self, exists: bool, belongs: impl Fn(SymbolKind) -> bool) -> Option<String> {
        self.analysis.symbols.as_ref().filter(|_| exists)?;
        let mut list = vec![b'['];
        let mut start = 0;
        for (kind, end) in &self.ends {
            if belongs(*kind) {
                if list.len() > 1 {
                    list.push(b',');
                }
                list.extend_from_slice(self.json.get(start..*end).unwrap_or_default());
            }
            start = *end;
        }
        list.push(b']');
        String::from_utf8(list).ok()
    }
}
