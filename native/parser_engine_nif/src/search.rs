//! `search_*`: what a codebase is searched by, on the threads that analyse.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use code_embedding::{Candidate, Counterpart, Embedder, FunctionText, Model, Reranker};
use code_search::{
    Document, FileColumn, FileText, Format, RowWriter, StemsByPart, SymbolColumn, query_stems,
};
use rustler::{
    Atom, Binary, Decoder, Encoder, Env, NewBinary, NifMap, NifResult, NifUnitEnum, OwnedEnv, Term,
};

use crate::answer::promise;
use crate::atoms;

/// The model that was used last, with the path of its weights: there is no second one in a VM
/// but while the library is upgraded.
static MODEL: Mutex<Option<(String, Arc<Model>)>> = Mutex::new(None);

#[derive(Clone, Copy, NifUnitEnum)]
enum FileColumnAtom {
    Vector,
    Array,
}

#[derive(Clone, Copy, NifUnitEnum)]
enum SymbolColumnAtom {
    Halfvec,
    Bytes,
}

/// What the columns of vectors are.
#[derive(Clone, Copy, NifMap)]
#[rustler(decode)]
struct Columns {
    file: FileColumnAtom,
    symbols: SymbolColumnAtom,
    file_dimensions: usize,
}

impl From<Columns> for Format {
    fn from(columns: Columns) -> Self {
        Self {
            file: match columns.file {
                FileColumnAtom::Vector => FileColumn::Vector,
                FileColumnAtom::Array => FileColumn::Array,
            },
            symbols: match columns.symbols {
                SymbolColumnAtom::Halfvec => SymbolColumn::Halfvec,
                SymbolColumnAtom::Bytes => SymbolColumn::Bytes,
            },
            file_dimensions: columns.file_dimensions,
        }
    }
}

/// What an embedder reads, with its key.
#[derive(NifMap)]
#[rustler(encode)]
struct DocumentMap {
    key: String,
    name: String,
    container: String,
    path: String,
    language: String,
    documentation: Option<String>,
    code: String,
}

/// What the library's own embedding reads of it.
#[derive(NifMap)]
#[rustler(decode)]
struct TextMap<'a> {
    name: &'a str,
    container: &'a str,
    path: &'a str,
    documentation: Option<&'a str>,
    code: &'a str,
}

impl TextMap<'_> {
    fn text(&self) -> FunctionText<'_> {
        FunctionText {
            name: self.name,
            container: self.container,
            path: self.path,
            documentation: self.documentation.unwrap_or_default(),
            code: self.code,
        }
    }
}

/// What tells the model's vectors from those of others, and their length.
#[derive(NifMap)]
#[rustler(encode)]
struct IdentityMap {
    model: String,
    dimensions: usize,
}

/// Answers `{reference, {:ok, identity}}` for the weights in a file.
#[rustler::nif]
fn search_model<'a>(env: Env<'a>, reference: Term<'a>, weights: String) -> Term<'a> {
    answer(env, reference, move || {
        let model = model(&weights)?;
        let identity = model.identity();
        Ok(IdentityMap {
            model: identity.to_string(),
            dimensions: identity.dimensions,
        })
    })
}

/// The documents of files, each given as the JSON of its row of `code_files`. Answers
/// `{reference, {:ok, lists}}`, a list of maps for each file.
#[rustler::nif]
fn search_documents<'a>(env: Env<'a>, reference: Term<'a>, files: Term<'a>) -> Term<'a> {
    answer_about(env, reference, files, |files| {
        let files: Vec<&str> = decoded(files)?;
        files
            .iter()
            .map(|json| documents(json))
            .collect::<Result<Vec<_>, String>>()
    })
}

fn documents(json: &str) -> Result<Vec<DocumentMap>, String> {
    let file = FileText::read(json)?;
    let map = |document: Document| DocumentMap {
        path: file.file_path.to_string(),
        language: file.language.to_string(),
        documentation: Some(document.documentation).filter(|text| !text.is_empty()),
        key: document.key,
        name: document.name,
        container: document.container,
        code: document.code,
    };
    Ok(file.documents().into_iter().map(map).collect())
}

