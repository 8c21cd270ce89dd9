//! How well a text is what a query asks for, word by word: late interaction, as `ColBERT` (Khattab
//! and Zaharia, 2020) has it, with a static row for each stem in place of a network.
//!
//! One vector for a whole function says what it is about; which of its words answers which word of
//! the query is lost in the sum. Here each word looks for its best counterpart. That takes all
//! stems of a text, so it is for the few that a search by vectors or words has found.

use hashbrown::HashMap;

use crate::model::{Model, damping};
use crate::recipe::StemCounts;
use crate::row::Row;

/// What each number counts in the score. Learned on functions that the model was not trained with
/// (`training/rerank.py`).
const COSINE: f32 = 13.0;
const WORDS: f32 = 5.5;
const BESIDES: f32 = -5.0;

/// How much a word says that stands in the name, in container or path, in documentation or code: the
/// chance that one who asks for it means this text. Chosen on other functions than those.
const IN_NAME: f32 = 0.9;
const IN_PLACE: f32 = 0.7;
const IN_TEXT: f32 = 0.5;

/// Added to chances, so that one word that is not met does not decide.
const LEAST_CHANCE: f32 = 0.05;

/// A query is a sentence: of a longer text the words that weigh most count.
pub const MAX_QUERY_WORDS: usize = 32;

/// What is looked at of a part of a candidate.
pub const MAX_STEMS: usize = 2_000;

/// What is known of a text that was found. In each part a stem stands once, in any order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidate<'a> {
    /// Of its vector and that of the query.
    pub cosine: f32,
    /// Stems of its name.
    pub name: &'a [&'a str],
    /// Stems of its container and path.
    pub place: &'a [&'a str],
    /// Stems of documentation and code.
    pub text: &'a [&'a str],
}

/// How well a candidate fits, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Relevance {
    /// What candidates are ordered by: a weighted sum of the cosine, the logarithm of `words`, and
    /// `besides`. The difference of two is about the logarithm of how much likelier the one is what
    /// was meant.
    pub score: f32,
    /// As it was handed in, -1 to 1.
    pub cosine: f32,
    /// The chance that a word of the query is met: the geometric mean over its words, each of which
    /// weighs what the model gives it; 0 to 1.
    pub words: f32,
    /// What the name says and the query does not ask for, in proportion to the query; from 0.
    pub besides: f32,
}

/// The word of a candidate that comes nearest to a word of the query.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterpart<'a> {
    /// A stem of the query.
    pub asked: &'a str,
    /// A stem of the candidate.
    pub found: &'a str,
    /// Of their rows, 0 to 1.
    pub cosine: f32,
}

/// Compares candidates with one query. Keeps what it has learned of their words.
#[derive(Debug)]
pub struct Reranker<'m> {
    model: &'m Model,
    query: Vec<Word<'m>>,
    /// Sum of the weights in `query`.
    weight: f32,
    known: HashMap<String, Known>,
}

#[derive(Debug)]
struct Word<'m> {
    stem: String,
    row: Row<'m>,
    weight: f32,
}

/// A stem of candidates.
#[derive(Debug)]
struct Known {
    weight: f32,
    /// One for each word of the query, 0 to 1.
    cosines: Box<[f32]>,
}

impl<'m> Reranker<'m> {
    /// For the words of a query.
    #[must_use]
    pub fn new(model: &'m Model, query: &str) -> Self {
        let mut counts = StemCounts::default();
        counts.count_text(query);
        let mut words: Vec<_> = counts
            .iter()
            .map(|(stem, count)| word(model, stem, count))
            .collect();
        words.sort_unstable_by(|one, other| {
            let by_weight = other.weight.total_cmp(&one.weight);
            by_weight.then_with(|| one.stem.cmp(&other.stem))
        });
        words.truncate(MAX_QUERY_WORDS);
        // Sums of floats depend on their order.
        words.sort_unstable_by(|one, other| one.stem.cmp(&other.stem));
        Self {
            model,
            weight: words.iter().map(|word| word.weight).sum(),
            query: words,
            known: HashMap::new(),
        }
    }

