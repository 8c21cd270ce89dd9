//! One vector for a whole file.

/// Numbers in the vector of a file, unless the table was made for others.
pub const FILE_DIMENSIONS: usize = 1_536;

/// The mean of the vectors of a file's functions, at unit length. Each counts the same: weights by
/// length find no better, and the vector of the whole text finds less (`training/README.md`). A
/// file without functions has the vector of its path and text, as if it were one.
///
/// It has as many `dimensions` as asked for: zeros follow those of the model, which changes no cosine.
///
/// `None` where there are no vectors, they cancel each other, or one is longer than that. The order of the functions is part of what gives the same bits.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "a coordinate is at most 1")]
pub fn file_vector<'v>(
    functions: impl IntoIterator<Item = &'v [f32]>,
    dimensions: usize,
) -> Option<Vec<f32>> {
    let mut sums = vec![0.0; dimensions];
    for vector in functions {
        if vector.len() > dimensions {
            return None;
        }
        for (sum, value) in sums.iter_mut().zip(vector) {
            *sum += f64::from(*value);
        }
    }
    let length = sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt();
    let is_direction = length.is_finite() && length > 1e-6;
    is_direction.then(|| sums.iter().map(|sum| (sum / length) as f32).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_is_the_mean_at_unit_length() {
        let vector =
            file_vector([&[1.0, 0.0][..], &[0.0, 1.0], &[1.0, 0.0]], FILE_DIMENSIONS).unwrap();
        assert_eq!(vector.len(), FILE_DIMENSIONS);
        assert!((vector[0] - 2.0 / 5_f32.sqrt()).abs() < 1e-6);
        assert!((vector[1] - 1.0 / 5_f32.sqrt()).abs() < 1e-6);
        assert!(vector[2..].iter().all(|value| *value == 0.0));
    }

    #[test]
    fn there_is_none_without_a_direction() {
        assert_eq!(file_vector([], 2), None);
        assert_eq!(file_vector([&[1.0][..], &[-1.0]], 2), None);
        assert_eq!(file_vector([&[f32::NAN][..]], 2), None);
        assert_eq!(file_vector([&[1.0, 0.0, 0.0][..]], 2), None);
    }
}
