//! `graph_*`: the dependency graph of a codebase is a resource of whoever keeps it.
//!
//! What takes time runs on a thread of its own, one at a time for each graph but for centrality, and
//! sends `{reference, {:ok, answer}}` or `{reference, {:error, reason}}`. After an error the graph is to
//! be given up: it may hold half of a change.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use code_graph::clones::{CloneIndex, Settings};
use code_graph::manifest::{self, Manifests};
use code_graph::{CodeGraph, FileRow, Scope};
use code_watch::read_named;
use rustler::{Atom, Encoder, Env, NifMap, NifUnitEnum, OwnedEnv, Resource, ResourceArc, Term};

use crate::atoms;
use crate::own_thread;

/// A manifest that is larger tells nothing.
const MAX_MANIFEST_BYTES: u64 = 1_000_000;

#[derive(Default)]
struct State {
    graph: CodeGraph,
    clones: CloneIndex,
    /// Rows that have come, and are not taken in yet.
    staged: Vec<FileRow>,
    /// Those that could not be understood, with the reasons.
    bad_manifests: Vec<(String, String)>,
}

/// A graph that ends with the last reference to it.
#[derive(Default)]
pub struct GraphResource(Mutex<State>);

impl GraphResource {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[rustler::resource_impl]
impl Resource for GraphResource {}

/// The last reference goes on a scheduler, and much memory is not freed in no time.
impl Drop for GraphResource {
    fn drop(&mut self) {
        let state = std::mem::take(self.0.get_mut().unwrap_or_else(PoisonError::into_inner));
        let thread = std::thread::Builder::new().name("code_graph_end".into());
        // Where no thread can be had it is freed here.
        let _ = thread.spawn(move || drop(state));
    }
}

/// What a refresh has changed, and how large the graph is now.
#[derive(NifMap)]
#[rustler(encode)]
struct RefreshMap {
    changed: usize,
    edges_changed: bool,
    files: usize,
    edges: usize,
    files_compared: usize,
    pairs_compared: usize,
    bad_manifests: Vec<(String, String)>,
}

/// Which scores.
#[derive(Clone, Copy, NifUnitEnum)]
enum Score {
    Pagerank,
    Centrality,
}

/// Which rows.
#[derive(Clone, Copy, NifUnitEnum)]
enum Rows {
    Links,
    Scores,
    Clones,
}

/// An empty graph. Clones have `{min_tokens, min_lines}` at least; with `nil` there are none.
#[rustler::nif]
fn graph_new(duplication: Option<(usize, u32)>) -> ResourceArc<GraphResource> {
    let settings = duplication.map(|(min_tokens, min_lines)| Settings {
        min_tokens,
        min_lines,
        ..Settings::default()
    });
    ResourceArc::new(GraphResource(Mutex::new(State {
        clones: CloneIndex::new(settings),
        ..State::default()
    })))
}

/// Rows of files as pairs of a JSON text and that of their tokens, for the next refresh. Answers those
/// that make no sense.
#[rustler::nif]
fn graph_stage<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    graph: ResourceArc<GraphResource>,
    rows: Term<'a>,
) -> Term<'a> {
    // The texts themselves are shared with the thread, not copied on this one.
    let own = OwnedEnv::new();
    let rows = own.save(rows);
    with(env, reference, graph, move |state| {
        own.run(|env| {
            let rows = rows.load(env).decode();
            let rows: Vec<(&str, Option<&str>)> = rows.map_err(|_| "no list of texts")?;
            let measured = state.clones.measures();
            let mut odd = Vec::new();
            for (row, tokens) in rows {
                match FileRow::read(row, tokens.filter(|_| measured)) {
                    Ok(row) => state.staged.push(row),
                    Err(words) => odd.push(words),
                }
            }
            Ok(odd)
        })
    })
}

/// Which contents, links, scores and clones the graph takes the rows to have. Answers a number.
#[rustler::nif]
fn graph_fingerprint<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    graph: ResourceArc<GraphResource>,
) -> Term<'a> {
    with(env, reference, graph, |state| {
        Ok(state.graph.fingerprint() ^ state.clones.fingerprint())
    })
}

/// What a graph of the same rows depends on beside them, as a text: the manifests below the root
/// that concern files at these paths, and how graphs are made.
#[rustler::nif]
fn graph_inputs<'a>(env: Env<'a>, reference: Term<'a>, root: String, paths: Term<'a>) -> Term<'a> {
    let own = OwnedEnv::new();
    let paths = own.save(paths);
    on_thread(env, reference, move || {
        own.run(|env| {
            let paths: Vec<&str> = paths.load(env).decode().map_err(|_| "no list of texts")?;
            Ok(manifest::digest(&manifest_texts(
                Path::new(&root),
                paths.into_iter(),
            )))
        })
    })
}

