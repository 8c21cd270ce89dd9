//! The body of a good answer.

use serde::Deserialize;

use crate::client::Vector;
use crate::words::error_message;

/// What an answer has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Texts that were sent, and so vectors.
    pub inputs: usize,
    /// Numbers of each vector; `None` where only the endpoint knows.
    pub dimensions: Option<usize>,
}

#[derive(Deserialize)]
struct Body {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: usize,
    /// `null` is what some servers write for a number that is none.
    embedding: Vec<Option<f64>>,
}

/// The vectors in the order of the texts, whatever the order in the answer, each at unit length.
/// `None` for a text whose vector has no direction: all zero, or not all numbers.
///
/// # Errors
/// Why this is not one vector for each text, all of one size.
pub fn answered_vectors(body: &[u8], expected: Expected) -> Result<Vec<Vector>, String> {
    let items = in_order(items(body)?, expected.inputs)?;
    let first = items.first().map_or(0, |item| item.embedding.len());
    let dimensions = expected.dimensions.unwrap_or(first);
    match items.iter().find(|item| item.embedding.len() != dimensions) {
        Some(odd) => Err(format!(
            "a vector has {} dimensions, not {dimensions}",
            odd.embedding.len()
        )),
        None if dimensions == 0 => Err("the vectors are empty".into()),
        None => Ok(items.iter().map(|item| unit(&item.embedding)).collect()),
    }
}

fn items(body: &[u8]) -> Result<Vec<Item>, String> {
    match serde_json::from_slice::<Body>(body) {
        Ok(body) => Ok(body.data),
        Err(error) => Err(error_message(body).unwrap_or_else(|| error.to_string())),
    }
}

fn in_order(mut items: Vec<Item>, inputs: usize) -> Result<Vec<Item>, String> {
    if items.len() != inputs {
        return Err(format!("{} vectors for {inputs} texts", items.len()));
    }
    items.sort_by_key(|item| item.index);
    match (0..).zip(&items).find(|(place, item)| item.index != *place) {
        Some((place, _)) => Err(format!("no vector has the index {place}")),
        None => Ok(items),
    }
}

/// The squares are summed in the order of the numbers, so that equal answers are equal vectors.
fn unit(numbers: &[Option<f64>]) -> Vector {
    let numbers: Vec<f64> = numbers.iter().copied().collect::<Option<_>>()?;
    let length = numbers
        .iter()
        .map(|number| number * number)
        .sum::<f64>()
        .sqrt();
    let direction = length.is_finite() && length > 0.0;
    direction.then(|| {
        numbers
            .iter()
            .map(|number| (number / length) as f32)
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str, inputs: usize, dimensions: Option<usize>) -> Result<Vec<Vector>, String> {
        answered_vectors(body.as_bytes(), Expected { inputs, dimensions })
    }

    #[test]
    fn vectors_come_in_the_order_of_the_texts_at_unit_length() {
        let body = r#"{"object":"list","data":[
            {"object":"embedding","index":1,"embedding":[0,-0.5]},
            {"embedding":[3e2,400],"index":0}],"model":"m","usage":{"total_tokens":3}}"#;
        let vectors = vec![Some(vec![0.6, 0.8]), Some(vec![0.0, -1.0])];
        assert_eq!(answer(body, 2, None), Ok(vectors.clone()));
        assert_eq!(answer(body, 2, Some(2)), Ok(vectors));
    }

    #[test]
    fn what_has_no_direction_is_no_vector() {
        for numbers in [
            "[0,0]",
            "[-0.0,0e5]",
            "[null,1]",
            "[1e200,1e200]",
            "[1e-200,0]",
        ] {
            let body = format!(
                r#"{{"data":[{{"index":0,"embedding":{numbers}}},{{"index":1,"embedding":[1,0]}}]}}"#
            );
            let vectors = vec![None, Some(vec![1.0, 0.0])];
            assert_eq!(answer(&body, 2, Some(2)), Ok(vectors), "{numbers}");
        }
    }

    #[test]
    fn what_is_not_one_vector_for_each_text_is_told() {
        let two = r#"{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]}"#;
        for (body, inputs, dimensions, words) in [
            (two, 2, None, "no vector has the index 1"),
            (two, 3, None, "2 vectors for 3 texts"),
            (
                r#"{"data":[{"index":1,"embedding":[1]}]}"#,
                1,
                None,
                "no vector has the index 0",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[1]}]}"#,
                1,
                Some(2),
                "a vector has 1 dimensions, not 2",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[]}]}"#,
                1,
                None,
                "the vectors are empty",
            ),
            (
                r#"{"data":[{"embedding":[1]}]}"#,
                1,
                None,
                "missing field `index`",
            ),
            (
                r#"{"data":[{"index":-1,"embedding":[1]}]}"#,
                1,
                None,
                "invalid value",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[NaN]}]}"#,
                1,
                None,
                "expected value",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[1e999]}]}"#,
                1,
                None,
                "number out of range",
            ),
            (
                r#"{"data":[{"index":0,"embedding":"AAAA"}]}"#,
                1,
                None,
                "invalid type",
            ),
            (
                r#"{"error":{"message":"overloaded"}}"#,
                1,
                None,
                "overloaded",
            ),
            ("", 1, None, "EOF"),
        ] {
            let told = answer(body, inputs, dimensions).err().unwrap_or_default();
            assert!(told.contains(words), "{body}: {told}");
        }
        let uneven = r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}"#;
        assert_eq!(
            answer(uneven, 2, None),
            Err("a vector has 2 dimensions, not 1".into())
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        let body = format!("{{\"data\":{}", "[".repeat(100_000));
        assert!(answer(&body, 1, None).is_err());
    }
}
