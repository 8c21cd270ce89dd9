//! For `training/evaluate`: in which order the library puts what was found.
//!
//! `cargo run --release -p code_embedding --example rerank -- WEIGHTS < QUESTIONS` reads JSON lines
//! with `query` and `candidates`, which have `name`, `container`, `path`, `code` and `cosine`. It
//! writes for each candidate, as little-endian 32-bit numbers, `score`, `cosine`, `words` and
//! `besides` of its `Relevance`.
#![allow(clippy::disallowed_methods)]

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use code_embedding::{Candidate, Model, Relevance, Reranker, StemCounts};
use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    query: String,
    candidates: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    name: String,
    container: Option<String>,
    path: String,
    code: String,
    cosine: f32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let weights = std::env::args().nth(1).ok_or("rerank: WEIGHTS")?;
    let model = Model::from_bytes(&fs::read(weights)?)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let mut reranker = Reranker::new(&model, &question.query);
        for found in &question.candidates {
            write(&mut out, &relevance(&mut reranker, found))?;
        }
    }
    Ok(())
}

fn relevance(reranker: &mut Reranker, found: &Found) -> Relevance {
    let container = found.container.as_deref().unwrap_or_default();
    let [name, place, text] = [
        stems(&found.name),
        stems(&format!("{container} {}", found.path)),
        stems(&found.code),
    ];
    let [name, place, text] =
        [&name, &place, &text].map(|stems| stems.iter().map(String::as_str).collect::<Vec<_>>());
    reranker.relevance(&Candidate {
        cosine: found.cosine,
        name: &name,
        place: &place,
        text: &text,
    })
}

fn stems(text: &str) -> Vec<String> {
    let mut counts = StemCounts::default();
    counts.count_text(text);
    counts.iter().map(|(stem, _)| stem.to_owned()).collect()
}

fn write(out: &mut impl Write, relevance: &Relevance) -> Result<(), Box<dyn Error>> {
    let Relevance {
        score,
        cosine,
        words,
        besides,
    } = *relevance;
    for value in [score, cosine, words, besides] {
        out.write_all(&value.to_le_bytes())?;
    }
    Ok(())
}
