//! Times and what is made of them.
#![allow(dead_code, reason = "each takes what it needs")]

use std::hint::black_box;

use rustix::time::{ClockId, clock_gettime};

/// CPU seconds of this thread, result dropped inside.
pub fn cpu<T>(work: impl FnOnce() -> T) -> f64 {
    let before = clock_gettime(ClockId::ThreadCPUTime);
    drop(black_box(work()));
    let after = clock_gettime(ClockId::ThreadCPUTime);
    (after.tv_sec - before.tv_sec) as f64 + (after.tv_nsec - before.tv_nsec) as f64 / 1e9
}

/// NaN of nothing.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
