//! Text to vector.

use hashbrown::HashMap;

use crate::recipe::{FunctionText, StemCounts};
use crate::row::Row;
use crate::weights::{Identity, LARGEST_SCALE, Weights, WeightsError};

/// Rows that are summed before an `i32` might overflow: 2^15 (weight) × 2^7 (value) × 2^9.
const ROWS_AT_ONCE: usize = 512;

/// Larger counts are damped like this one, so that a weight stays below 2^15.
const LARGEST_COUNT: u32 = 1_023;

/// Fixed point: `damping` is in units of 1/256.
const DAMPING_BITS: u32 = 8;

/// A static embedding: a row of numbers for each stem, of which a text's vector is the weighted
/// sum, at unit length.
///
/// Sums are of integers, so that their order does not matter: a text has the same vector, bit for
/// bit, on every machine.
#[derive(Debug)]
pub struct Model {
    identity: Identity,
    row_of: HashMap<String, u32>,
    hashed_rows: u64,
    scales: Vec<u16>,
    rows: Vec<i8>,
}

impl Model {
    /// The model in a file of weights.
    ///
    /// # Errors
    /// Where the file is none for this library.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        Self::new(Weights::from_bytes(bytes)?)
    }

    /// The model that these weights make.
    ///
    /// # Errors
    /// [`WeightsError::Inconsistent`] where there are more rows than can be numbered.
    pub fn new(weights: Weights) -> Result<Self, WeightsError> {
        let hashed_rows = weights.scales.len() - weights.stems.len();
        u32::try_from(weights.scales.len()).map_err(|_| WeightsError::Inconsistent)?;
        let row_of = weights.stems.into_iter().zip(0..).collect();
        Ok(Self {
            identity: weights.identity,
            row_of,
            hashed_rows: hashed_rows as u64,
            scales: weights.scales,
            rows: weights.rows,
        })
    }

    /// What tells this model's vectors from those of others.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The vector of a query, at unit length. `None` for a text without words.
    #[must_use]
    pub fn embed_text(&self, text: &str) -> Option<Vec<f32>> {
        let mut embedder = Embedder::new(self);
        embedder.embed_text(text).map(<[f32]>::to_vec)
    }

    /// The vector of a function, at unit length. `None` where nothing of it has words.
    #[must_use]
    pub fn embed_function(&self, function: &FunctionText) -> Option<Vec<f32>> {
        let mut embedder = Embedder::new(self);
        embedder.embed_function(function).map(<[f32]>::to_vec)
    }

    pub(crate) fn row_of(&self, stem: &str) -> Row<'_> {
        let row = self.row(stem);
        Row::new(self.values(row), self.scales[row])
    }

    fn values(&self, row: usize) -> &[i8] {
        let dimensions = self.identity.dimensions;
        &self.rows[row * dimensions..][..dimensions]
    }

    /// The row of a stem, which unknown ones share.
    fn row(&self, stem: &str) -> usize {
        let known = self.row_of.get(stem).map(|row| *row as usize);
        known.unwrap_or_else(|| {
            let shared = hash(stem) % self.hashed_rows;
            #[allow(clippy::cast_possible_truncation, reason = "below the number of rows")]
            let shared = shared as usize;
            self.row_of.len() + shared
        })
    }
}

/// Embeds one text after another in the same memory.
#[derive(Debug)]
pub struct Embedder<'a> {
    model: &'a Model,
    counts: StemCounts,
    /// Rows of the stems in `counts` by their numbers, as far as they were looked up in this epoch.
    rows: Vec<Option<u32>>,
    epoch: u64,
    partial: Vec<i32>,
    sums: Vec<i64>,
    vector: Vec<f32>,
}

