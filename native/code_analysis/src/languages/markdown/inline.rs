//! Links and images in the text of a paragraph, heading or table cell, by the rules of CommonMark
//! 0.31: backslash escapes, code spans, autolinks and HTML tags bind tighter than brackets; a link
//! holds no other link, an image may.
//!
//! One pass over the bytes. Whatever looks ahead remembers that there is nothing, so that no text
//! takes quadratic time.

use std::collections::HashMap;

/// As in the reference implementation.
const MAX_PARENTHESES: usize = 32;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    pub(super) is_image: bool,
    /// Where its bracket opens.
    pub(super) start: usize,
    /// As written, without brackets; empty for an autolink.
    pub(super) text: &'a str,
    /// As written, without `<` and `>`.
    pub(super) target: &'a str,
}

/// The links by where they start.
pub(super) fn links(text: &str) -> Vec<Link<'_>> {
    if !text.contains(['[', '<']) {
        return Vec::new();
    }
    let mut scan = Scan {
        text,
        openers: Vec::new(),
        inactive: 0,
        code_spans: None,
        unclosed: [false; 4],
        found: Vec::new(),
    };
    let mut at = 0;
    while at < text.len() {
        at = scan.step(at);
    }
    scan.found.sort_by_key(|link| link.start);
    scan.found
}

/// A target without `<` and `>`.
pub(super) fn bare_target(target: &str) -> &str {
    let bare = target
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    bare.unwrap_or(target)
}

struct Opener {
    /// Of the bracket, or of the `!` before it.
    start: usize,
    /// After the bracket.
    inside: usize,
    is_image: bool,
}

struct Scan<'a> {
    text: &'a str,
    openers: Vec<Opener>,
    /// That many of the openers lie around a link and cannot make one.
    inactive: usize,
    /// The last run of backticks of each length, once it is needed.
    code_spans: Option<HashMap<usize, usize>>,
    /// HTML that begins so is known not to end in the rest of the text.
    unclosed: [bool; 4],
    found: Vec<Link<'a>>,
}

impl<'a> Scan<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Reads what begins at `at` and tells where to go on.
    fn step(&mut self, at: usize) -> usize {
        match self.byte(at) {
            Some(b'\\')
                if self
                    .byte(at + 1)
                    .is_some_and(|byte| byte.is_ascii_punctuation()) =>
            {
                at + 2
            }
            Some(b'`') => self.after_backticks(at),
            Some(b'<') => self.after_angle(at),
            Some(b'!') if self.byte(at + 1) == Some(b'[') => self.open(at, at + 2, true),
            Some(b'[') => self.open(at, at + 1, false),
            Some(b']') => self.close(at),
            _ => at + 1,
        }
    }

    fn open(&mut self, start: usize, inside: usize, is_image: bool) -> usize {
        self.openers.push(Opener {
            start,
            inside,
            is_image,
        });
        inside
    }

    fn close(&mut self, at: usize) -> usize {
        let Some(opener) = self.openers.pop() else {
            return at + 1;
        };
        let is_inactive = self.openers.len() < self.inactive;
        self.inactive = self.inactive.min(self.openers.len());
        if is_inactive && !opener.is_image {
            return at + 1;
        }
        let Some((target, end)) = self.destination(at + 1) else {
            return at + 1;
        };
        if !opener.is_image {
            self.inactive = self.openers.len();
        }
        self.found.push(Link {
            is_image: opener.is_image,
            start: opener.start,
            text: self.text.get(opener.inside..at).unwrap_or_default(),
            target,
        });
        end
    }

    /// The target of `(target "title")` and where that ends.
    fn destination(&self, at: usize) -> Option<(&'a str, usize)> {
        if self.byte(at) != Some(b'(') {
            return None;
        }
        let start = self.after_space(at + 1);
        let end = match self.byte(start) {
            Some(b'<') => self.after_angle_target(start)?,
            _ => self.after_plain_target(start)?,
        };
        let mut close = self.after_space(end);
        if close > end && self.byte(close) != Some(b')') {
            close = self.after_space(self.after_title(close)?);
        }
        let target = bare_target(self.text.get(start..end)?);
        (self.byte(close) == Some(b')')).then_some((target, close + 1))
    }

    fn after_space(&self, at: usize) -> usize {
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        at + self.rest(at).bytes().take_while(space).count()
    }

    fn after_angle_target(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            at += match self.byte(at)? {
                b'>' => return Some(at + 1),
                b'<' | b'\n' | b'\r' => return None,
                b'\\' if self.byte(at + 1) != Some(b'\n') => 2,
                _ => 1,
            };
        }
    }

    fn after_plain_target(&self, start: usize) -> Option<usize> {
        let (mut at, mut open) = (start, 0);
        loop {
            match self.byte(at) {
                Some(b'(') if open == MAX_PARENTHESES => return None,
                Some(b'(') => open += 1,
                Some(b')') if open == 0 => return Some(at),
                Some(b')') => open -= 1,
                Some(b'\\')
                    if self
                        .byte(at + 1)
                        .is_some_and(|byte| byte.is_ascii_punctuation()) =>
                {
                    at += 1;
                }
                Some(byte) if byte > b' ' && byte != 0x7f => {}
                _ => return (open == 0 && at > start).then_some(at),
            }
            at += 1;
        }
    }

    fn after_title(&self, start: usize) -> Option<usize> {
        let close = match self.byte(start)? {
            quote @ (b'"' | b'\'') => quote,
            b'(' => b')',
            _ => return None,
        };
        let mut at = start + 1;
        loop {
            at += match self.byte(at)? {
                byte if byte == close => return Some(at + 1),
                b'(' if close == b')' => return None,
                b'\\' => 2,
                _ => 1,
            };
        }
    }

    /// After the code span that begins here, or after the backticks if none does.
    fn after_backticks(&mut self, at: usize) -> usize {
        let length = run(self.rest(at));
        let text = self.text;
        let last = self
            .code_spans
            .get_or_insert_with(|| runs(text, at).collect());
        let inside = at + length;
        if last.get(&length).is_none_or(|last| *last < inside) {
            return inside;
        }
        let mut closing = runs(text, inside).filter(|(other, _)| *other == length);
        closing.next().map_or(inside, |(_, start)| start + length)
    }

    /// After the autolink or HTML tag that begins here, or after the `<` if none does.
    fn after_angle(&mut self, at: usize) -> usize {
        let rest = self.rest(at + 1);
        if let Some(target) = autolink(rest) {
            self.found.push(Link {
                is_image: false,
                start: at,
                text: "",
                target,
            });
            return at + target.len() + 2;
        }
        self.html(at, rest).unwrap_or(at + 1)
    }

    fn html(&mut self, at: usize, rest: &str) -> Option<usize> {
        const SPECIAL: [(&str, &str); 4] =
            [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>"), ("!", ">")];
        for (sort, (begin, end)) in SPECIAL.iter().enumerate() {
            let Some(inside) = rest.strip_prefix(begin) else {
                continue;
            };
            if self.unclosed[sort] {
                return None;
            }
            // `<!-->` and `<!--->` are whole comments.
            let overlap = if sort == 0 { 2 } else { 0 };
            let from = rest.len() - inside.len() - overlap;
            let found = rest.get(from..)?.find(end);
            self.unclosed[sort] = found.is_none();
            return found.map(|found| at + 1 + from + found + end.len());
        }
        tag(rest).map(|length| at + 1 + length)
    }
}

