//! Exact search where the server has no vectors: all are looked at.

/// Which of the vectors are nearest to the query, with their cosines, the nearest first. Each page
/// has vectors one after another, a number a byte, in hexadecimal.
///
/// # Errors
/// Other text, or vectors of another length, are refused in words.
pub fn nearest(query: &[f32], pages: &[&str], count: usize) -> Result<Vec<(usize, f64)>, String> {
    let mut found = Vec::new();
    let mut vector = vec![0_i8; query.len()];
    let width = 2 * query.len();
    for page in pages {
        if width == 0 || page.len() % width != 0 {
            return Err(format!(
                "{} characters are no vectors of {}",
                page.len(),
                query.len()
            ));
        }
        for text in page.as_bytes().chunks_exact(width) {
            decode(text, &mut vector)?;
            found.push((found.len(), cosine(query, &vector)));
        }
    }
    found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    found.truncate(count);
    Ok(found)
}

fn decode(text: &[u8], vector: &mut [i8]) -> Result<(), String> {
    for (pair, value) in text.chunks_exact(2).zip(vector) {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else {
            return Err("no hexadecimal number".to_owned());
        };
        #[allow(clippy::cast_possible_truncation, reason = "two digits are a byte")]
        let byte = (16 * high + low) as u8;
        *value = byte.cast_signed();
    }
    Ok(())
}

/// The query has unit length.
fn cosine(query: &[f32], vector: &[i8]) -> f64 {
    let (mut product, mut square) = (0.0_f32, 0_i32);
    for (one, other) in query.iter().zip(vector) {
        product += one * f32::from(*other);
        square += i32::from(*other) * i32::from(*other);
    }
    let length = f64::from(square).sqrt();
    if length > 0.0 {
        f64::from(product) / length
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_first() {
        let pages = ["7f00007f", "817f4040"];
        let found = nearest(&[1.0, 0.0], &pages, 3);
        let indexes: Vec<_> = found.iter().flatten().map(|(index, _)| *index).collect();
        assert_eq!(indexes, [0, 3, 1]);
    }

    #[test]
    fn other_texts_are_refused() {
        for page in ["7f", "7f00zz", "zz00"] {
            assert!(nearest(&[1.0, 0.0], &[page], 3).is_err(), "{page}");
        }
    }
}
