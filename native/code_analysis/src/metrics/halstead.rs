//! Halstead's measures: how many operators and operands there are, and how many different ones.

use std::ops::Range;

use hashbrown::HashMap;
use serde::Serialize;

use super::rounded;

/// Counts of operators and operands, and what follows from them (Halstead 1977). All are finite,
/// to four decimals; all are 0 for empty input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Halstead {
    /// Distinct operators, n1.
    pub distinct_operators: u32,
    /// Distinct operands, n2.
    pub distinct_operands: u32,
    /// All operators, N1.
    pub operators: u32,
    /// All operands, N2.
    pub operands: u32,
    /// n = n1 + n2.
    pub vocabulary: u32,
    /// N = N1 + N2.
    pub length: u32,
    /// V = N log2 n, in bits.
    pub volume: f64,
    /// D = (n1 / 2) (N2 / n2), 0 without operands.
    pub difficulty: f64,
    /// E = D V.
    pub effort: f64,
}

impl Halstead {
    fn new(distinct: [u32; 2], all: [u32; 2]) -> Self {
        let [distinct_operators, distinct_operands] = distinct;
        let [operators, operands] = all;
        let vocabulary = distinct_operators + distinct_operands;
        let length = operators + operands;
        let volume = match vocabulary {
            0 => 0.0,
            n => f64::from(length) * f64::from(n).log2(),
        };
        let difficulty = match distinct_operands {
            0 => 0.0,
            n2 => f64::from(distinct_operators) / 2.0 * f64::from(operands) / f64::from(n2),
        };
        Self {
            distinct_operators,
            distinct_operands,
            operators,
            operands,
            vocabulary,
            length,
            volume: rounded(volume),
            difficulty: rounded(difficulty),
            effort: rounded(difficulty * volume),
        }
    }
}

/// A run of tokens in file order.
pub(crate) type Span = Range<usize>;

/// A function inside more others than this, whose tokens all count into it, has no counts of its
/// own, so that the time for counting stays in proportion to the file.
const MAX_COUNTED_FUNCTIONS: usize = 50;

const MAX_TEXT_BYTES: usize = 2_000;

/// Set in the number of an operand.
const OPERAND: u32 = 1 << 31;

/// All operators and operands of a file in file order. Each is a number: an operator's kind, or
/// beyond the kinds the place of its text among all texts.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    sequence: Vec<u32>,
    texts: HashMap<&'a str, u32>,
    kinds: u32,
    counts_into_host: bool,
    functions: Vec<OpenFunction>,
}

/// A function whose tokens are being collected.
#[derive(Debug)]
struct OpenFunction {
    /// The runs of its tokens that came before functions inside.
    spans: Vec<Span>,
    /// Start of its present run.
    start: usize,
}

impl<'a> Tokens<'a> {
    /// `counts_into_host`: the tokens of a function inside another are also that one's.
    pub(crate) fn new(counts_into_host: bool, kinds: usize, bytes: usize) -> Self {
        Self {
            sequence: Vec::with_capacity(bytes / 4),
            texts: HashMap::with_capacity(bytes / 64),
            kinds: u32::try_from(kinds).unwrap_or(u32::MAX),
            counts_into_host,
            functions: Vec::new(),
        }
    }

    pub(crate) fn enter_function(&mut self) {
        let start = self.sequence.len();
        if !self.counts_into_host
            && let Some(host) = self.functions.last_mut()
        {
            host.spans.push(host.start..start);
        }
        let spans = Vec::new();
        self.functions.push(OpenFunction { spans, start });
    }

    /// The tokens of the function.
    pub(crate) fn leave_function(&mut self) -> Option<Vec<Span>> {
        let OpenFunction { mut spans, start } = self.functions.pop()?;
        let end = self.sequence.len();
        spans.push(start..end);
        if self.counts_into_host {
            return (self.functions.len() < MAX_COUNTED_FUNCTIONS).then_some(spans);
        }
        if let Some(host) = self.functions.last_mut() {
            host.start = end;
        }
        Some(spans)
    }

    pub(crate) fn operator(&mut self, kind: u16) {
        self.sequence.push(u32::from(kind));
    }

