//! An analysis and its rows, with a budget and measured in CPU time, which a busy machine does not
//! change.

#[path = "../support/mod.rs"]
mod support;

use code_analysis::{Request, analyze, rows};
use rustix::time::{ClockId, clock_gettime};

use support::{ORIGIN, language as known, request};

/// How it went.
pub struct Timed {
    /// Of the whole: parse, analysis, rows.
    pub milliseconds: f64,
    /// The parse status.
    pub status: &'static str,
}

/// `budget` in milliseconds is what the parse may take.
pub fn analyze_within(language: &str, text: &str, budget: f64) -> Timed {
    let begin = cpu_milliseconds();
    let keep_going = || cpu_milliseconds() - begin < budget;
    let status = analyze_asking(language, text, &keep_going);
    Timed {
        milliseconds: cpu_milliseconds() - begin,
        status,
    }
}

/// The parse status of an analysis that asks whether to go on.
#[allow(dead_code, reason = "each user compiles its own copy")]
pub fn analyze_asking(language: &str, text: &str, keep_going: &dyn Fn() -> bool) -> &'static str {
    let request = Request {
        keep_going,
        ..request(known(language), text.as_bytes())
    };
    let analysis = analyze(&request).unwrap();
    std::hint::black_box(rows(&analysis, &ORIGIN));
    analysis.parse_status.as_str()
}

fn cpu_milliseconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
