//! For `training/`: the words that the model sees of pairs of documentation and code.
//!
//! `cargo run --release -p code_embedding --example stems -- FOLDER < PAIRS` reads JSON lines with
//! `query`, `name`, `container`, `path` and `code`, in this order the fields of a pair. It writes,
//! as little-endian 32-bit numbers,
//! - `lengths`: for each field of each pair how many stems it has;
//! - `ids` and `counts`: all these stems, numbered, and how often each occurs in its field;
//! - `damping`: what a count counts, for each from 0, in units of 1/256;
//!
//! and `stems`: the stem of each number, one a line.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::HashMap;
use std::fs::{File, write};
use std::io::{BufRead, BufWriter, Write, stdin};
use std::path::Path;

use code_embedding::{StemCounts, damping};
use serde::Deserialize;

const COUNTS_DAMPED: u32 = 1_024;

#[derive(Deserialize)]
struct Pair {
    query: Option<String>,
    name: String,
    container: Option<String>,
    path: String,
    code: String,
}

struct Output {
    lengths: BufWriter<File>,
    ids: BufWriter<File>,
    counts: BufWriter<File>,
    number_of: HashMap<String, u32>,
    stems: BufWriter<File>,
}

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let folder = Path::new(&folder);
    let file = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
    let mut output = Output {
        lengths: file("lengths"),
        ids: file("ids"),
        counts: file("counts"),
        number_of: HashMap::new(),
        stems: file("stems"),
    };
    let mut counts = StemCounts::default();
    for line in stdin().lock().lines() {
        let pair: Pair = serde_json::from_str(&line.unwrap()).unwrap();
        let (query, container) = (pair.query.as_deref(), pair.container.as_deref());
        for text in [
            query,
            Some(&pair.name),
            container,
            Some(&pair.path),
            Some(&pair.code),
        ] {
            counts.count_text(text.unwrap_or_default());
            output.write(&counts);
        }
    }
    let damped: Vec<u8> = (0..COUNTS_DAMPED)
        .flat_map(|count| damping(count).to_le_bytes())
        .collect();
    write(folder.join("damping"), damped).unwrap();
}

impl Output {
    fn write(&mut self, counts: &StemCounts) {
        let mut list: Vec<_> = counts.iter().collect();
        list.sort_unstable();
        let length = u32::try_from(list.len()).unwrap();
        self.lengths.write_all(&length.to_le_bytes()).unwrap();
        for (stem, count) in list {
            let number = self.number(stem);
            self.ids.write_all(&number.to_le_bytes()).unwrap();
            self.counts.write_all(&count.to_le_bytes()).unwrap();
        }
    }

    fn number(&mut self, stem: &str) -> u32 {
        if let Some(number) = self.number_of.get(stem) {
            return *number;
        }
        let number = u32::try_from(self.number_of.len()).unwrap();
        self.number_of.insert(stem.to_owned(), number);
        writeln!(self.stems, "{stem}").unwrap();
        number
    }
}
