//! What the grammar of TypeScript cannot bear.

use crate::analysis::ParseStatus;

/// `a < b` may turn out to be `a<b>(c)` for as long as no `>` follows. With so many open ones the
/// parser holds 60 MB when it meets a syntax error, and by the square of their number, in one step
/// that nothing can interrupt. Comparisons end with their statement.
const MAX_OPEN: usize = 1_500;

pub(super) fn guard(bytes: &[u8]) -> Option<ParseStatus> {
    let (mut open, mut before) = (0_usize, b' ');
    for byte in bytes {
        match byte {
            b'<' => open += 1,
            b'>' if !matches!(before, b'=' | b'-') => open = open.saturating_sub(1),
            b';' | b'{' | b'}' => open = 0,
            _ => {}
        }
        if open > MAX_OPEN {
            return Some(ParseStatus::TooDeep);
        }
        before = *byte;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(unit: &str) -> bool {
        guard(unit.repeat(MAX_OPEN + 1).as_bytes()).is_some()
    }

    #[test]
    fn only_what_may_be_the_start_of_type_arguments_counts() {
        assert!(refused("a < b,\n"));
        assert!(refused("a<() => "));
        assert!(!refused("f<T>(x), "));
        assert!(!refused("<a><b/></a>\n"));
        assert!(!refused("i < n;\n"));
        assert!(!refused("if (i < n) {}\n"));
    }
}
