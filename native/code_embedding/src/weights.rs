//! The file that holds a model.
//!
//! Integers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `codewts1`, which tells this format |
//! | 4 | length of the header |
//! | … | the header, JSON: [`Identity`], `stems`, `hashed_rows`, `stem_bytes` |
//! | `stem_bytes` | the stems, each ended by a line feed |
//! | 2 × rows | the scale of each row, 1 to 4,096 |
//! | dimensions × rows | the rows, signed bytes |
//! | 32 | BLAKE3 of everything before |
//!
//! There is a row for each stem, in order, then those that unknown stems share.

use std::fmt;

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use crate::recipe::RECIPE;

const MAGIC: &[u8; 8] = b"codewts1";
const CHECKSUM_BYTES: usize = 32;

/// So that sums of rows stay in what an integer holds.
pub(crate) const LARGEST_SCALE: u16 = 4_096;
const LARGEST_VALUE: f32 = 127.0;
const MOST_DIMENSIONS: usize = 4_096;

/// What tells vectors of one model from those of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Of the model.
    pub name: String,
    /// Another one for other weights.
    pub version: String,
    /// Numbers in a vector.
    pub dimensions: usize,
    /// The name of the way from text to weighted words: [`RECIPE`].
    pub recipe: String,
}

/// All in one word: `name-version/dimensions/recipe`.
impl fmt::Display for Identity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            version,
            dimensions,
            recipe,
        } = self;
        write!(out, "{name}-{version}/{dimensions}/{recipe}")
    }
}

/// Why a file is no model for this library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WeightsError {
    /// It is something else.
    Foreign,
    /// It was cut or changed.
    Corrupt,
    /// Its header does not fit what follows it.
    Inconsistent,
    /// It was trained for another way to words, which is told.
    OtherRecipe(String),
}

impl fmt::Display for WeightsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(out, "this is no file of embedding weights"),
            Self::Corrupt => write!(out, "the embedding weights are cut or changed"),
            Self::Inconsistent => write!(out, "the header of the embedding weights is wrong"),
            Self::OtherRecipe(recipe) => write!(
                out,
                "the embedding weights are for the recipe {recipe}, this library has {RECIPE}"
            ),
        }
    }
}

impl std::error::Error for WeightsError {}

#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(flatten)]
    identity: Identity,
    stems: usize,
    hashed_rows: usize,
    stem_bytes: usize,
}

/// A model as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// What it is.
    pub(crate) identity: Identity,
    /// Those that have a row of their own.
    pub(crate) stems: Vec<String>,
    /// One for each row.
    pub(crate) scales: Vec<u16>,
    /// `dimensions` bytes for each row.
    pub(crate) rows: Vec<i8>,
}

impl Weights {
    /// Rounds rows of numbers: each row to signed bytes and a scale, relative to the row with the
    /// largest number. First a row for each stem, then those for unknown stems.
    ///
    /// # Errors
    /// [`WeightsError::Inconsistent`] where rows and stems do not fit, a number is not finite, or
    /// no row is for unknown stems.
    pub fn quantized(
        identity: Identity,
        stems: Vec<String>,
        rows: &[f32],
    ) -> Result<Self, WeightsError> {
        let dimensions = identity.dimensions;
        let sound = (1..=MOST_DIMENSIONS).contains(&dimensions)
            && rows.len().is_multiple_of(dimensions.max(1))
            && rows.len() / dimensions.max(1) > stems.len()
            && rows.iter().all(|value| value.is_finite());
        if !sound {
            return Err(WeightsError::Inconsistent);
        }
        let largest = largest(rows).max(f32::MIN_POSITIVE);
        let (mut scales, mut values) = (Vec::new(), Vec::with_capacity(rows.len()));
        for row in rows.chunks_exact(dimensions) {
            let share = self::largest(row) / largest;
            let scale = (share * f32::from(LARGEST_SCALE)).ceil().max(1.0);
            let unit = largest * scale / f32::from(LARGEST_SCALE) / LARGEST_VALUE;
            #[allow(clippy::cast_possible_truncation, reason = "within 127 by the scale")]
            values.extend(row.iter().map(|value| (value / unit).round() as i8));
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            scales.push(scale as u16);
        }
        let weights = Self {
            identity,
            stems,
            scales,
            rows: values,
        };
        Ok(weights)
    }

