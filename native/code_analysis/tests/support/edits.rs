//! What is done to a text between two saves.

use fastrand::Rng;

/// What begins or ends something in some language.
const DELIMITERS: &[&str] = &[
    "(", ")", "[", "]", "{", "}", "\"", "'", "`", "\"\"\"", "'''", "```", "/*", "*/", "//", "#",
    "\\", "<", ">", ":", ";", ",", "end\n", " do\n", "---\n", "- ", "|\n", "\n\n", "    ",
];

/// The text with a line, a word or a character more, less or elsewhere.
pub fn edited(rng: &mut Rng, text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() || rng.u8(..10) == 0 {
        let at = boundary(rng, text);
        let delimiter = DELIMITERS[rng.usize(..DELIMITERS.len())];
        return format!("{}{delimiter}{}", &text[..at], &text[at..]);
    }
    if rng.bool() {
        with_other_lines(rng, lines)
    } else {
        with_another_word(rng, text)
    }
}

fn with_other_lines(rng: &mut Rng, mut lines: Vec<&str>) -> String {
    let count = lines.len();
    let (at, other) = (rng.usize(..count), rng.usize(..count));
    let end = (at + rng.usize(1..8)).min(count);
    match rng.u8(..5) {
        0 => drop(lines.drain(at..end)),
        1 => lines
            .splice(other..other, lines[at..end].to_vec())
            .for_each(drop),
        2 => lines.swap(at, other),
        3 => lines.insert(at, "\n"),
        _ => return indented(&lines, at, end),
    }
    lines.concat()
}

fn indented(lines: &[&str], start: usize, end: usize) -> String {
    let indent = |(at, line): (usize, &&str)| match (start..end).contains(&at) {
        true => format!("  {line}"),
        false => (*line).to_owned(),
    };
    lines.iter().enumerate().map(indent).collect()
}

fn with_another_word(rng: &mut Rng, text: &str) -> String {
    let word = word(rng, text);
    match rng.u8(..4) {
        0 => format!("{}{}", &text[..word.start], &text[word.end..]),
        1 => format!("{}x{}", &text[..word.end], &text[word.end..]),
        2 => format!("{}{}{}", &text[..word.start], rng.u8(..), &text[word.end..]),
        _ => {
            let other = self::word(rng, text);
            format!(
                "{}{}{}",
                &text[..word.start],
                &text[other],
                &text[word.end..]
            )
        }
    }
}

/// Letters and digits around some place, with what is before them.
fn word(rng: &mut Rng, text: &str) -> std::ops::Range<usize> {
    let at = boundary(rng, text);
    let is_other = |c: char| !c.is_alphanumeric();
    let start = text[..at].rfind(is_other).unwrap_or_default();
    let end = text[at..].find(is_other).map_or(text.len(), |it| at + it);
    start..end
}

fn boundary(rng: &mut Rng, text: &str) -> usize {
    let mut at = rng.usize(..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
