//! What the grammar cannot bear.

use crate::analysis::ParseStatus;

/// After `->`, a line that ends with a name may be a statement or what the next `->` takes. The
/// parser keeps to both for as long as such lines follow each other, and at the end of the block it
/// goes through all ways, in one step that nothing can interrupt: a second and 120 MB for so many
/// lines at the worst, by the square of their number.
const MAX_UNDECIDED: usize = 500;

/// A range may lack its end, so one that goes on in the next line is two things at once. Each costs
/// as much as all that is open before it: so many take 90 MB at the worst. Nobody writes one.
const MAX_OPEN_RANGES: usize = 50;

/// Blocks within blocks that have no end yet, as brackets within brackets. The parser takes 25 MB
/// for so many, and by the square of their number.
const MAX_OPEN_BLOCKS: usize = 1_000;

/// Clauses of several arguments, as a `catch` has them. Where blocks around them are torn apart the
/// parser keeps all that they may belong to, and goes through it in one step: 110 MB for so many, and
/// by the square of their number. The standard library has 91 in one file.
const MAX_WIDE_CLAUSES: usize = 200;

/// Words that are no names.
const DECIDING: &[&[u8]] = &[b"do", b"end", b"false", b"nil", b"true"];

/// Which lines a `->` is before is for the parser to say.
pub(super) fn guard(bytes: &[u8]) -> Option<ParseStatus> {
    let (mut undecided, mut open_ranges, mut open_blocks, mut wide_clauses) = (0, 0, 0_usize, 0);
    for line in bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        open_ranges += usize::from(line.ends_with(b".."));
        wide_clauses += usize::from(is_wide_clause(line));
        if opens_block(line) {
            open_blocks += 1;
        } else if line.starts_with(b"end") {
            open_blocks = open_blocks.saturating_sub(1);
        }
        match Line::of(line) {
            Line::Undecided => undecided += 1,
            Line::Decided => undecided = 0,
            Line::Neither => {}
        }
        if undecided > MAX_UNDECIDED
            || open_ranges > MAX_OPEN_RANGES
            || open_blocks > MAX_OPEN_BLOCKS
            || wide_clauses > MAX_WIDE_CLAUSES
        {
            return Some(ParseStatus::TooDeep);
        }
    }
    None
}

fn opens_block(line: &[u8]) -> bool {
    line == b"do" || line.ends_with(b" do") || line.ends_with(b"->") && has_fn(line)
}

/// A comma before the arrow that is not inside a literal at the line's beginning, nor of a `fn`.
fn is_wide_clause(line: &[u8]) -> bool {
    if line.first().is_none_or(|first| b"#{[%<\"(".contains(first)) {
        return false;
    }
    let arrow = memchr::memmem::find(line, b"->");
    arrow.is_some_and(|arrow| memchr::memchr(b',', &line[..arrow]).is_some()) && !has_fn(line)
}

fn has_fn(line: &[u8]) -> bool {
    memchr::memmem::find(line, b"fn ").is_some()
}

#[derive(PartialEq)]
enum Line {
    /// Ends with a name that something precedes.
    Undecided,
    /// Ends otherwise.
    Decided,
    /// Nothing, a comment, or one name.
    Neither,
}

impl Line {
    fn of(line: &[u8]) -> Self {
        let is_in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_?!".contains(byte);
        let is_in_path = |byte: &u8| is_in_name(byte) || *byte == b'.' || !byte.is_ascii();
        if line.starts_with(b"#") || line.iter().all(is_in_path) {
            return Self::Neither;
        }
        let before = line.iter().rposition(|byte| !is_in_name(byte));
        let name = before.map_or(line, |before| &line[before + 1..]);
        let is_name = match name.first() {
            Some(_) if DECIDING.contains(&name) => false,
            Some(first) => first.is_ascii_lowercase() || *first == b'_',
            // What is not ASCII is in a name for all that is known.
            None => line.last().is_some_and(|last| !last.is_ascii()),
        };
        if is_name {
            Self::Undecided
        } else {
            Self::Decided
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_end_with_a_name_count_until_one_does_not() {
        for unit in ["f a\n", "  @a\r\n\n# b.\n", "assert a == b\na.b\n", "f ä\n"] {
            let most = unit.repeat(MAX_UNDECIDED);
            assert_eq!(guard(most.as_bytes()), None, "{unit}");
            let more = format!("{most}{unit}");
            assert_eq!(guard(more.as_bytes()), Some(ParseStatus::TooDeep), "{unit}");
            let decided = format!("{most}f(a)\n{most}");
            assert_eq!(guard(decided.as_bytes()), None, "{unit}");
        }
    }

    #[test]
    fn so_many_open_ranges_are_no_program() {
        let ranges = |count| guard("a..\nb\n".repeat(count).as_bytes());
        assert_eq!(ranges(MAX_OPEN_RANGES), None);
        assert_eq!(ranges(MAX_OPEN_RANGES + 1), Some(ParseStatus::TooDeep));
    }

    #[test]
    fn blocks_count_until_they_end() {
        for unit in ["if a do\n", "f(fn x ->\n"] {
            let open = unit.repeat(MAX_OPEN_BLOCKS);
            assert_eq!(guard(open.as_bytes()), None, "{unit}");
            let more = format!("{open}{unit}");
            assert_eq!(guard(more.as_bytes()), Some(ParseStatus::TooDeep), "{unit}");
            let ended = format!("{unit}  f(x)\nend)\n").repeat(10_000);
            assert_eq!(guard(ended.as_bytes()), None, "{unit}");
        }
    }

    #[test]
    fn so_many_clauses_of_several_arguments_are_no_program() {
        for unit in [
            "try do\n  _, _ -> :ok\nend\n",
            "  kind, reason ->\n    f(1)\n",
        ] {
            let clauses = |count| guard(unit.repeat(count).as_bytes());
            assert_eq!(clauses(MAX_WIDE_CLAUSES), None, "{unit}");
            let more = clauses(MAX_WIDE_CLAUSES + 1);
            assert_eq!(more, Some(ParseStatus::TooDeep), "{unit}");
        }
        for unit in [
            "{a, b} -> f(1)\n",
            "g(fn a, b -> f(1) end)\n",
            "# a, b -> c\n",
        ] {
            assert_eq!(guard(unit.repeat(10_000).as_bytes()), None, "{unit}");
        }
    }

    #[test]
    fn names_alone_and_other_ends_do_not_count() {
        for unit in [
            "word\n",
            "a.b.c\n",
            "f 1\n",
            "f \"a\"\n",
            "f A\n",
            "f(a)\n",
            "a sentence.\n",
        ] {
            assert_eq!(guard(unit.repeat(10_000).as_bytes()), None, "{unit}");
        }
    }
}
