//! Runs a test a second time where other limits hold.

use std::io::Write;
use std::process::{Command, Stdio};

const INSIDE: &str = "CODE_WATCH_TEST_INSIDE";

/// True where `test` runs inside of the namespace; otherwise runs it there, after `preparation`,
/// and hands its failure on. Says so where there is no such namespace to be had.
pub fn inside(test: &str, unshare: &[&str], preparation: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let mut command = Command::new("unshare");
    command.args(unshare).args(["sh", "-c"]);
    let probe = command.arg(preparation).stderr(Stdio::null()).status();
    if !probe.is_ok_and(|status| status.success()) {
        skip(test, &format!("no namespace by unshare {unshare:?}"));
        return false;
    }
    let status = Command::new("unshare")
        .args(unshare)
        .args(["sh", "-c", &format!("{preparation}; exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, "1")
        .status()
        .unwrap();
    assert!(status.success(), "{test} failed inside of the namespace");
    false
}

/// Past the capture of a test's output.
pub fn skip(test: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {why}");
}
