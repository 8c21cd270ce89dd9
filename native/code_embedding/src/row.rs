//! The row of numbers that stands for a stem.

/// A row as it is stored, with its length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'m> {
    values: &'m [i8],
    length: f64,
    weight: f32,
}

impl<'m> Row<'m> {
    pub(crate) fn new(values: &'m [i8], scale: u16) -> Self {
        let length = f64::from(product(values, values)).sqrt();
        #[allow(clippy::cast_possible_truncation, reason = "a weight is rounded")]
        let weight = (length * f64::from(scale)) as f32;
        Self {
            values,
            length,
            weight,
        }
    }

    /// Training makes rows long whose stems tell texts apart. In a unit of the model's own, from 0.
    pub(crate) const fn weight(&self) -> f32 {
        self.weight
    }

    /// From -1 to 1; 0 with a row of zeros. The same bits on every machine.
    #[allow(clippy::cast_possible_truncation, reason = "a cosine is at most 1")]
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        let lengths = self.length * other.length;
        if lengths > 0.0 {
            (f64::from(product(self.values, other.values)) / lengths) as f32
        } else {
            0.0
        }
    }
}

/// At most 4,096 × 2^14, which an `i32` holds.
fn product(one: &[i8], other: &[i8]) -> i32 {
    let pairs = one.iter().zip(other);
    pairs
        .map(|(one, other)| i32::from(i16::from(*one) * i16::from(*other)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_knows_no_length() {
        let one = Row::new(&[3, 4], 1);
        let other = Row::new(&[60, 80], 7);
        assert_eq!(one.cosine(&other).to_bits(), 1.0_f32.to_bits());
        assert_eq!(
            one.cosine(&Row::new(&[-4, 3], 1)).to_bits(),
            0.0_f32.to_bits()
        );
        assert_eq!(
            one.cosine(&Row::new(&[0, 0], 1)).to_bits(),
            0.0_f32.to_bits()
        );
        assert_eq!((one.weight(), other.weight()), (5.0, 700.0));
    }

    #[test]
    fn no_product_overflows() {
        let values = [-128; 4_096];
        assert_eq!(product(&values, &values), 1 << 26);
    }
}
