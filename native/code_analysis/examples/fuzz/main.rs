//! Mutated files of every language, analysed in child processes until the time is up.
//!
//! `cargo run --release -p code_analysis --example fuzz -- [--minutes N] [--seed N]
//! [--language NAME] [--findings FOLDER] [CORPUS]…`: the corpora are folders of source files, by
//! default the cases of the tests. A finding is an input that ends the process, panics, takes more
//! than its time or memory, or breaks what must hold for every file. It is shrunk and saved in the
//! folder; the exit status is 1 then. `fuzz --try LANGUAGE FILE` analyses one file again.
//!
//! A case follows from the seed, the corpora and its number, so that nothing but the number crosses
//! from the child.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod campaign;
mod case;
mod child;
mod corpus;
mod mutation;
mod shrink;
#[path = "../support/soundness.rs"]
mod soundness;
#[path = "../support/mod.rs"]
mod support;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use code_analysis::languages;

/// What the command line says.
#[derive(Clone)]
struct Options {
    minutes: f64,
    seed: u64,
    language: Option<String>,
    findings: PathBuf,
    corpora: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--child", language, first, count, seed, ref corpora @ ..] => {
            let corpus = corpus::read(corpora.iter().map(PathBuf::from), language);
            let cases = mutation::Cases::new(&corpus, seed.parse().unwrap());
            child::run(
                language,
                &cases,
                first.parse().unwrap(),
                count.parse().unwrap(),
            );
            ExitCode::SUCCESS
        }
        ["--try", language, file] => child::try_file(language, file.as_ref()),
        _ => run(&options(arguments)),
    }
}

fn run(options: &Options) -> ExitCode {
    match campaign::run(options, Duration::from_secs_f64(options.minutes * 60.0)) {
        Ok(findings) => ExitCode::from(u8::from(findings > 0)),
        Err(error) => {
            eprintln!("fuzz: {error}");
            ExitCode::from(2)
        }
    }
}

fn options(arguments: Vec<String>) -> Options {
    let cases = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"));
    let mut options = Options {
        minutes: 1.0,
        seed: 1,
        language: None,
        findings: PathBuf::from("target/fuzz"),
        corpora: vec![cases],
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(|| usage(&argument));
        match argument.as_str() {
            "--minutes" => options.minutes = value().parse().unwrap_or_else(|_| usage(&argument)),
            "--seed" => options.seed = value().parse().unwrap_or_else(|_| usage(&argument)),
            "--language" => options.language = Some(value()).filter(|name| is_language(name)),
            "--findings" => options.findings = value().into(),
            _ if argument.starts_with('-') => usage(&argument),
            _ => options.corpora.push(argument.into()),
        }
    }
    options
}

fn is_language(name: &str) -> bool {
    languages().iter().any(|language| language.name == name) || usage(name)
}

fn usage(argument: &str) -> ! {
    eprintln!(
        "fuzz: what is {argument}? [--minutes N] [--seed N] [--language NAME] [--findings FOLDER] \
         [CORPUS]…"
    );
    std::process::exit(2)
}