    pub(crate) fn word(&mut self, text: &'a str) {
        let number = self.number(text);
        self.sequence.push(number);
    }

    pub(crate) fn operand(&mut self, text: &'a str) {
        let number = self.number(text);
        self.sequence.push(number | OPERAND);
    }

    /// Longer texts are the same if they begin alike: a template string may lie in others, and the
    /// text of each is that of all inside.
    fn number(&mut self, text: &'a str) -> u32 {
        let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
        let next = self.kinds + self.texts.len() as u32;
        *self.texts.entry(text).or_insert(next)
    }

    pub(crate) fn census(self) -> Census {
        let numbers = self.kinds as usize + self.texts.len();
        Census {
            sequence: self.sequence,
            seen: [vec![0; numbers], vec![0; numbers]],
            round: 0,
        }
    }
}

/// Counts tokens in parts of the file.
pub(crate) struct Census {
    sequence: Vec<u32>,
    /// The last round in which each operator, and each operand, was met.
    seen: [Vec<u32>; 2],
    round: u32,
}

impl Census {
    /// The measures of everything in the spans together.
    pub(crate) fn count<'s>(&mut self, spans: impl IntoIterator<Item = &'s Span>) -> Halstead {
        self.round += 1;
        let (mut distinct, mut all) = ([0, 0], [0, 0]);
        for span in spans {
            for token in self.sequence.get(span.clone()).unwrap_or_default() {
                let side = usize::from(token & OPERAND != 0);
                let seen = &mut self.seen[side][(token & !OPERAND) as usize];
                all[side] += 1;
                distinct[side] += u32::from(*seen != self.round);
                *seen = self.round;
            }
        }
        Halstead::new(distinct, all)
    }

    pub(crate) fn whole(&self) -> Span {
        0..self.sequence.len()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init)]
    use super::*;

    #[test]
    fn nothing_is_all_zero() {
        let halstead = Tokens::new(true, 0, 0).census().count(&[]);
        assert_eq!(halstead, Halstead::default());
    }

    #[test]
    fn spans_count_what_is_distinct_in_them_alone_and_together() {
        let mut tokens = Tokens::new(true, 3, 0);
        // a = b + b; a = 1
        for (operand, operator) in [("a", 1), ("b", 2), ("b", 0), ("a", 1)] {
            tokens.operand(operand);
            tokens.operator(operator);
        }
        tokens.operand("1");
        let mut census = tokens.census();
        let counts = |halstead: Halstead| {
            (
                halstead.distinct_operators,
                halstead.distinct_operands,
                halstead.operators,
                halstead.operands,
            )
        };
        assert_eq!(counts(census.count(&[0..9])), (3, 3, 4, 5));
        assert_eq!(counts(census.count(&[0..6])), (3, 2, 3, 3));
        assert_eq!(counts(census.count(&[0..1, 6..7])), (0, 1, 0, 2));
        let whole = census.whole();
        let halstead = census.count(&[whole]);
        assert!((halstead.volume - 9.0 * 6.0_f64.log2()).abs() < 1e-4);
        assert!((halstead.difficulty - 2.5).abs() < 1e-9);
        assert!((halstead.effort - halstead.difficulty * halstead.volume).abs() < 1e-3);
    }

    #[test]
    fn the_same_text_may_be_operator_and_operand() {
        let mut tokens = Tokens::new(true, 1, 0);
        tokens.word("in");
        tokens.operand("in");
        let halstead = tokens.census().count(&[0..2]);
        assert_eq!(
            (halstead.distinct_operators, halstead.distinct_operands),
            (1, 1)
        );
    }

    #[test]
    fn functions_inside_count_into_the_function_around_them_or_do_not() {
        for (counts_into_host, outer) in [(true, vec![0..3]), (false, vec![0..1, 2..3])] {
            let mut tokens = Tokens::new(counts_into_host, 2, 0);
            tokens.enter_function();
            tokens.operator(0);
            tokens.enter_function();
            tokens.operator(1);
            assert_eq!(tokens.leave_function(), Some(vec![1..2]));
            tokens.operator(0);
            assert_eq!(tokens.leave_function(), Some(outer));
        }
    }
}
