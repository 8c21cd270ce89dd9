//! The clones in a tree, one line each, from both sides:
//! `clone<TAB>PATH<TAB>FIRST<TAB>LAST<TAB>OTHER<TAB>FIRST<TAB>LAST<TAB>TOKENS`, then for each file
//! `file<TAB>PATH<TAB>LINES<TAB>DUPLICATED`. What it took goes to standard error.
//!
//! ```text
//! cargo run --release -p code_graph --example clones -- ROOT [--exact] [--min-tokens N] [--min-lines N]
//! ```

#[path = "../tests/support/tree.rs"]
mod tree;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clone_tokens::{CloneTokens, Token};
use code_graph::clones::{CloneChange, CloneIndex, Settings};

/// So many files are edited and edited back, one at a time.
const EDITS: usize = 200;

struct Arguments {
    root: PathBuf,
    settings: Settings,
}

fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("usage: clones ROOT [--exact] [--min-tokens N] [--min-lines N]");
        return ExitCode::FAILURE;
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Option<Arguments> {
    let (mut root, mut settings) = (None, Settings::default());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--exact" => settings.renamed = false,
            "--min-tokens" => settings.min_tokens = words.next()?.parse().ok()?,
            "--min-lines" => settings.min_lines = words.next()?.parse().ok()?,
            _ => root = Some(PathBuf::from(word)),
        }
    }
    Some(Arguments {
        root: root?,
        settings,
    })
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let files = read(&arguments.root);
    let encoded: Vec<String> = files.iter().map(|file| file.tokens.encode()).collect();
    let bytes: usize = encoded.iter().map(String::len).sum();
    let tokens: usize = files.iter().map(|file| file.tokens.tokens().len()).sum();
    drop(encoded);
    let before = resident_kilobytes();
    let (took, mut index) = timed(|| {
        let mut index = CloneIndex::new(Some(arguments.settings));
        index.update(files.iter().map(File::change).collect());
        index
    });
    let kept = resident_kilobytes().saturating_sub(before);
    list(&index, &files)?;
    let count = files.len().max(1);
    eprintln!(
        "{} files, {tokens} tokens; indexed in {} ms, {} KB a file; stored in {} bytes a file",
        files.len(),
        took.as_millis(),
        kept / count,
        bytes / count
    );
    edit(&mut index, &files);
    Ok(())
}

#[derive(Clone)]
struct File {
    path: String,
    tokens: CloneTokens,
    lines: u32,
}

impl File {
    fn change(&self) -> CloneChange {
        CloneChange::Tokens {
            path: self.path.clone(),
            tokens: Some(self.tokens.clone()),
            lines: self.lines,
        }
    }
}

/// The files that have tokens, in the order of their paths.
fn read(root: &Path) -> Vec<File> {
    let mut files = Vec::new();
    tree::analyze(root, |analysis| {
        files.extend(analysis.clone_tokens.map(|tokens| File {
            path: analysis.path,
            tokens,
            lines: analysis.lines.map_or(0, |lines| lines.total),
        }));
    });
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn list(index: &CloneIndex, files: &[File]) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for file in files {
        let Some(found) = index.duplication(&file.path) else {
            continue;
        };
        for clone in &found.clones {
            let (from, to) = (clone.start_line, clone.end_line);
            let (other_from, other_to) = (clone.other_start_line, clone.other_end_line);
            writeln!(
                out,
                "clone\t{}\t{from}\t{to}\t{}\t{other_from}\t{other_to}\t{}",
                file.path, clone.path, clone.tokens
            )?;
        }
        let (lines, duplicated) = (found.lines, found.duplicated);
        writeln!(out, "file\t{}\t{lines}\t{duplicated}", file.path)?;
    }
    out.flush()
}

/// A token more at the end of a file, and back.
fn edit(index: &mut CloneIndex, files: &[File]) {
    let step = files.len().div_ceil(EDITS).max(1);
    let mut times = Vec::new();
    let (mut pairs, mut most) = (0, 0);
    for file in files.iter().step_by(step) {
        let mut edited = file.clone();
        edited
            .tokens
            .push(Token::fixed("edited"), file.lines + 1, file.lines + 1);
        for version in [&edited, file] {
            let change = version.change();
            let (took, compared) = timed(|| index.update(vec![change]));
            times.push(took);
            pairs += compared.pairs;
            most = most.max(compared.pairs);
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .map_or(0, Duration::as_micros)
    };
    eprintln!(
        "an edit: {} µs at the median, {} µs for 95 of 100, {} µs at most; {:.1} pairs compared on average, {most} at most",
        at(50),
        at(95),
        times.last().map_or(0, Duration::as_micros),
        pairs as f64 / times.len().max(1) as f64
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn resident_kilobytes() -> usize {
    let status = std::fs::read_to_string(Path::new("/proc/self/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
