//! The tokens of a file as duplication is looked for in them: what the analysis of a file tells, a
//! row keeps as text, and the index of clones compares.

#![deny(missing_docs)]

mod encoding;

pub use encoding::Malformed;

/// Set in the value of an identifier, which a copy may rename.
const IDENTIFIER: u32 = 1 << 31;

/// A token: a hash of its text, the same in every process, and whether it is an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(u32);

impl Token {
    /// Of a name that a copy may rename.
    #[must_use]
    pub fn identifier(text: &str) -> Self {
        Self(hash(text) | IDENTIFIER)
    }

    /// Of anything else: a keyword, a literal, punctuation.
    #[must_use]
    pub fn fixed(text: &str) -> Self {
        Self(hash(text) & !IDENTIFIER)
    }

    /// Whether it is the name of something.
    #[must_use]
    pub fn is_identifier(self) -> bool {
        self.0 & IDENTIFIER != 0
    }

    /// The hash with the mark of identifiers.
    #[must_use]
    pub fn value(self) -> u32 {
        self.0
    }

    /// What identifiers have in common, and others have for themselves.
    #[must_use]
    pub fn normalized(self) -> u32 {
        if self.is_identifier() {
            IDENTIFIER
        } else {
            self.0
        }
    }
}

/// FNV-1a of 64 bits, folded.
fn hash(text: &str) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    (hash ^ (hash >> 32)) as u32
}

/// From here on the tokens are of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LineStart {
    token: u32,
    line: u32,
}

/// A token that ends in a later line than it starts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tall {
    token: u32,
    last_line: u32,
}

/// All tokens of a file in file order, each with its lines, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloneTokens {
    tokens: Vec<Token>,
    lines: Vec<LineStart>,
    tall: Vec<Tall>,
}

impl CloneTokens {
    /// None, with room for so many.
    #[must_use]
    pub fn with_capacity(count: usize) -> Self {
        Self {
            tokens: Vec::with_capacity(count),
            lines: Vec::with_capacity(count / 8),
            tall: Vec::new(),
        }
    }

    /// The next one, which does not start in an earlier line than the last one.
    pub fn push(&mut self, token: Token, line: u32, last_line: u32) {
        let index = self.tokens.len() as u32;
        if self.lines.last().is_none_or(|last| last.line < line) {
            self.lines.push(LineStart { token: index, line });
        }
        if last_line > line {
            self.tall.push(Tall {
                token: index,
                last_line,
            });
        }
        self.tokens.push(token);
    }

    /// The tokens alone.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The lines whose tokens are all among those from `start` up to `end`: the first and the last
    /// of them.
    #[must_use]
    pub fn whole_lines(&self, start: usize, end: usize) -> Option<(u32, u32)> {
        let first = self
            .lines
            .partition_point(|one| (one.token as usize) < start);
        let first_line = self.lines.get(first)?;
        let next = self
            .lines
            .partition_point(|one| (one.token as usize) <= end);
        let boundary = match self.lines.get(next) {
            _ if end >= self.tokens.len() => self.tokens.len(),
            _ => self.lines.get(next.checked_sub(1)?)?.token as usize,
        };
        if boundary <= first_line.token as usize {
            return None;
        }
        Some((first_line.line, self.last_line(boundary.checked_sub(1)?)))
    }

    fn last_line(&self, token: usize) -> u32 {
        let tall = self
            .tall
            .binary_search_by_key(&token, |one| one.token as usize);
        if let Some(tall) = tall.ok().and_then(|place| self.tall.get(place)) {
            return tall.last_line;
        }
        let after = self
            .lines
            .partition_point(|one| one.token as usize <= token);
        let line = after.checked_sub(1).and_then(|place| self.lines.get(place));
        line.map_or(0, |line| line.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(lines: &[(u32, u32)]) -> CloneTokens {
        let mut tokens = CloneTokens::default();
        for (line, last_line) in lines {
            tokens.push(Token::fixed("x"), *line, *last_line);
        }
        tokens
    }

    #[test]
    fn identifiers_are_alike_and_others_are_not() {
        let (a, b) = (Token::identifier("a"), Token::identifier("b"));
        assert_ne!(a, b);
        assert_eq!(a.normalized(), b.normalized());
        assert_ne!(
            Token::fixed("a").normalized(),
            Token::fixed("b").normalized()
        );
        assert!(a.is_identifier() && !Token::fixed("a").is_identifier());
        // Stored: another value would be another analysis version.
        assert_eq!(Token::fixed("return").value(), 0x72bb_14dc);
    }

    #[test]
    fn lines_that_are_begun_or_left_early_are_not_whole() {
        let tokens = tokens(&[(1, 1), (1, 1), (2, 2), (5, 5), (5, 5), (6, 6)]);
        assert_eq!(tokens.whole_lines(0, 6), Some((1, 6)));
        assert_eq!(tokens.whole_lines(1, 6), Some((2, 6)));
        assert_eq!(tokens.whole_lines(0, 4), Some((1, 2)));
        assert_eq!(tokens.whole_lines(0, 5), Some((1, 5)));
        assert_eq!(tokens.whole_lines(1, 2), None);
        assert_eq!(tokens.whole_lines(4, 5), None);
        assert_eq!(tokens.whole_lines(6, 6), None);
    }

    #[test]
    fn a_token_of_several_lines_ends_in_its_last() {
        let tokens = tokens(&[(1, 1), (1, 4), (7, 7)]);
        assert_eq!(tokens.whole_lines(0, 2), Some((1, 4)));
        assert_eq!(tokens.whole_lines(0, 3), Some((1, 7)));
    }
}
