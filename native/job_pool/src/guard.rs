//! Panics as values.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The value of `work`, or what it said when it panicked.
///
/// # Errors
/// The words of the panic.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| words(payload.as_ref()))
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_in_its_words() {
        assert_eq!(guard(|| 1), Ok(1));
        assert_eq!(
            guard(|| panic!("as it is")),
            Err::<(), _>("as it is".into())
        );
        let number = 7;
        assert_eq!(
            guard(|| panic!("number {number}")),
            Err::<(), _>("number 7".into())
        );
        let wordless = guard(|| std::panic::panic_any(7));
        assert_eq!(wordless, Err::<(), _>("a panic without words".into()));
    }
}
