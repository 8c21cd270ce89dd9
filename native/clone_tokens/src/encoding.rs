//! Tokens as text, as small as it gets without a compressor: each different token once, then for
//! every line how many tokens it has, which ones, and the rare token of several lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use hashbrown::HashMap;

use crate::{CloneTokens, LineStart, Tall, Token};

/// Another layout of the bytes has another number.
const LAYOUT: u8 = 1;

/// The text is not what [`CloneTokens::encode`] makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl std::fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the text is no encoding of tokens")
    }
}

impl std::error::Error for Malformed {}

impl CloneTokens {
    /// As text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut writer = Writer(vec![LAYOUT]);
        let (different, places) = self.different();
        writer.count(different.len());
        for token in different {
            writer.0.extend_from_slice(&token.value().to_le_bytes());
        }
        writer.count(self.lines.len());
        let ends = self.lines.iter().skip(1).map(|next| next.token);
        let ends = ends.chain([self.tokens.len() as u32]);
        let mut before = 0;
        for (start, end) in self.lines.iter().zip(ends) {
            writer.number(start.line - before);
            writer.number(end - start.token);
            before = start.line;
        }
        for place in places {
            writer.number(place);
        }
        writer.count(self.tall.len());
        for tall in &self.tall {
            writer.number(tall.token);
            writer.number(tall.last_line);
        }
        BASE64.encode(writer.0)
    }

    /// The different tokens as they come, and for each token which of them it is.
    fn different(&self) -> (Vec<Token>, Vec<u32>) {
        let mut known: HashMap<Token, u32> = HashMap::new();
        let mut different = Vec::new();
        let place = |token: &Token| {
            *known.entry(*token).or_insert_with(|| {
                different.push(*token);
                different.len() as u32 - 1
            })
        };
        let places = self.tokens.iter().map(place).collect();
        (different, places)
    }

    /// From text.
    ///
    /// # Errors
    /// Other text than [`Self::encode`] makes is refused.
    pub fn decode(text: &str) -> Result<Self, Malformed> {
        let bytes = BASE64.decode(text).map_err(|_| Malformed)?;
        let mut reader = Reader(&bytes);
        if reader.byte()? != LAYOUT {
            return Err(Malformed);
        }
        let different = reader.list(|reader| Ok(Token(u32::from_le_bytes(reader.four()?))))?;
        let (lines, count) = reader.lines()?;
        if count > reader.0.len() {
            return Err(Malformed);
        }
        let mut tokens = Vec::with_capacity(count);
        for _ in 0..count {
            let place = reader.number()? as usize;
            tokens.push(*different.get(place).ok_or(Malformed)?);
        }
        let tall = reader.list(|reader| {
            Ok(Tall {
                token: reader.number()?,
                last_line: reader.number()?,
            })
        })?;
        match reader.0 {
            [] => Ok(Self {
                tokens,
                lines,
                tall,
            }),
            _ => Err(Malformed),
        }
    }
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the lowest first; all but the last have the eighth set.
    fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn count(&mut self, count: usize) {
        self.number(count as u32);
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, Malformed> {
        let (first, rest) = self.0.split_first().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    fn four(&mut self) -> Result<[u8; 4], Malformed> {
        let (first, rest) = self.0.split_first_chunk().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<u32, Malformed> {
        let mut number = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    /// Every entry takes a byte at least, so that no count asks for more memory than the text has.
    fn list<T>(
        &mut self,
        entry: impl Fn(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.number()? as usize;
        if count > self.0.len() {
            return Err(Malformed);
        }
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            entries.push(entry(self)?);
        }
        Ok(entries)
    }

    /// Where lines start, and how many tokens they have together.
    fn lines(&mut self) -> Result<(Vec<LineStart>, usize), Malformed> {
        let pairs = self.list(|reader| Ok((reader.number()?, reader.number()?)))?;
        let (mut line, mut token) = (0_u32, 0_u32);
        let mut lines = Vec::with_capacity(pairs.len());
        for (step, count) in pairs {
            line = line.checked_add(step).ok_or(Malformed)?;
            lines.push(LineStart { token, line });
            token = token.checked_add(count).ok_or(Malformed)?;
        }
        Ok((lines, token as usize))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn random(seed: u64) -> CloneTokens {
        let mut random = fastrand::Rng::with_seed(seed);
        let (mut tokens, mut line) = (CloneTokens::default(), 1);
        for _ in 0..random.usize(0..2_000) {
            line += u32::from(random.u8(0..10) == 0) * random.u32(1..4);
            let text = random.u32(0..300).to_string();
            let token = match random.bool() {
                true => Token::identifier(&text),
                false => Token::fixed(&text),
            };
            let last_line = line + u32::from(random.u8(0..50) == 0) * random.u32(0..200);
            tokens.push(token, line, last_line);
            line = line.max(last_line);
        }
        tokens
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        for seed in 0..100 {
            let tokens = random(seed);
            assert_eq!(CloneTokens::decode(&tokens.encode()), Ok(tokens));
        }
    }

    #[test]
    fn other_text_is_refused() {
        let good = random(7).encode();
        let bytes = BASE64.decode(&good).unwrap();
        for end in 0..bytes.len() {
            let cut = BASE64.encode(&bytes[..end]);
            assert_eq!(CloneTokens::decode(&cut), Err(Malformed), "{end}");
        }
        for text in ["", "no base64!", "AAAA", "Af////8P", "AQD/////Dw"] {
            assert_eq!(CloneTokens::decode(text), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn damaged_bytes_do_no_harm() {
        let bytes = BASE64.decode(random(3).encode()).unwrap();
        let mut random = fastrand::Rng::with_seed(9);
        for _ in 0..2_000 {
            let mut damaged = bytes.clone();
            let place = random.usize(0..damaged.len());
            damaged[place] = random.u8(..);
            if let Ok(tokens) = CloneTokens::decode(&BASE64.encode(damaged)) {
                let count = tokens.tokens().len();
                let _ = tokens.whole_lines(0, count);
                let _ = tokens.whole_lines(count / 2, count);
            }
        }
    }
}
