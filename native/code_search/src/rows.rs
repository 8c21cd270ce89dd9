//! The row of a file and its definitions, as JSON whose keys are column names.

use std::fmt::Write;

use code_embedding::{Embedder, Model, StemCounts, file_vector};
use serde::Serialize;

use crate::document::Document;
use crate::file_text::FileText;
use crate::lexemes::lexemes;
use crate::role::Role;

/// What the column of a file's vector is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileColumn {
    /// pgvector's.
    Vector,
    /// An array of numbers.
    Array,
}

/// What the column of a definition's vector is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolColumn {
    /// pgvector's, of two bytes a number.
    Halfvec,
    /// One byte a number, signed, the largest 127.
    Bytes,
}

/// How vectors are written, which depends on the server.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Of a file.
    pub file: FileColumn,
    /// Of a definition.
    pub symbols: SymbolColumn,
    /// Numbers in that of a file.
    pub file_dimensions: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    vector_embedding: Option<String>,
    symbols: Vec<SymbolRow<'a>>,
}

#[derive(Serialize)]
struct SymbolRow<'a> {
    key: &'a str,
    name: &'a str,
    container: &'a str,
    kind: &'a str,
    role: Role,
    language: &'a str,
    start_line: u32,
    end_line: u32,
    signature: &'a str,
    documentation: Option<String>,
    lexemes: String,
    lexeme_count: u32,
    embedding: Option<String>,
}

/// Writes the rows of files, one after another in the same memory.
#[derive(Debug)]
pub struct RowWriter<'m> {
    embedder: Option<Embedder<'m>>,
    counts: StemCounts,
    format: Format,
}

impl<'m> RowWriter<'m> {
    /// For these columns. Vectors are those of the model, if there is one.
    #[must_use]
    pub fn new(model: Option<&'m Model>, format: Format) -> Self {
        Self {
            embedder: model.map(Embedder::new),
            counts: StemCounts::default(),
            format,
        }
    }

    /// The row of a file as JSON text. Its own vector is the mean of those of its documents.
    #[must_use]
    pub fn row(&mut self, file: &FileText) -> String {
        let documents = file.documents();
        let mut vectors = Vec::with_capacity(documents.len());
        let mut symbols = Vec::with_capacity(documents.len());
        for document in &documents {
            let text = document.text(&file.file_path);
            let (vector, counts) = match &mut self.embedder {
                Some(embedder) => {
                    let vector = embedder.embed_function(&text).map(<[f32]>::to_vec);
                    (vector, embedder.counts())
                }
                None => {
                    self.counts.count_function(&text);
                    (None, &self.counts)
                }
            };
            symbols.push(symbol_row(
                file,
                document,
                vector.as_deref(),
                counts,
                self.format.symbols,
            ));
            vectors.extend(vector);
        }
        self.text(file, symbols, &vectors)
    }

    /// The same with the vectors of another embedder, in the order of the documents.
    #[must_use]
    pub fn row_with(
        &mut self,
        file: &FileText,
        documents: &[Document],
        vectors: &[Option<Vec<f32>>],
    ) -> String {
        let mut symbols = Vec::with_capacity(documents.len());
        for (document, vector) in documents.iter().zip(vectors) {
            self.counts.count_function(&document.text(&file.file_path));
            symbols.push(symbol_row(
                file,
                document,
                vector.as_deref(),
                &self.counts,
                self.format.symbols,
            ));
        }
        let vectors: Vec<_> = vectors.iter().flatten().cloned().collect();
        self.text(file, symbols, &vectors)
    }

    fn text(&self, file: &FileText, symbols: Vec<SymbolRow>, vectors: &[Vec<f32>]) -> String {
        let vectors = vectors.iter().map(Vec::as_slice);
        let mean = file_vector(vectors, self.format.file_dimensions);
        let row = Row {
            path: &file.file_path,
            vector_embedding: mean.map(|vector| file_text(&vector, self.format.file)),
            symbols,
        };
        serde_json::to_string(&row).unwrap_or_default()
    }
}

fn symbol_row<'a>(
    file: &'a FileText,
    document: &'a Document,
    vector: Option<&[f32]>,
    counts: &StemCounts,
    column: SymbolColumn,
) -> SymbolRow<'a> {
    let (lexemes, lexeme_count) = lexemes(counts);
    SymbolRow {
        key: &document.key,
        name: &document.name,
        container: &document.container,
        kind: &document.kind,
        role: document.role,
        language: &file.language,
        start_line: document.start_line,
        end_line: document.end_line,
        signature: &document.signature,
        documentation: document.first_sentence(),
        lexemes,
        lexeme_count,
        embedding: vector.map(|vector| symbol_text(vector, column)),
    }
}

fn file_text(vector: &[f32], column: FileColumn) -> String {
    let (open, close) = match column {
        FileColumn::Vector => ('[', ']'),
        FileColumn::Array => ('{', '}'),
    };
    numbers(vector, open, close)
}

/// Only its direction counts, so a number is a signed byte and the largest 127: the angle between two
/// vectors is off by less than a thousandth, and the text is read in half the time.
fn symbol_text(vector: &[f32], column: SymbolColumn) -> String {
    let bytes = quantized(vector);
    let mut text = String::with_capacity(5 * vector.len() + 2);
    match column {
        SymbolColumn::Halfvec => {
            let mut digits = itoa::Buffer::new();
            for byte in bytes {
                text.push(if text.is_empty() { '[' } else { ',' });
                text.push_str(digits.format(byte));
            }
            text.push(']');
        }
        SymbolColumn::Bytes => {
            text.push_str("\\x");
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
        }
    }
    text
}

fn quantized(vector: &[f32]) -> impl Iterator<Item = i8> {
    let largest = vector
        .iter()
        .fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
    #[allow(clippy::cast_possible_truncation, reason = "at most 127")]
    let byte = move |value: &f32| (value / largest * 127.0).round() as i8;
    vector.iter().map(byte)
}

/// Five places: nobody measures an angle finer.
fn numbers(vector: &[f32], open: char, close: char) -> String {
    let mut text = String::with_capacity(9 * vector.len() + 2);
    text.push(open);
    for value in vector {
        if *value == 0.0 {
            text.push_str("0,");
        } else {
            let _ = write!(text, "{value:.5},");
        }
    }
    text.pop();
    text.push(close);
    text
}