/// Vectors of documents by the weights in a file. Answers `{reference, {:ok, vectors}}`, with `nil`
/// for a document without words.
#[rustler::nif]
fn search_embed<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    documents: Term<'a>,
    weights: String,
) -> Term<'a> {
    answer_about(env, reference, documents, move |documents| {
        let documents: Vec<TextMap> = decoded(documents)?;
        let model = model(&weights)?;
        let mut embedder = Embedder::new(&model);
        let vectors = documents.iter().map(|document| {
            let vector = embedder.embed_function(&document.text());
            vector.map(|vector| Numbers(vector.to_vec()))
        });
        Ok(vectors.collect::<Vec<_>>())
    })
}

/// What files are searched by, each given as the JSON of its row of `code_files`; vectors are by the
/// weights in a file, if one is named. Answers `{reference, {:ok, rows}}`, JSON texts.
#[rustler::nif]
fn search_rows<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    files: Term<'a>,
    weights: Option<String>,
    columns: Columns,
) -> Term<'a> {
    answer_about(env, reference, files, move |files| {
        let files: Vec<&str> = decoded(files)?;
        let model = weights.map(|path| model(&path)).transpose()?;
        let mut writer = RowWriter::new(model.as_deref(), columns.into());
        let row = |json| Ok(writer.row(&FileText::read(json)?));
        files
            .into_iter()
            .map(row)
            .collect::<Result<Vec<_>, String>>()
    })
}

/// The same with the vectors of another embedder, in the order of the documents: `nil`, or numbers of
/// four bytes, little endian.
#[rustler::nif]
fn search_rows_with<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    files: Term<'a>,
    columns: Columns,
) -> Term<'a> {
    answer_about(env, reference, files, move |files| {
        let files: Vec<(&str, Vec<Option<Numbers>>)> = decoded(files)?;
        let mut writer = RowWriter::new(None, columns.into());
        let row = |(json, vectors): (&str, Vec<Option<Numbers>>)| {
            let file = FileText::read(json)?;
            let documents = file.documents();
            if documents.len() != vectors.len() {
                return Err(format!("{} vectors for {}", vectors.len(), documents.len()));
            }
            let vectors: Vec<_> = vectors.into_iter().map(|it| it.map(|it| it.0)).collect();
            Ok(writer.row_with(&file, &documents, &vectors))
        };
        files
            .into_iter()
            .map(row)
            .collect::<Result<Vec<_>, String>>()
    })
}

/// A query's stems with how often it says each, and its vector where weights are named. Answers
/// `{reference, {:ok, {stems, vector}}}`; the vector is `nil` for a query without words.
#[rustler::nif]
fn search_query<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    text: Term<'a>,
    weights: Option<String>,
) -> Term<'a> {
    answer_about(env, reference, text, move |text| {
        let text: &str = decoded(text)?;
        let stems: Vec<_> = query_stems(text)
            .into_iter()
            .map(|stem| (stem.stem, stem.count))
            .collect();
        let model = weights.map(|path| model(&path)).transpose()?;
        let vector = model.and_then(|model| model.embed_text(text));
        Ok((stems, vector.map(Numbers)))
    })
}

/// What was found, compared with the query word by word.
#[derive(NifMap)]
#[rustler(encode)]
struct RelevanceMap {
    score: f32,
    counterparts: Vec<(String, String, f32)>,
}

/// How well each candidate, its cosine and the text of its lexemes, fits the query, by the weights in a
/// file. Answers `{reference, {:ok, relevances}}`; a counterpart is a stem of the query with the
/// nearest of the candidate and their cosine.
#[rustler::nif]
fn search_rerank<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    query: String,
    candidates: Term<'a>,
    weights: String,
) -> Term<'a> {
    answer_about(env, reference, candidates, move |candidates| {
        let candidates: Vec<(f64, &str)> = decoded(candidates)?;
        let model = model(&weights)?;
        let mut reranker = Reranker::new(&model, &query);
        let relevances = candidates
            .into_iter()
            .map(|(cosine, lexemes)| relevance(&mut reranker, cosine, lexemes));
        Ok(relevances.collect::<Vec<_>>())
    })
}

