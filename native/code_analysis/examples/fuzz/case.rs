//! One input analysed under the library's own bounds, and what must hold of it.

use std::fs;
use std::hint::black_box;
use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use code_analysis::{Analysis, Language, Limits, Request, Thresholds, parse_memory, redact, rows};
use rustix::time::{ClockId, clock_gettime};

use crate::soundness::{lines_add_up, numbers_are_finite};
use crate::support::ORIGIN;

/// CPU time for the parse, so that a busy machine makes no finding.
const BUDGET: Duration = Duration::from_millis(1_000);
/// What the rest may take, and the parser between two calls of the callback.
const GRACE: Duration = Duration::from_millis(500);

/// Beside what its parse may take, an analysis of nothing may grow the process by so much, every
/// byte by so much more.
const MEMORY: usize = 64 << 20;
const MEMORY_PER_BYTE: usize = 200;

/// What is wrong with an input, in a word and more words.
pub struct Complaint {
    pub kind: &'static str,
    pub words: String,
}

impl Complaint {
    fn new(kind: &'static str, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { kind, words }
    }
}

/// The first complaint about an input.
pub fn complaint(language: &'static Language, bytes: &[u8]) -> Option<Complaint> {
    let before = resident();
    forget_peak();
    let start = cpu();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| analyze(language, bytes)));
    let time = cpu() - start;
    let grown = peak().saturating_sub(before);
    let analysis = match outcome {
        Ok(analysis) => analysis,
        Err(panic) => return Some(Complaint::new("panic", words(&*panic))),
    };
    if time > BUDGET + GRACE {
        return Some(Complaint::new("slow", format!("{time:?} of CPU time")));
    }
    if grown > parse_memory(bytes.len()) + MEMORY + MEMORY_PER_BYTE * bytes.len() {
        let megabytes = grown >> 20;
        return Some(Complaint::new("large", format!("{megabytes} MB")));
    }
    let broken = analysis.and_then(|analysis| broken(&analysis, bytes));
    broken.map(|invariant| Complaint::new("broken", invariant))
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default()
}

fn analyze(language: &'static Language, bytes: &[u8]) -> Option<Analysis> {
    let start = cpu();
    let request = Request {
        path: "file",
        language,
        bytes,
        limits: Limits::default(),
        redact: true,
        thresholds: Thresholds::DEFAULT,
        keep_going: &|| cpu() - start < BUDGET,
    };
    let analysis = code_analysis::analyze(&request).ok()?;
    black_box(rows(&analysis, &ORIGIN));
    Some(analysis)
}

fn broken(analysis: &Analysis, bytes: &[u8]) -> Option<&'static str> {
    let content = analysis.content.as_deref();
    let held = [
        ("every line is in one class", lines_add_up(analysis)),
        ("every number is finite", numbers_are_finite(analysis)),
        (
            "the content is as long as the file",
            content.is_none_or(|content| content.len() == bytes.len()),
        ),
        (
            "no secret is left",
            content.is_none_or(|content| redact(content).is_none()),
        ),
        (
            "symbols are cut from the content",
            symbols_can_be_cut(analysis),
        ),
    ];
    held.into_iter().find(|(_, holds)| !holds).map(|it| it.0)
}

fn symbols_can_be_cut(analysis: &Analysis) -> bool {
    let content = analysis.content.as_deref().unwrap_or_default();
    let cut = |from: u32, to: u32| content.get(from as usize..to as usize).is_some();
    let symbols = analysis.symbols.iter().flatten();
    symbols
        .into_iter()
        .all(|it| cut(it.start_byte, it.end_byte))
}

fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        now.tv_sec.unsigned_abs(),
        u32::try_from(now.tv_nsec).unwrap(),
    )
}

fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").unwrap();
}

fn resident() -> usize {
    status("VmRSS:")
}

fn peak() -> usize {
    status("VmHWM:")
}

fn status(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    kilobytes.parse::<usize>().unwrap() << 10
}