/// Takes the staged rows in: all that the tables have for the given paths and below them, or for
/// all paths. Manifests are read below the root. Answers a map.
#[rustler::nif]
fn graph_refresh<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    graph: ResourceArc<GraphResource>,
    root: String,
    below: Option<Vec<String>>,
) -> Term<'a> {
    with(env, reference, graph, move |state| {
        let mut rows = std::mem::take(&mut state.staged);
        let scope = below.map_or(Scope::Whole, Scope::Below);
        let others = state
            .graph
            .may_have_other_manifests(&scope, &rows)
            .then(|| {
                let paths = state.graph.paths();
                let new = rows.iter().map(|row| row.facts.path.as_str());
                manifests(Path::new(&root), paths.chain(new))
            });
        let (manifests, bad) = others.unzip();
        if let Some(bad) = bad {
            state.bad_manifests = bad;
        }
        let clones = rows.iter_mut().map(FileRow::take_clones).collect();
        let (index, graph) = (&mut state.clones, &mut state.graph);
        let (compared, update) = job_pool::both(
            "code_clones",
            || index.refresh(&scope, clones),
            || graph.refresh(manifests, &scope, rows),
        )?;
        Ok(RefreshMap {
            changed: update.changed,
            edges_changed: update.edges,
            files: state.graph.file_count(),
            edges: state.graph.edge_count(),
            files_compared: compared.files,
            pairs_compared: compared.pairs,
            bad_manifests: state.bad_manifests.clone(),
        })
    })
}

/// Computes the scores of all files. Answers `:ok`. Centrality takes long: it is computed from the
/// edges as they are at the start, and the graph does other work meanwhile.
#[rustler::nif]
fn graph_compute<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    graph: ResourceArc<GraphResource>,
    score: Score,
) -> Term<'a> {
    on_thread(env, reference, move || {
        match score {
            Score::Pagerank => graph.lock().graph.rank(),
            Score::Centrality => {
                let snapshot = graph.lock().graph.snapshot();
                let centrality = snapshot.centrality();
                graph.lock().graph.take_centrality(&centrality);
            }
        }
        Ok(atoms::ok())
    })
}

/// Takes at most so many rows that the table does not hold like this, as JSON texts. They count as
/// written then.
#[rustler::nif]
fn graph_take<'a>(
    env: Env<'a>,
    reference: Term<'a>,
    graph: ResourceArc<GraphResource>,
    rows: Rows,
    count: usize,
) -> Term<'a> {
    with(env, reference, graph, move |state| {
        Ok(match rows {
            Rows::Links => state.graph.take_links(count),
            Rows::Scores => state.graph.take_scores(count),
            Rows::Clones => state.clones.take_rows(count),
        })
    })
}

fn with<'a, T: Encoder>(
    env: Env<'a>,
    reference: Term<'a>,
    graph: ResourceArc<GraphResource>,
    work: impl FnOnce(&mut State) -> Result<T, String> + Send + 'static,
) -> Term<'a> {
    on_thread(env, reference, move || work(&mut graph.lock()))
}

fn on_thread<'a, T: Encoder>(
    env: Env<'a>,
    reference: Term<'a>,
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Term<'a> {
    own_thread::answer(env, reference, "code_graph", move |reply| {
        let outcome = job_pool::guard(work);
        reply.send(|env| match outcome {
            Ok(Ok(answer)) => (atoms::ok(), answer).encode(env),
            Ok(Err(words)) => failure(env, atoms::io(), words),
            Err(words) => failure(env, atoms::panic(), words),
        });
    })
}

fn failure(env: Env, kind: Atom, words: String) -> Term {
    (atoms::error(), (kind, words)).encode(env)
}

fn manifests<'a>(
    root: &Path,
    paths: impl Iterator<Item = &'a str>,
) -> (Manifests, Vec<(String, String)>) {
    let texts = manifest_texts(root, paths);
    Manifests::read(texts.iter().map(|(path, text)| (&**path, &**text)))
}

fn manifest_texts<'a>(root: &Path, paths: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    manifest::texts(paths, |directory| {
        read_named(root, directory, manifest::NAMES, MAX_MANIFEST_BYTES)
    })
}