impl<'a> Embedder<'a> {
    /// For this model.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        let dimensions = model.identity.dimensions;
        Self {
            model,
            counts: StemCounts::default(),
            rows: Vec::new(),
            epoch: 0,
            partial: vec![0; dimensions],
            sums: vec![0; dimensions],
            vector: vec![0.0; dimensions],
        }
    }

    /// As [`Model::embed_text`].
    pub fn embed_text(&mut self, text: &str) -> Option<&[f32]> {
        self.counts.count_text(text);
        self.vector_of_counts()
    }

    /// As [`Model::embed_function`].
    pub fn embed_function(&mut self, function: &FunctionText) -> Option<&[f32]> {
        self.counts.count_function(function);
        self.vector_of_counts()
    }

    /// Where the stems stand that the last vector was made of.
    #[must_use]
    pub const fn counts(&self) -> &StemCounts {
        &self.counts
    }

    fn vector_of_counts(&mut self) -> Option<&[f32]> {
        if self.epoch != self.counts.epoch() {
            self.rows.clear();
            self.epoch = self.counts.epoch();
        }
        self.sums.fill(0);
        for (summed, number) in self.counts.numbers().enumerate() {
            let (stem, count) = self.counts.stem(number);
            let row = known_row(&mut self.rows, self.model, number, stem);
            let weight = weight(self.model.scales[row], count);
            add(&mut self.partial, self.model.values(row), weight);
            if (summed + 1) % ROWS_AT_ONCE == 0 {
                flush(&mut self.partial, &mut self.sums);
            }
        }
        flush(&mut self.partial, &mut self.sums);
        normalize(&self.sums, &mut self.vector).then_some(&self.vector)
    }
}

fn known_row(rows: &mut Vec<Option<u32>>, model: &Model, number: usize, stem: &str) -> usize {
    if rows.len() <= number {
        rows.resize(number + 1, None);
    }
    #[allow(clippy::cast_possible_truncation, reason = "a model has fewer rows")]
    let row = *rows[number].get_or_insert_with(|| model.row(stem) as u32);
    row as usize
}

/// Below 2^15: 4,096 × 7.998.
fn weight(scale: u16, count: u32) -> i16 {
    let weight = (u32::from(scale.min(LARGEST_SCALE)) * damping(count)) >> DAMPING_BITS;
    i16::try_from(weight).unwrap_or(i16::MAX)
}

/// 1 + ln(count) in units of 1/256, the logarithm by straight lines between powers of two.
#[must_use]
pub fn damping(count: u32) -> u32 {
    const LN_2: u32 = 177;
    let count = count.clamp(1, LARGEST_COUNT);
    let power = count.ilog2();
    let fraction = (count << DAMPING_BITS >> power) - (1 << DAMPING_BITS);
    let logarithm = (power << DAMPING_BITS) + fraction;
    (1 << DAMPING_BITS) + ((logarithm * LN_2) >> DAMPING_BITS)
}

fn add(sums: &mut [i32], values: &[i8], weight: i16) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += i32::from(i16::from(*value)) * i32::from(weight);
    }
}

fn flush(partial: &mut [i32], sums: &mut [i64]) {
    for (part, sum) in partial.iter_mut().zip(sums) {
        *sum += i64::from(std::mem::take(part));
    }
}

/// Whether there is a vector of unit length. Each operation rounds as IEEE 754 says, in order.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn normalize(sums: &[i64], vector: &mut [f32]) -> bool {
    let square = |sum: &i64| (*sum as f64) * (*sum as f64);
    let length = sums.iter().map(square).sum::<f64>().sqrt();
    for (value, sum) in vector.iter_mut().zip(sums) {
        *value = (*sum as f64 / length) as f32;
    }
    length > 0.0
}

/// FNV-1a: it must never change, which the hash of a library may.
#[must_use]
pub fn hash(stem: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    stem.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_damped() {
        let one = 256.0;
        for count in [1_u32, 2, 3, 7, 64, 1_000] {
            let exact = 1.0 + f64::from(count).ln();
            let damped = f64::from(damping(count)) / one;
            assert!((damped - exact).abs() < 0.07, "{count}: {damped}, {exact}");
        }
        assert_eq!(damping(0), damping(1));
        assert_eq!(damping(u32::MAX), damping(LARGEST_COUNT));
    }

    #[test]
    fn no_sum_overflows() {
        let weight = weight(LARGEST_SCALE, u32::MAX);
        assert!(weight < i16::MAX, "{weight}");
        let product = i64::from(weight) * 128;
        assert!(product * ROWS_AT_ONCE as i64 <= i64::from(i32::MAX));
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
