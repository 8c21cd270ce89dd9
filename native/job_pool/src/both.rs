use std::panic::resume_unwind;
use std::thread;

/// What both come to: the first on a thread of its own with this name, the second on this one. A panic
/// of either is passed on.
///
/// # Errors
/// The operating system refuses a thread, in its words. Nothing was done then.
pub fn both<A: Send, B>(
    name: &str,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> Result<(A, B), String> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name(name.into());
        let one = thread.spawn_scoped(scope, one);
        let one = one.map_err(|error| error.to_string())?;
        let other = other();
        let one = one.join().unwrap_or_else(|panic| resume_unwind(panic));
        Ok((one, other))
    })
}

#[cfg(test)]
mod tests {
    use super::both;
    use crate::guard;

    #[test]
    fn both_are_done_and_a_panic_of_either_is_passed_on() {
        assert_eq!(both("test", || 1, || 2), Ok((1, 2)));
        let first = guard(|| both("test", || panic!("first"), || 2).map(|_: ((), _)| ()));
        let second = guard(|| both("test", || 1, || panic!("second")).map(|_: (_, ())| ()));
        assert!(first.is_err_and(|words| words.contains("first")));
        assert!(second.is_err_and(|words| words.contains("second")));
    }
}
