//! The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.

use std::time::{Duration, SystemTime};

/// No server is believed to be busy for longer without being asked again.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Milliseconds from `now` on, at most a day. `None` for what is neither.
pub fn milliseconds(value: &str, now: SystemTime) -> Option<u64> {
    let wait = seconds(value).or_else(|| until(value, now))?;
    u64::try_from(wait.min(LONGEST).as_millis()).ok()
}

/// Some servers write fractions.
fn seconds(value: &str) -> Option<Duration> {
    let seconds: f64 = value.trim().parse().ok()?;
    let known = seconds.is_finite().then_some(seconds)?;
    Duration::try_from_secs_f64(known.min(LONGEST.as_secs_f64())).ok()
}

fn until(value: &str, now: SystemTime) -> Option<Duration> {
    let date = httpdate::parse_http_date(value.trim()).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (value, wait) in [
            ("7", Some(7_000)),
            (" 0 ", Some(0)),
            ("1.5", Some(1_500)),
            ("999999999999", Some(86_400_000)),
            ("inf", None),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10_000)),
            ("Sunday, 06-Nov-94 08:49:38 GMT", Some(1_000)),
            ("Sun Nov  6 08:49:37 1994", Some(0)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Tue, 01 Jan 2999 00:00:00 GMT", Some(86_400_000)),
            ("-3", None),
            ("NaN", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(milliseconds(value, now), wait, "{value}");
        }
    }
}
