//! The rows of the two tables as JSON objects whose keys are column names. Columns that are left
//! out have database defaults or belong to others.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::ANALYSIS_VERSION;
use crate::analysis::{Analysis, Export, Import, Metadata, Symbol};

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

#[derive(Serialize)]
struct CodeFilesRow<'a> {
    codebase_id: &'a str,
    codebase_path: &'a str,
    file_path: &'a str,
    language: &'a str,
    content: Option<&'a str>,
    file_size: u64,
    line_count: Option<u32>,
    hash: &'a str,
    ast_json: Option<&'a RawValue>,
    functions: Option<Vec<&'a Symbol>>,
    classes: Option<Vec<&'a Symbol>>,
    imports: Option<&'a [Import]>,
    exports: Option<&'a [Export]>,
    symbols: Option<&'a [Symbol]>,
    metadata: Metadata,
    parse_status: &'a str,
    error_count: Option<u32>,
    analysis_version: &'a str,
    generation: i64,
    mtime_ns: i64,
    inode: i64,
}

#[derive(Serialize)]
struct CodebaseMetadataRow<'a> {
    codebase_id: &'a str,
    codebase_path: &'a str,
    path: &'a str,
    size: u64,
    lines: Option<u32>,
    language: &'a str,
    last_modified: i64,
    file_type: &'a str,
    cyclomatic_complexity: Option<u32>,
    nesting_depth: Option<u32>,
    function_count: Option<u32>,
    class_count: Option<u32>,
    struct_count: Option<u32>,
    enum_count: Option<u32>,
    trait_count: Option<u32>,
    interface_count: Option<u32>,
    total_lines: Option<u32>,
    code_lines: Option<u32>,
    comment_lines: Option<u32>,
    blank_lines: Option<u32>,
    imports: Option<&'a [Import]>,
    exports: Option<&'a [Export]>,
    functions: Option<Vec<&'a Symbol>>,
    classes: Option<Vec<&'a Symbol>>,
    structs: Option<Vec<&'a Symbol>>,
    enums: Option<Vec<&'a Symbol>>,
    traits: Option<Vec<&'a Symbol>>,
    content_hash: &'a str,
    parse_status: &'a str,
    error_count: Option<u32>,
    analysis_version: &'a str,
    generation: i64,
    mtime_ns: i64,
    inode: i64,
}

/// The row of `code_files`.
#[must_use]
pub fn code_files_row(analysis: &Analysis, origin: &Origin) -> String {
    json(&CodeFilesRow {
        codebase_id: origin.codebase_id,
        codebase_path: origin.codebase_path,
        file_path: &analysis.path,
        language: analysis.language,
        content: analysis.content.as_deref(),
        file_size: origin.size,
        line_count: analysis.lines.map(|lines| lines.total),
        hash: origin.content_hash,
        ast_json: analysis
            .ast_json
            .as_deref()
            .and_then(|json| serde_json::from_str(json).ok()),
        functions: analysis.functions(),
        classes: analysis.of_kinds(analysis.columns.classes),
        imports: analysis.imports.as_deref(),
        exports: analysis.exports.as_deref(),
        symbols: analysis.symbols.as_deref(),
        metadata: analysis.metadata,
        parse_status: analysis.parse_status.as_str(),
        error_count: analysis.error_count,
        analysis_version: ANALYSIS_VERSION,
        generation: origin.generation,
        mtime_ns: origin.mtime_ns,
        inode: origin.inode.cast_signed(),
    })
}

/// The row of `codebase_metadata`.
#[must_use]
pub fn codebase_metadata_row(analysis: &Analysis, origin: &Origin) -> String {
    json(&CodebaseMetadataRow {
        codebase_id: origin.codebase_id,
        codebase_path: origin.codebase_path,
        path: &analysis.path,
        size: origin.size,
        lines: analysis.lines.map(|lines| lines.total),
        language: analysis.language,
        last_modified: origin.mtime_ns.div_euclid(NS_PER_SECOND),
        file_type: analysis.file_type,
        cyclomatic_complexity: analysis.cyclomatic_complexity,
        nesting_depth: analysis.nesting_depth,
        function_count: analysis.counts.functions,
        class_count: analysis.counts.classes,
        struct_count: analysis.counts.structs,
        enum_count: analysis.counts.enums,
        trait_count: analysis.counts.traits,
        interface_count: analysis.counts.interfaces,
        total_lines: analysis.lines.map(|lines| lines.total),
        code_lines: analysis.lines.and_then(|lines| lines.code),
        comment_lines: analysis.lines.and_then(|lines| lines.comment),
        blank_lines: analysis.lines.map(|lines| lines.blank),
        imports: analysis.imports.as_deref(),
        exports: analysis.exports.as_deref(),
        functions: analysis.functions(),
        classes: analysis.of_kinds(analysis.columns.classes),
        structs: analysis.of_kinds(analysis.columns.structs),
        enums: analysis.of_kinds(analysis.columns.enums),
        traits: analysis.of_kinds(analysis.columns.traits),
        content_hash: origin.content_hash,
        parse_status: analysis.parse_status.as_str(),
        error_count: analysis.error_count,
        analysis_version: ANALYSIS_VERSION,
        generation: origin.generation,
        mtime_ns: origin.mtime_ns,
        inode: origin.inode.cast_signed(),
    })
}

/// Serialising strings, numbers and lists to memory cannot fail; should it, the row is `{}`, which
/// the database refuses for its missing keys.
fn json(row: &impl Serialize) -> String {
    serde_json::to_string(row).unwrap_or_else(|_| "{}".to_owned())
}
