//! Processes that die while they parse, and what the next one makes of it. Each case is a child
//! process that runs this same binary.
#![allow(clippy::unwrap_used, unsafe_code)]

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;

use crash_journal::{Cause, Content, Journal, Verdict, prepare_thread};

const FOLDER: &str = "CRASH_JOURNAL_FOLDER";
const CASE: &str = "CRASH_JOURNAL_CASE";

fn content(hash: &str) -> Content {
    Content {
        hash: hash.into(),
        language: "yaml".into(),
        version: "2".into(),
    }
}

fn child(folder: &Path, case: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "in_a_process_of_its_own",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env(CASE, case)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The signal or the exit code with which a child ended.
fn end(folder: &Path, case: &str) -> (Option<i32>, Option<i32>) {
    let status = child(folder, case).wait().unwrap();
    (status.signal(), status.code())
}

/// A child that parses, until the signal ends it. It is sent to the process, and reaches the thread
/// that parses.
fn kill_parsing(folder: &Path, signal: i32) {
    let mut child = child(folder, "wait");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let thread = lines
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("parsing in ")?.1.parse().unwrap()));
    unsafe { libc::kill(thread.unwrap(), signal) };
    child.wait().unwrap();
}

fn verdicts(journal: &Journal) -> [Option<Verdict>; 2] {
    ["culprit", "neighbour"].map(|hash| journal.verdict(&content(hash)))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_crash_is_laid_to_its_culprit_alone() {
    let cases = [
        ("abort", libc::SIGABRT, Cause::Abort),
        ("wild_pointer", libc::SIGSEGV, Cause::Segmentation),
        ("bus_error", libc::SIGBUS, Cause::Bus),
        ("trap", libc::SIGILL, Cause::Illegal),
    ];
    for (case, signal, cause) in cases {
        let folder = folder();
        assert_eq!(end(folder.path(), case), (Some(signal), None), "{case}");
        let journal = Journal::open(folder.path()).unwrap();
        let guilty = Some(Verdict::Quarantined(cause));
        assert_eq!(
            verdicts(&journal),
            [guilty, Some(Verdict::Suspect)],
            "{case}"
        );
    }
}

#[test]
fn a_thread_that_runs_out_of_stack_is_seen() {
    let folder = folder();
    end(folder.path(), "deep");
    let journal = Journal::open(folder.path()).unwrap();
    let guilty = Some(Verdict::Quarantined(Cause::Segmentation));
    assert_eq!(verdicts(&journal)[0], guilty);
    assert_eq!(journal.entries().len(), 2);
    assert!(
        journal
            .entries()
            .iter()
            .any(|entry| entry.path == "lib/culprit.yml")
    );
}

#[test]
fn a_former_handler_has_the_last_word() {
    let folder = folder();
    assert_eq!(end(folder.path(), "former_handler"), (None, Some(42)));
    let journal = Journal::open(folder.path()).unwrap();
    let guilty = Some(Verdict::Quarantined(Cause::Segmentation));
    assert_eq!(verdicts(&journal)[0], guilty);
}

#[test]
fn a_crash_elsewhere_is_nobodys() {
    let folder = folder();
    assert_eq!(end(folder.path(), "elsewhere"), (Some(libc::SIGABRT), None));
    let journal = Journal::open(folder.path()).unwrap();
    assert_eq!(verdicts(&journal), [Some(Verdict::Suspect), None]);
}

#[test]
fn a_killed_process_leaves_suspects() {
    for signal in [libc::SIGKILL, libc::SIGTERM, libc::SIGABRT] {
        let folder = folder();
        kill_parsing(folder.path(), signal);
        let journal = Journal::open(folder.path()).unwrap();
        assert_eq!(verdicts(&journal)[0], Some(Verdict::Suspect));
        journal.acquit(&content("culprit")).unwrap();
        drop(journal);
        kill_parsing(folder.path(), signal);
        let journal = Journal::open(folder.path()).unwrap();
        assert_eq!(verdicts(&journal)[0], Some(Verdict::Suspect));
        drop(journal);
        kill_parsing(folder.path(), signal);
        let journal = Journal::open(folder.path()).unwrap();
        let unmarked = Some(Verdict::Quarantined(Cause::Unmarked));
        assert_eq!(verdicts(&journal)[0], unmarked);
    }
}

#[test]
fn processes_tell_each_other() {
    let folder = folder();
    let living = Journal::open(folder.path()).unwrap();
    let _parse = living.enter(0, &content("neighbour"), "b.yml");
    end(folder.path(), "abort");
    let other = Journal::open(folder.path()).unwrap();
    // What the living one parses is no remains; what was judged it knows without being asked.
    let guilty = Some(Verdict::Quarantined(Cause::Abort));
    assert_eq!(verdicts(&living)[0], guilty);
    assert_eq!(other.release("culprit").unwrap(), 1);
    assert_eq!(verdicts(&living)[0], Some(Verdict::Suspect));
    living.acquit(&content("culprit")).unwrap();
    assert_eq!(verdicts(&other)[0], None);
}

#[test]
fn a_parse_that_has_ended_leaves_nothing() {
    let folder = folder();
    assert_eq!(end(folder.path(), "after"), (Some(libc::SIGABRT), None));
    let journal = Journal::open(folder.path()).unwrap();
    assert_eq!(verdicts(&journal), [None, None]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = folder();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(Journal::open(&file).is_err());
    assert!(Journal::open(&file.join("below")).is_err());
}

#[test]
#[ignore = "run by the others"]
fn in_a_process_of_its_own() {
    let (Ok(case), Some(folder)) = (std::env::var(CASE), std::env::var_os(FOLDER)) else {
        return;
    };
    if case == "former_handler" {
        unsafe { libc::signal(libc::SIGSEGV, exit_42 as *const () as usize) };
    } else {
        // The test binary's own, which Erlang's virtual machine has not.
        unsafe { libc::signal(libc::SIGSEGV, libc::SIG_DFL) };
        unsafe { libc::signal(libc::SIGBUS, libc::SIG_DFL) };
    }
    let journal = Journal::open(Path::new(&folder)).unwrap();
    thread::scope(|scope| {
        if !["elsewhere", "after", "wait"].contains(&case.as_str()) {
            let (ready, neighbour) = channel();
            let journal = &journal;
            scope.spawn(move || {
                prepare_thread();
                let _parse = journal.enter(1, &content("neighbour"), "b.yml");
                ready.send(()).unwrap();
                loop {
                    thread::park();
                }
            });
            neighbour.recv().unwrap();
        }
        prepare_thread();
        let parse = journal.enter(0, &content("culprit"), "lib/culprit.yml");
        match case.as_str() {
            "wait" => {
                println!("parsing in {}", unsafe { libc::gettid() });
                loop {
                    thread::park();
                }
            }
            "elsewhere" => scope.spawn(|| std::process::abort()).join().unwrap(),
            "after" => {
                drop(parse);
                std::process::abort()
            }
            "abort" => std::process::abort(),
            "bus_error" => unsafe {
                libc::raise(libc::SIGBUS);
            },
            "trap" => unsafe {
                libc::raise(libc::SIGILL);
            },
            "deep" => {
                descend(&[0; 512]);
            }
            _ => unsafe { *std::hint::black_box(std::ptr::dangling_mut::<u64>()) = 1 },
        }
    });
}

extern "C" fn exit_42(_signal: i32) {
    unsafe { libc::_exit(42) }
}

#[allow(unconditional_recursion)]
fn descend(frame: &[u8; 512]) -> u8 {
    let next = std::hint::black_box([frame[0].wrapping_add(1); 512]);
    descend(&next) + next[1]
}
