//! For `training/`: a trained table to a file of weights.
//!
//! `cargo run --release -p code_embedding --example pack -- NAME VERSION DIMENSIONS STEMS ROWS OUT`
//! reads a stem a line, and rows of little-endian 32-bit numbers, first a row for each stem, then
//! those for unknown ones.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::error::Error;
use std::fs;

use code_embedding::{Identity, RECIPE, Weights};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [name, version, dimensions, stems, rows, out] = arguments.as_slice() else {
        return Err("pack: NAME VERSION DIMENSIONS STEMS ROWS OUT".into());
    };
    let identity = Identity {
        name: name.clone(),
        version: version.clone(),
        dimensions: dimensions.parse()?,
        recipe: RECIPE.into(),
    };
    let stems = fs::read_to_string(stems)?
        .lines()
        .map(str::to_owned)
        .collect();
    let bytes = fs::read(rows)?;
    let (numbers, _) = bytes.as_chunks::<4>();
    let rows: Vec<_> = numbers
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect();
    let bytes = Weights::quantized(identity, stems, &rows)?.to_bytes()?;
    fs::write(out, &bytes)?;
    println!("pack: {out}, {} bytes", bytes.len());
    Ok(())
}
