//! What the grammar cannot bear.

/// The last character that the scanner may look up by `isdigit`, which reads a C table of 256
/// entries without a check: beyond it anything may lie, or no memory at all.
const LAST_LOOKED_UP: char = '\u{ff}';

/// A letter in each byte of every character that the scanner would look up in vain, and a space for
/// every backslash that begins a command: the grammar takes it, and the line end before it, for one
/// more word of the command before.
///
/// The scanner looks at what follows `{`, `{` with a number, and `{` with a number, two dots and
/// perhaps a number, since that may be a range: `{1..9}`.
pub(super) fn disarmed(text: &str) -> Option<String> {
    let starts = text.match_indices('{').map(|(at, _)| at + 1);
    let looked_up = starts.filter_map(|start| harmful_after(text, start));
    let mut harmful: Vec<_> = looked_up.map(|(at, length)| (at, length, 'x')).collect();
    harmful.extend(backslashes_before_commands(text).map(|at| (at, 1, ' ')));
    if harmful.is_empty() {
        return None;
    }
    harmful.sort_unstable();
    let mut harmless = String::with_capacity(text.len());
    let mut done = 0;
    for (at, length, replacement) in harmful {
        harmless.push_str(&text[done..at]);
        harmless.extend(std::iter::repeat_n(replacement, length));
        done = at + length;
    }
    harmless.push_str(&text[done..]);
    Some(harmless)
}

fn is_command_start(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '.' | '_')
}

/// The first characters of lines, where they keep aliases away from a command.
fn backslashes_before_commands(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('\\').map(|(at, _)| at).filter(|at| {
        let before = text[..*at].trim_end_matches([' ', '\t']);
        before.ends_with('\n') && text[at + 1..].starts_with(is_command_start)
    })
}

/// Where the character is that would be looked up, and its length.
fn harmful_after(text: &str, start: usize) -> Option<(usize, usize)> {
    let after = text.get(start..)?;
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match rest.strip_prefix("..") {
        Some(end) => end.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let next = rest.chars().next().filter(|c| *c > LAST_LOOKED_UP)?;
    Some((text.len() - rest.len(), next.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backslash_before_a_command_is_a_space() {
        let text = "a\n\\. x\n \\b \\c\n\\\nd \"\n\\\"\"";
        let expected = "a\n . x\n  b \\c\n\\\nd \"\n\\\"\"";
        assert_eq!(disarmed(text).as_deref(), Some(expected));
    }

    #[test]
    fn only_what_would_be_looked_up_is_replaced() {
        for harmless in ["", "{", "{é}", "{1..9}", "x→{a→}", "{1.→}", "{ →}", "{{}→"] {
            assert_eq!(disarmed(harmless), None, "{harmless}");
        }
        let replaced = |text| disarmed(text).unwrap_or_default();
        assert_eq!(replaced("→{→→}{12\u{10ffff}"), "→{xxx→}{12xxxx");
        assert_eq!(replaced("{..ł}{1..ł}{1..2ł}"), "{..xx}{1..xx}{1..2xx}");
    }
}