fn relevance(reranker: &mut Reranker, cosine: f64, lexemes: &str) -> RelevanceMap {
    let stems = StemsByPart::read(lexemes);
    #[allow(clippy::cast_possible_truncation, reason = "a cosine is at most 1")]
    let candidate = Candidate {
        cosine: cosine as f32,
        name: &stems.name,
        place: &stems.place,
        text: &stems.text,
    };
    let score = reranker.relevance(&candidate).score;
    let counterparts = reranker.counterparts(&candidate);
    let told = |it: Counterpart| (it.asked.to_owned(), it.found.to_owned(), it.cosine);
    RelevanceMap {
        score,
        counterparts: counterparts.into_iter().map(told).collect(),
    }
}

/// Which of the vectors are nearest: `vectors` has so many of one byte a number, one after another.
/// Answers `{reference, {:ok, [{index, cosine}]}}`, the nearest first.
#[rustler::nif]
fn search_nearest<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    query: Numbers,
    pages: Term<'a>,
    count: usize,
) -> Term<'a> {
    answer_about(env, reference, pages, move |pages| {
        code_search::nearest(&query.0, &decoded::<Vec<&str>>(pages)?, count)
    })
}

fn answer<'a, T: Encoder>(
    env: Env<'a>,
    reference: Term<'a>,
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Term<'a> {
    promise(env, reference, move |_pool, answer| {
        if answer.is_given_up() {
            return;
        }
        let outcome = job_pool::guard(work);
        answer.send(|env| match outcome {
            Ok(Ok(value)) => (atoms::ok(), value).encode(env),
            Ok(Err(words)) => failure(env, atoms::io(), words),
            Err(words) => failure(env, atoms::panic(), words),
        });
    })
}

/// The same about a term that is long: it is shared with the thread, and decoded there.
fn answer_about<'a, T: Encoder>(
    env: Env<'a>,
    reference: Term<'a>,
    subject: Term<'a>,
    work: impl FnOnce(Term) -> Result<T, String> + Send + 'static,
) -> Term<'a> {
    let own = OwnedEnv::new();
    let subject = own.save(subject);
    answer(env, reference, move || {
        own.run(|env| work(subject.load(env)))
    })
}

fn decoded<'b, A: Decoder<'b>>(term: Term<'b>) -> Result<A, String> {
    term.decode()
        .map_err(|_error| "an argument of another type".to_owned())
}

fn failure(env: Env, kind: Atom, words: String) -> Term {
    (atoms::error(), (kind, words)).encode(env)
}

fn model(path: &str) -> Result<Arc<Model>, String> {
    let mut kept = MODEL.lock().unwrap_or_else(PoisonError::into_inner);
    match &*kept {
        Some((known, model)) if known == path => Ok(model.clone()),
        _ => {
            let bytes = fs::read(path).map_err(|error| format!("{path}: {error}"))?;
            let model = Model::from_bytes(&bytes).map_err(|error| format!("{path}: {error}"))?;
            let model = Arc::new(model);
            *kept = Some((path.to_owned(), model.clone()));
            Ok(model)
        }
    }
}

/// Numbers of four bytes, little endian, in a binary.
struct Numbers(Vec<f32>);

impl Encoder for Numbers {
    fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
        let mut binary = NewBinary::new(env, 4 * self.0.len());
        for (bytes, number) in binary.as_mut_slice().chunks_exact_mut(4).zip(&self.0) {
            bytes.copy_from_slice(&number.to_le_bytes());
        }
        binary.into()
    }
}

impl<'a> Decoder<'a> for Numbers {
    fn decode(term: Term<'a>) -> NifResult<Self> {
        let binary: Binary = term.decode()?;
        let number = |bytes: &[u8]| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        Ok(Self(
            binary.as_slice().chunks_exact(4).map(number).collect(),
        ))
    }
}
