//! One child after the other, language by language in turns, until the time is up.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use code_analysis::languages;

use crate::Options;
use crate::corpus::{self, Corpus};
use crate::mutation::Cases;
use crate::shrink::shrink;

/// Cases of one child.
const BATCH: u64 = 500;
/// A child that says nothing for so long hangs, whatever else the machine does.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct Tally {
    corpus: usize,
    cases: u64,
    findings: usize,
}

/// The number of findings.
pub fn run(options: &Options, time: Duration) -> io::Result<usize> {
    let end = Instant::now() + time;
    fs::create_dir_all(&options.findings)?;
    let is_wanted = |name: &str| {
        options
            .language
            .as_deref()
            .is_none_or(|wanted| wanted == name)
    };
    let names = languages().iter().map(|language| language.name);
    let corpora: Vec<_> = names
        .filter(|name| is_wanted(name))
        .map(|name| (name, corpus::read(options.corpora.iter().cloned(), name)))
        .collect();
    let mut tallies = BTreeMap::<&str, Tally>::new();
    for first in (0..).step_by(BATCH as usize) {
        for (name, corpus) in &corpora {
            if Instant::now() >= end {
                return Ok(report(&tallies));
            }
            let tally = tallies.entry(name).or_default();
            tally.corpus = corpus.files.len();
            let batch = Batch {
                options,
                name,
                corpus,
            };
            tally.findings += batch.run(first, end)?;
            tally.cases = first + BATCH;
        }
    }
    unreachable!("numbers do not end")
}

fn report(tallies: &BTreeMap<&str, Tally>) -> usize {
    println!("language      files      cases  findings");
    for (name, tally) in tallies {
        println!(
            "{name:<12} {:>6} {:>10} {:>9}",
            tally.corpus, tally.cases, tally.findings
        );
    }
    let total: u64 = tallies.values().map(|tally| tally.cases).sum();
    let findings = tallies.values().map(|tally| tally.findings).sum();
    println!("{:<12} {:>6} {total:>10} {findings:>9}", "all", "");
    findings
}

struct Batch<'a> {
    options: &'a Options,
    name: &'a str,
    corpus: &'a Corpus,
}

impl Batch<'_> {
    /// Goes on after the case that ended a child.
    fn run(&self, first: u64, end: Instant) -> io::Result<usize> {
        let (mut next, mut findings) = (first, 0);
        while next < first + BATCH && Instant::now() < end {
            let child = Running::start(&self.child_arguments(next, first + BATCH - next))?;
            let heard = child.listen()?;
            for (number, words) in &heard.complaints {
                self.keep(*number, words)?;
            }
            findings += heard.complaints.len();
            next = heard.last.map_or(first + BATCH, |last| last + 1);
        }
        Ok(findings)
    }

    fn child_arguments(&self, first: u64, count: u64) -> Vec<String> {
        let numbers = [first, count, self.options.seed].map(|number| number.to_string());
        let corpora = self
            .options
            .corpora
            .iter()
            .map(|path| path.display().to_string());
        ["--child".to_owned(), self.name.to_owned()]
            .into_iter()
            .chain(numbers)
            .chain(corpora)
            .collect()
    }

    /// Shrinks and saves the input.
    fn keep(&self, number: u64, words: &str) -> io::Result<()> {
        let kind = kind_of(words);
        let input = Cases::new(self.corpus, self.options.seed).case(number);
        let name = format!("{}-{kind}-{}-{number}", self.name, self.options.seed);
        let path = self.options.findings.join(&name);
        fs::write(&path, &input)?;
        println!("{}: {words}, {} bytes", path.display(), input.len());
        let candidate = self.options.findings.join("candidate");
        let small = shrink(input, |bytes| self.complains(&candidate, bytes, kind))?;
        let path = path.with_extension("small");
        println!("{}: {} bytes", path.display(), small.len());
        fs::write(path, small)
    }

    fn complains(&self, candidate: &Path, bytes: &[u8], kind: &str) -> io::Result<bool> {
        fs::write(candidate, bytes)?;
        let arguments = ["--try", self.name, &candidate.display().to_string()].map(str::to_owned);
        let words = Running::start(&arguments)?.listen_to_try()?;
        Ok(words.is_some_and(|words| is_alike(kind, &words)))
    }
}

/// A smaller input that ends no process for want of memory may still take too much of it.
fn is_alike(kind: &str, words: &str) -> bool {
    let takes_too_much = |kind: &str| ["abort", "hang", "large", "slow"].contains(&kind);
    let found = kind_of(words);
    found == kind || takes_too_much(kind) && takes_too_much(found)
}

fn kind_of(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

struct Running {
    child: Child,
    lines: Receiver<String>,
}

/// What a child said. `last` is the case that ended it.
struct Heard {
    complaints: Vec<(u64, String)>,
    last: Option<u64>,
}

impl Running {
    fn start(arguments: &[String]) -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let command = command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn()?;
        let (sender, lines) = channel();
        let output = child.stdout.take();
        thread::spawn(move || {
            let output = output.map(BufReader::new).into_iter();
            let lines = output.flat_map(|output| output.lines().map_while(Result::ok));
            lines.into_iter().all(|line| sender.send(line).is_ok())
        });
        Ok(Self { child, lines })
    }

    fn listen(mut self) -> io::Result<Heard> {
        let (mut complaints, mut last) = (Vec::new(), None);
        let end = loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => match (line.parse(), last) {
                    (Ok(number), _) => last = Some(number),
                    (Err(_), Some(number)) => complaints.push((number, line)),
                    (Err(_), None) => panic!("a child said {line}"),
                },
                Err(end) => break end,
            }
        };
        match (self.fate(end)?, last) {
            (None, _) => Ok(Heard {
                complaints,
                last: None,
            }),
            (Some(fate), Some(number)) => {
                complaints.push((number, fate));
                Ok(Heard { complaints, last })
            }
            (Some(fate), None) => panic!("a child began nothing: {fate}"),
        }
    }

    fn listen_to_try(mut self) -> io::Result<Option<String>> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                self.child.wait()?;
                Ok(Some(line))
            }
            Err(end) => self.fate(end),
        }
    }

    /// How the child ended, if not well.
    fn fate(&mut self, end: RecvTimeoutError) -> io::Result<Option<String>> {
        if end == RecvTimeoutError::Timeout {
            self.child.kill()?;
            self.child.wait()?;
            return Ok(Some(format!("hang {PATIENCE:?}")));
        }
        let status = self.child.wait()?;
        Ok((!status.success()).then(|| format!("abort {status}")))
    }
}
