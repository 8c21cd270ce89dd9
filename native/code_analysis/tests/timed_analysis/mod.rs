//! An analysis and its rows, with a budget and measured in CPU time, which a busy machine does not
//! change.

use code_analysis::{Analyzer, Limits, Origin, Request, languages, rows};
use rustix::time::{ClockId, clock_gettime};

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
    let request = Request {
        path: "a",
        language: languages()
            .iter()
            .find(|known| known.name == language)
            .unwrap(),
        bytes: text.as_bytes(),
        limits: Limits::default(),
        redact: true,
        keep_going: &keep_going,
    };
    let analysis = Analyzer::new().analyze(&request).unwrap();
    let origin = Origin {
        codebase_id: "a",
        codebase_path: "/",
        generation: 1,
        size: 1,
        mtime_ns: 1,
        ctime_ns: 1,
        inode: 1,
        content_hash: "blake3:00",
    };
    std::hint::black_box(rows(&analysis, &origin));
    Timed {
        milliseconds: cpu_milliseconds() - begin,
        status: analysis.parse_status.as_str(),
    }
}

fn cpu_milliseconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
