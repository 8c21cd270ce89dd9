//! A smaller input with a complaint.

use std::io;
use std::time::{Duration, Instant};

/// Every input tried takes a process, and some take seconds.
const TIME: Duration = Duration::from_secs(90);

/// Takes pieces out, large ones first, for as long as `is_bad` stays true.
pub fn shrink(
    mut bytes: Vec<u8>,
    mut is_bad: impl FnMut(&[u8]) -> io::Result<bool>,
) -> io::Result<Vec<u8>> {
    let end = Instant::now() + TIME;
    let mut size = bytes.len().div_ceil(2);
    while size > 0 && Instant::now() < end {
        let before = bytes.len();
        let mut at = 0;
        while at < bytes.len() && Instant::now() < end {
            let shorter = [&bytes[..at], &bytes[(at + size).min(bytes.len())..]].concat();
            if is_bad(&shorter)? {
                bytes = shorter;
            } else {
                at += size;
            }
        }
        // The last round goes on for as long as it finds something.
        if size > 1 || bytes.len() == before {
            size /= 2;
        }
    }
    Ok(bytes)
}
