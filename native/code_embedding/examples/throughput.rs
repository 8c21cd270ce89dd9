//! How many functions one core embeds in a second, and how many megabytes of code.
//!
//! `cargo run --release -p code_embedding --example throughput -- WEIGHTS PAIRS` takes functions as
//! JSON lines (`query`, `name`, `container`, `path`, `code`), embeds all of them three times on one
//! thread, and tells the best of the three in CPU time of the thread; then for each 50 functions how
//! long it takes to compare them with the first query among theirs, word by word.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::cast_precision_loss
)]

use std::error::Error;
use std::fs;

use code_embedding::{Candidate, Embedder, FunctionText, Model, Reranker, StemCounts};
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;

const CANDIDATES: usize = 50;

#[derive(Deserialize)]
struct Function {
    query: Option<String>,
    name: String,
    container: Option<String>,
    path: String,
    code: String,
}

impl Function {
    fn text(&self) -> FunctionText<'_> {
        FunctionText {
            name: &self.name,
            container: self.container.as_deref().unwrap_or_default(),
            path: &self.path,
            documentation: "",
            code: &self.code,
        }
    }

    fn bytes(&self) -> usize {
        let container = self.container.as_deref().unwrap_or_default();
        self.name.len() + container.len() + self.path.len() + self.code.len()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [weights, pairs] = arguments.as_slice() else {
        return Err("throughput: WEIGHTS PAIRS".into());
    };
    let loading = thread_seconds();
    let model = Model::from_bytes(&fs::read(weights)?)?;
    let loading = thread_seconds() - loading;
    let lines = fs::read_to_string(pairs)?;
    let functions: Vec<Function> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let megabytes = functions.iter().map(Function::bytes).sum::<usize>() as f64 / 1e6;
    let seconds = (0..3)
        .map(|_| seconds_for(&model, &functions))
        .fold(f64::INFINITY, f64::min);
    println!(
        "{}: {} functions, {megabytes:.1} MB in {seconds:.2} s: {:.0} functions/s, {:.1} MB/s; loaded in {:.0} ms",
        model.identity(),
        functions.len(),
        functions.len() as f64 / seconds,
        megabytes / seconds,
        loading * 1e3,
    );
    println!(
        "{:.2} ms to rerank {CANDIDATES} functions",
        reranking_seconds(&model, &functions) * 1e3
    );
    Ok(())
}

fn seconds_for(model: &Model, functions: &[Function]) -> f64 {
    let start = thread_seconds();
    let mut embedder = Embedder::new(model);
    let embedded = functions
        .iter()
        .filter(|function| embedder.embed_function(&function.text()).is_some());
    assert!(embedded.count() > 0, "no function has words");
    thread_seconds() - start
}

/// The mean over as many functions at once as a search compares.
fn reranking_seconds(model: &Model, functions: &[Function]) -> f64 {
    let (mut seconds, mut times) = (0.0, 0.0);
    for some in functions.chunks_exact(CANDIDATES) {
        let Some(query) = some.iter().find_map(|function| function.query.as_deref()) else {
            continue;
        };
        let stems: Vec<_> = some.iter().map(stems_of_parts).collect();
        let start = thread_seconds();
        let mut reranker = Reranker::new(model, query);
        for parts in &stems {
            let [name, place, text] = parts.each_ref().map(|part| refs(part));
            reranker.relevance(&Candidate {
                cosine: 0.5,
                name: &name,
                place: &place,
                text: &text,
            });
        }
        seconds += thread_seconds() - start;
        times += 1.0;
    }
    seconds / times
}

fn stems_of_parts(function: &Function) -> [Vec<String>; 3] {
    let container = function.container.as_deref().unwrap_or_default();
    let place = format!("{container} {}", function.path);
    [&function.name, &place, &function.code].map(|text| {
        let mut counts = StemCounts::default();
        counts.count_text(text);
        counts.iter().map(|(stem, _)| stem.to_owned()).collect()
    })
}

fn refs(stems: &[String]) -> Vec<&str> {
    stems.iter().map(String::as_str).collect()
}

fn thread_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
