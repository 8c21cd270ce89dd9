//! For `training/evaluate`: what the library itself makes of queries and functions.
//!
//! `cargo run --release -p code_embedding --example embed -- WEIGHTS (queries|functions) < PAIRS`
//! reads JSON lines with `query` or with `name`, `container`, `path` and `code`, and writes for
//! each its vector as little-endian 32-bit numbers, zeros where there is none.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::error::Error;
use std::fs;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use code_embedding::{Embedder, FunctionText, Model};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pair {
    query: Option<String>,
    name: String,
    container: Option<String>,
    path: String,
    documentation: Option<String>,
    code: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [weights, what] = arguments.as_slice() else {
        return Err("embed: WEIGHTS (queries|functions)".into());
    };
    let model = Model::from_bytes(&fs::read(weights)?)?;
    let nothing = vec![0.0; model.identity().dimensions];
    let mut embedder = Embedder::new(&model);
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let pair: Pair = serde_json::from_str(&line?)?;
        let vector = match what.as_str() {
            "queries" => embedder.embed_text(pair.query.as_deref().unwrap_or_default()),
            _ => embedder.embed_function(&FunctionText {
                name: &pair.name,
                container: pair.container.as_deref().unwrap_or_default(),
                path: &pair.path,
                documentation: pair.documentation.as_deref().unwrap_or_default(),
                code: &pair.code,
            }),
        };
        for value in vector.unwrap_or(&nothing) {
            out.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}