/// Lengths and starts of the runs of backticks.
fn runs(text: &str, from: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find('`')?;
        let length = run(text.get(start..)?);
        at = start + length;
        Some((length, start))
    })
}

fn run(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// What stands in front of the `>` if it is a URI or an email address.
fn autolink(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| c <= ' ' || matches!(c, '<' | '>'))?;
    let target = rest.get(..end)?;
    let is_closed = rest.get(end..)?.starts_with('>');
    (is_closed && (is_uri(target) || is_email(target))).then_some(target)
}

fn is_uri(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
    (2..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
}

fn is_email(target: &str) -> bool {
    let Some((local, domain)) = target.split_once('@') else {
        return false;
    };
    let in_local =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty() && local.bytes().all(in_local) && domain.split('.').all(is_label)
}

/// Length of an opening or closing HTML tag after its `<`, the `>` included.
fn tag(rest: &str) -> Option<usize> {
    let bare = rest.strip_prefix('/').unwrap_or(rest);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut rest_of_tag = bare
        .strip_prefix(|c: char| c.is_ascii_alphabetic())?
        .trim_start_matches(is_name);
    if bare.len() == rest.len() {
        while let Some(after) = attribute(rest_of_tag) {
            rest_of_tag = after;
        }
        rest_of_tag = rest_of_tag.trim_start();
        rest_of_tag = rest_of_tag.strip_prefix('/').unwrap_or(rest_of_tag);
    } else {
        rest_of_tag = rest_of_tag.trim_start();
    }
    Some(rest.len() - rest_of_tag.strip_prefix('>')?.len())
}

/// What follows the attribute.
fn attribute(rest: &str) -> Option<&str> {
    let bare = rest.trim_start();
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
    let starts_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':');
    let after_name = bare.strip_prefix(starts_name)?.trim_start_matches(in_name);
    if bare.len() == rest.len() {
        return None;
    }
    let Some(value) = after_name.trim_start().strip_prefix('=') else {
        return Some(after_name);
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            return inside.split_once(quote).map(|(_, after)| after);
        }
    }
    let ends = |c: char| c <= ' ' || matches!(c, '"' | '\'' | '=' | '<' | '>' | '`');
    let after = value.trim_start_matches(|c| !ends(c));
    (after.len() < value.len()).then_some(after)
}