    /// How well the candidate fits. A query without words is met by nothing.
    pub fn relevance(&mut self, candidate: &Candidate) -> Relevance {
        let words = self.words(candidate);
        let besides = self.besides(candidate.name);
        let logarithm = (words + LEAST_CHANCE).ln();
        Relevance {
            score: COSINE * candidate.cosine + WORDS * logarithm + BESIDES * besides,
            cosine: candidate.cosine,
            words,
            besides,
        }
    }

    /// For each word of the query the nearest of the candidate's, in alphabetical order of the
    /// query's. Words that nothing is near to are left out.
    pub fn counterparts<'a>(&'a mut self, candidate: &Candidate<'a>) -> Vec<Counterpart<'a>> {
        let mut best: Vec<Option<(&str, f32)>> = vec![None; self.query.len()];
        let stems = [candidate.name, candidate.place, candidate.text];
        for stem in stems.into_iter().flat_map(beginning) {
            let cosines = &self.known(stem).cosines;
            for (best, cosine) in best.iter_mut().zip(cosines) {
                if best.map_or(0.0, |(_, cosine)| cosine) < *cosine {
                    *best = Some((stem, *cosine));
                }
            }
        }
        let pairs = self.query.iter().zip(best);
        pairs
            .filter_map(|(word, best)| {
                best.map(|(found, cosine)| Counterpart {
                    asked: &word.stem,
                    found,
                    cosine,
                })
            })
            .collect()
    }

    fn words(&mut self, candidate: &Candidate) -> f32 {
        let in_name = self.nearest(candidate.name);
        let in_place = self.nearest(candidate.place);
        let in_text = self.nearest(candidate.text);
        let mut sum = 0.0;
        for (at, word) in self.query.iter().enumerate() {
            let missed = (1.0 - IN_NAME * in_name[at])
                * (1.0 - IN_PLACE * in_place[at])
                * (1.0 - IN_TEXT * in_text[at]);
            sum += word.weight * (1.0 - missed + LEAST_CHANCE).ln();
        }
        if self.weight > 0.0 {
            ((sum / self.weight).exp() - LEAST_CHANCE).max(0.0)
        } else {
            0.0
        }
    }

    /// For each word of the query the cosine with the nearest of the stems.
    fn nearest(&mut self, stems: &[&str]) -> Vec<f32> {
        let mut nearest = vec![0.0_f32; self.query.len()];
        for stem in beginning(stems) {
            for (nearest, cosine) in nearest.iter_mut().zip(&self.known(stem).cosines) {
                *nearest = nearest.max(*cosine);
            }
        }
        nearest
    }

    fn besides(&mut self, name: &[&str]) -> f32 {
        let mut sum = 0.0;
        for stem in beginning(name) {
            let known = self.known(stem);
            let nearest = known.cosines.iter().copied().fold(0.0, f32::max);
            sum += known.weight * (1.0 - nearest);
        }
        if self.weight > 0.0 {
            sum / self.weight
        } else {
            0.0
        }
    }

    fn known(&mut self, stem: &str) -> &Known {
        let Self {
            model,
            query,
            known,
            ..
        } = self;
        known.entry_ref(stem).or_insert_with(|| {
            let row = model.row_of(stem);
            // Opposites say no more than words that have nothing to do with each other.
            let cosines = query.iter().map(|word| word.row.cosine(&row).max(0.0));
            Known {
                weight: row.weight(),
                cosines: cosines.collect(),
            }
        })
    }
}

fn beginning<'s, 'a>(stems: &'s [&'a str]) -> &'s [&'a str] {
    &stems[..stems.len().min(MAX_STEMS)]
}

fn word<'m>(model: &'m Model, stem: &str, count: u32) -> Word<'m> {
    let row = model.row_of(stem);
    #[allow(clippy::cast_precision_loss, reason = "damped counts are below 2,048")]
    let damped = damping(count) as f32 / damping(1) as f32;
    Word {
        stem: stem.to_owned(),
        row,
        weight: row.weight() * damped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_training_adds_the_same_chance() {
        let training = include_str!("../../../training/rerank.py");
        let line = format!("\nLEAST_CHANCE = {LEAST_CHANCE}\n");
        assert!(training.contains(&line), "{line}");
    }
}
