//! The process that a case may end.

use std::fs;
use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use code_analysis::{Language, languages};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::case::complaint;
use crate::mutation::Cases;

/// As much stack as the library's own threads have.
const STACK: usize = 16 << 20;
/// Address space of the process, beyond which it ends.
const ADDRESSES: u64 = 2 << 30;

/// Says the number of each case before it begins, and in another line what is wrong with it.
pub fn run(language: &str, cases: &Cases, first: u64, count: u64) {
    let language = language_named(language);
    guarded(|| {
        for number in first..first + count {
            let input = cases.case(number);
            say(&number.to_string());
            if let Some(complaint) = complaint(language, &input) {
                let words = complaint.words.replace('\n', " ");
                say(&format!("{} {words}", complaint.kind));
            }
        }
    });
}

/// Says what is wrong with the file.
pub fn try_file(language: &str, file: &Path) -> ExitCode {
    let language = language_named(language);
    let bytes = fs::read(file).unwrap();
    let complaint = guarded(|| complaint(language, &bytes));
    let Some(complaint) = complaint else {
        return ExitCode::SUCCESS;
    };
    say(&format!("{} {}", complaint.kind, complaint.words));
    ExitCode::FAILURE
}

fn language_named(name: &str) -> &'static Language {
    let mut languages = languages().iter();
    languages.find(|language| language.name == name).unwrap()
}

fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let limit = Some(ADDRESSES);
    let (current, maximum) = (limit, limit);
    setrlimit(Resource::As, Rlimit { current, maximum }).unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        builder.spawn_scoped(scope, work).unwrap().join().unwrap()
    })
}

fn say(line: &str) {
    let mut output = stdout().lock();
    writeln!(output, "{line}")
        .and_then(|()| output.flush())
        .unwrap();
}