    /// The file.
    ///
    /// # Errors
    /// [`WeightsError::Inconsistent`] where the header cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, WeightsError> {
        let mut stems = self.stems.join("\n");
        stems.push('\n');
        let header = serde_json::to_vec(&Header {
            identity: self.identity.clone(),
            stems: self.stems.len(),
            hashed_rows: self.scales.len() - self.stems.len(),
            stem_bytes: stems.len(),
        })
        .map_err(|_| WeightsError::Inconsistent)?;
        let length = u32::try_from(header.len()).map_err(|_| WeightsError::Inconsistent)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(length.to_le_bytes());
        bytes.extend(header);
        bytes.extend(stems.into_bytes());
        bytes.extend(self.scales.iter().flat_map(|scale| scale.to_le_bytes()));
        bytes.extend(self.rows.iter().map(|value| value.cast_unsigned()));
        let checksum = blake3::hash(&bytes);
        bytes.extend(checksum.as_bytes());
        Ok(bytes)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Where it is none for this library.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WeightsError> {
        let mut rest = Reader(checked(bytes)?);
        let length = rest.take(4)?.try_into().map_or(0, u32::from_le_bytes);
        let header: Header = serde_json::from_slice(rest.take(length as usize)?)
            .map_err(|_| WeightsError::Inconsistent)?;
        if header.identity.recipe != RECIPE {
            return Err(WeightsError::OtherRecipe(header.identity.recipe));
        }
        let stems = read_stems(rest.take(header.stem_bytes)?, header.stems)?;
        let count = header
            .hashed_rows
            .checked_add(stems.len())
            .ok_or(WeightsError::Inconsistent)?;
        let scales = read_scales(rest.take(times(count, 2)?)?)?;
        let dimensions = header.identity.dimensions;
        let rows = rest.take(times(count, dimensions)?)?;
        let sound = header.hashed_rows > 0
            && (1..=MOST_DIMENSIONS).contains(&dimensions)
            && rest.0.is_empty();
        if !sound {
            return Err(WeightsError::Inconsistent);
        }
        Ok(Self {
            identity: header.identity,
            stems,
            scales,
            rows: rows.iter().map(|byte| byte.cast_signed()).collect(),
        })
    }
}

fn largest(values: &[f32]) -> f32 {
    values
        .iter()
        .fold(0.0, |largest, value| value.abs().max(largest))
}

/// What is between the magic bytes and a right checksum.
fn checked(bytes: &[u8]) -> Result<&[u8], WeightsError> {
    let body = bytes.strip_prefix(MAGIC).ok_or(WeightsError::Foreign)?;
    let length = body
        .len()
        .checked_sub(CHECKSUM_BYTES)
        .ok_or(WeightsError::Corrupt)?;
    let (body, checksum) = body.split_at(length);
    let computed = blake3::hash(&bytes[..MAGIC.len() + length]);
    if computed.as_bytes() == checksum {
        Ok(body)
    } else {
        Err(WeightsError::Corrupt)
    }
}

fn times(one: usize, other: usize) -> Result<usize, WeightsError> {
    one.checked_mul(other).ok_or(WeightsError::Inconsistent)
}

fn read_stems(bytes: &[u8], count: usize) -> Result<Vec<String>, WeightsError> {
    let text = std::str::from_utf8(bytes).map_err(|_| WeightsError::Inconsistent)?;
    let stems: Vec<_> = text.lines().map(str::to_owned).collect();
    let distinct = stems.iter().collect::<HashSet<_>>().len();
    if stems.len() == count && distinct == count {
        Ok(stems)
    } else {
        Err(WeightsError::Inconsistent)
    }
}

fn read_scales(bytes: &[u8]) -> Result<Vec<u16>, WeightsError> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let scales: Vec<_> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    if scales.iter().all(|it| (1..=LARGEST_SCALE).contains(it)) {
        Ok(scales)
    } else {
        Err(WeightsError::Inconsistent)
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], WeightsError> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(WeightsError::Inconsistent)?;
        self.0 = rest;
        Ok(taken)
    }
}
