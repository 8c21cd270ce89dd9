//! The threads that analyse, shared by all instances in the VM.

use std::sync::LazyLock;
use std::thread;

use code_analysis::parse_memory;
use job_pool::{JobPool, Options};
use rustler::LocalPid;

// The grammars recurse in proportion to the depth of a source.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Bytes of memory that the parses at work may take together. Each counts as what it may take at the
/// worst, so that 23 small files are parsed at the same time; most take a fifth of that and less.
const BUDGET_BYTES: u64 = 1024 * 1024 * 1024;

/// Bytes of the trees that all threads keep together, which are those of some forty files of 500
/// lines, and what each may keep at least.
const TREE_BYTES: usize = 64 * 1024 * 1024;
const TREE_BYTES_AT_LEAST: usize = 4 * 1024 * 1024;

/// Nearly all files that people write are smaller.
const SMALL_BYTES: u64 = parse_memory(64 * 1024) as u64;

/// Jobs belong to the process that asks, and the processes take turns.
pub type Pool = JobPool<LocalPid>;

static POOL: LazyLock<Result<Pool, String>> = LazyLock::new(|| {
    JobPool::new(Options {
        threads: size(),
        stack_bytes: STACK_BYTES,
        budget: BUDGET_BYTES,
        small: SMALL_BYTES,
        name: "pe_analysis",
        prepare,
    })
    .map_err(|error| error.to_string())
});

/// The pool, or why there is none.
pub fn pool() -> Result<&'static Pool, &'static str> {
    POOL.as_ref().map_err(String::as_str)
}

fn prepare() {
    crash_journal::prepare_thread();
    stand_back();
}

/// The schedulers of the VM go first where there are not cores enough. Linux alone has a priority
/// for each thread.
#[cfg(target_os = "linux")]
fn stand_back() {
    const NICE: i32 = 10;
    // Refused, it costs nothing but that.
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(not(target_os = "linux"))]
fn stand_back() {}

/// Bytes of trees that a thread may keep.
pub fn tree_bytes() -> usize {
    (TREE_BYTES / size()).max(TREE_BYTES_AT_LEAST)
}

/// One core is left to the schedulers of the VM and to PostgreSQL. Two threads at least: a slow
/// file must not hold up all others.
fn size() -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    cores.saturating_sub(1).clamp(2, crash_journal::SLOTS)
}
