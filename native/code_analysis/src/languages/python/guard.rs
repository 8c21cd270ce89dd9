//! Bounds of the grammar's scanner.

use crate::analysis::ParseStatus;

/// The scanner saves its state in 1,024 bytes: at most 255 for strings within strings, and two for
/// each level of indentation. A level more ends the process. The general limit on white space does
/// not suffice, since a tab is eight columns here and a backslash carries them over to the next
/// line. A backslash counts as a column as well, since the scanner looks ahead over all lines of
/// nothing else from each of them.
const MAX_COLUMNS: usize = 380;

pub(super) fn refusal(bytes: &[u8]) -> Option<ParseStatus> {
    let (mut columns, mut continued, mut rest) = (0, false, bytes);
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'\n' => (columns, continued) = (if continued { columns } else { 0 }, false),
            b' ' => columns += 1,
            b'\t' => columns += 8,
            b'\\' if columns <= MAX_COLUMNS => (columns, continued) = (columns + 1, true),
            b'\r' | b'\x0c' => {}
            _ if columns > MAX_COLUMNS => return Some(ParseStatus::TooDeep),
            _ => (continued, rest) = (false, from_line_end(rest)),
        }
    }
    None
}

fn from_line_end(bytes: &[u8]) -> &[u8] {
    &bytes[memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(indentation: &str) -> bool {
        let text = format!("if a:\n{indentation}b\n\n{indentation}\n    c\n");
        refusal(text.as_bytes()).is_some()
    }

    #[test]
    fn a_tab_is_eight_columns() {
        assert!(!refused(&"\t".repeat(47)));
        assert!(refused(&"\t".repeat(48)));
    }

    #[test]
    fn a_backslash_carries_columns_over_and_a_line_end_does_not() {
        let half = " ".repeat(200);
        assert!(!refused(&format!("{half}\n{half}")));
        assert!(refused(&format!("{half}\\\n{half}")));
        assert!(refused(&format!("{half}\\\r\n{half}")));
        assert!(refusal("\\\n".repeat(400).as_bytes()).is_some());
    }

    #[test]
    fn the_scanner_bears_the_deepest_indentation_in_the_deepest_string() {
        let level = |columns| {
            format!(
                "{}{}if x:\n",
                "\t".repeat(columns / 8),
                " ".repeat(columns % 8)
            )
        };
        let levels: String = (0..=MAX_COLUMNS).map(level).collect();
        // An odd number of open strings is what makes the scanner write one byte too many.
        let text = format!("{levels}{}x = {}", "\t".repeat(47), "f'{".repeat(255));
        assert_eq!(refusal(text.as_bytes()), None);
        let mut parser = tree_sitter::Parser::new();
        let language = tree_sitter_python::LANGUAGE.into();
        assert!(parser.set_language(&language).is_ok());
        for text in [format!("{levels}f'{{y\n"), levels, text] {
            assert!(parser.parse(&text, None).is_some());
        }
    }
}
