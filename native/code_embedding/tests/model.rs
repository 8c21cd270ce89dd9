//! What holds of every model, and of files that are none.
#![allow(clippy::unwrap_used)]

use code_embedding::{Embedder, FunctionText, Identity, Model, RECIPE, Weights, WeightsError};

const STEMS: [&str; 6] = ["pars", "valid", "token", "sess", "user", "http"];
const HASHED_ROWS: usize = 4;

fn identity(dimensions: usize) -> Identity {
    Identity {
        name: "test".into(),
        version: "1".into(),
        dimensions,
        recipe: RECIPE.into(),
    }
}

fn weights(dimensions: usize) -> Weights {
    let mut random = fastrand::Rng::with_seed(6);
    let numbers = (STEMS.len() + HASHED_ROWS) * dimensions;
    let rows: Vec<f32> = (0..numbers).map(|_| random.f32() - 0.5).collect();
    let stems = STEMS.map(str::to_owned).to_vec();
    Weights::quantized(identity(dimensions), stems, &rows).unwrap()
}

fn model(dimensions: usize) -> Model {
    Model::new(weights(dimensions)).unwrap()
}

fn cosine(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn function(name: &str) -> FunctionText<'_> {
    FunctionText {
        name,
        container: "Session",
        path: "lib/auth.ex",
        documentation: "Checks the token of a user.",
        code: "def validate(token), do: Token.parse(token)",
    }
}

#[test]
fn a_vector_has_unit_length() {
    let model = model(64);
    for text in [
        "parse",
        "validate the session token",
        "zzyzx quux",
        "a_b parse",
    ] {
        let vector = model.embed_text(text).unwrap();
        assert_eq!(vector.len(), 64);
        assert!((cosine(&vector, &vector) - 1.0).abs() < 1e-5, "{text}");
    }
}

#[test]
fn a_text_without_words_has_no_vector() {
    let model = model(8);
    for text in ["", " \n", "{}();", "a b c 1 2", "the of and", "12345678"] {
        assert_eq!(model.embed_text(text), None, "{text}");
    }
    assert_eq!(model.embed_function(&FunctionText::default()), None);
}

#[test]
fn the_same_text_gives_the_same_bits() {
    let (model, again) = (model(32), model(32));
    let text = "parse validate tokens of unknown users over HTTP, parse again";
    let first = model.embed_text(text).unwrap();
    for _ in 0..20 {
        assert_eq!(again.embed_text(text).unwrap(), first);
    }
    let mut embedder = Embedder::new(&model);
    embedder.embed_text("something else before it");
    assert_eq!(embedder.embed_text(text).unwrap(), first);
}

#[test]
fn order_and_form_of_words_do_not_matter() {
    let model = model(32);
    let one = model.embed_text("parses user_tokens").unwrap();
    assert_eq!(model.embed_text("TokenUser parsing").unwrap(), one);
}

#[test]
fn more_of_a_word_brings_the_text_nearer_to_it() {
    let model = model(64);
    let word = model.embed_text("token").unwrap();
    let near = |text: &str| cosine(&model.embed_text(text).unwrap(), &word);
    assert!(near("token token token user") > near("token user"));
    assert!(near("token user") > near("user"));
}

#[test]
fn the_name_of_a_function_counts_most() {
    let model = model(64);
    let query = model.embed_text("http").unwrap();
    let with = |name| cosine(&model.embed_function(&function(name)).unwrap(), &query);
    assert!(with("http") > with("user"));
}

/// These bits are what other machines compute too.
#[test]
fn golden_vectors() {
    let rows = [
        1.0, -2.0, 0.5, 0.25, 3.0, -0.75, -1.5, 0.125, 0.0, 0.0, 0.1, -0.2,
    ];
    let stems = vec!["pars".to_owned(), "token".to_owned()];
    let weights = Weights::quantized(identity(3), stems, &rows).unwrap();
    let model = Model::new(weights).unwrap();
    let bits = |text: &str| {
        model
            .embed_text(text)
            .unwrap()
            .into_iter()
            .map(f32::to_bits)
    };
    let golden = [
        ("parse", GOLDEN[0]),
        ("parse the token token", GOLDEN[1]),
        ("parsed_tokens of some stranger", GOLDEN[2]),
    ];
    for (text, expected) in golden {
        let found: Vec<_> = bits(text).collect();
        assert_eq!(found, expected, "{text}: {found:#x?}");
    }
}

const GOLDEN: [[u32; 3]; 3] = [
    [0x3edd_f19c, 0xbf5f_b48b, 0x3e61_777a],
    [0x3ed2_beea, 0x3f62_3c98, 0xbe64_04a1],
    [0xbf4e_490e, 0x3f14_a7d7, 0xbded_d647],
];

#[test]
fn text_of_any_length_takes_its_time_and_no_more() {
    let model = model(16);
    let one_word = "x".repeat(50_000_000);
    assert_eq!(model.embed_text(&one_word), None);
    let many: String = (0..200_000).map(|n| format!("word{n}x ")).collect();
    assert!(model.embed_text(&many).is_some());
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let weights = weights(24);
    let bytes = weights.to_bytes().unwrap();
    assert_eq!(Weights::from_bytes(&bytes).unwrap(), weights);
    let model = Model::from_bytes(&bytes).unwrap();
    assert_eq!(model.identity().to_string(), format!("test-1/24/{RECIPE}"));
}

#[test]
fn quantization_keeps_directions() {
    let mut random = fastrand::Rng::with_seed(9);
    let rows: Vec<f32> = (0..3 * 256).map(|_| random.f32() - 0.5).collect();
    let stems = vec!["pars".to_owned(), "token".to_owned()];
    let model = Model::new(Weights::quantized(identity(256), stems, &rows).unwrap()).unwrap();
    let sum: Vec<f32> = (0..256).map(|at| rows[at] + rows[256 + at]).collect();
    let length = cosine(&sum, &sum).sqrt();
    let near = cosine(&model.embed_text("parse token").unwrap(), &sum) / length;
    assert!(near > 0.9999, "{near}");
}

#[test]
fn what_is_no_table_is_refused() {
    let stems = || vec!["pars".to_owned()];
    let bad = [
        (identity(0), vec![]),
        (identity(3), vec![0.5; 7]),
        (identity(4), vec![0.5; 4]),
        (identity(2), vec![0.5, f32::NAN, 0.5, 0.5]),
        (identity(2), vec![0.5, f32::INFINITY, 0.5, 0.5]),
    ];
    for (identity, rows) in bad {
        let refused = Weights::quantized(identity, stems(), &rows);
        assert_eq!(refused, Err(WeightsError::Inconsistent));
    }
}

#[test]
fn foreign_and_corrupt_files_are_told_apart() {
    let bytes = weights(4).to_bytes().unwrap();
    assert_eq!(Model::from_bytes(b"").unwrap_err(), WeightsError::Foreign);
    assert_eq!(
        Model::from_bytes(b"GGUF....").unwrap_err(),
        WeightsError::Foreign
    );
    for length in 8..bytes.len() {
        let cut = Model::from_bytes(&bytes[..length]).unwrap_err();
        assert_eq!(cut, WeightsError::Corrupt, "{length}");
    }
    for at in 8..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert_eq!(
            Model::from_bytes(&changed).unwrap_err(),
            WeightsError::Corrupt
        );
    }
}

/// Signed as it should be, and wrong all the same.
#[test]
fn a_header_that_does_not_fit_is_refused() {
    let bytes = weights(4).to_bytes().unwrap();
    let cases = [
        (r#""dimensions":4"#, r#""dimensions":5"#),
        (r#""dimensions":4"#, r#""dimensions":0"#),
        (r#""stems":6"#, r#""stems":7"#),
        (r#""hashed_rows":4"#, r#""hashed_rows":0"#),
        (r#""hashed_rows":4"#, r#""hashed_rows":9"#),
        (r#""name":"test""#, r#""name":12345 "#),
    ];
    for (right, wrong) in cases {
        let changed = signed(&with_header(&bytes, right, wrong));
        let refused = Model::from_bytes(&changed).unwrap_err();
        assert_eq!(refused, WeightsError::Inconsistent, "{wrong}");
    }
    let other = signed(&with_header(&bytes, RECIPE, "xy9"));
    let refused = Model::from_bytes(&other).unwrap_err();
    assert_eq!(refused, WeightsError::OtherRecipe("xy9".into()));
    assert!(refused.to_string().contains("xy9"));
}

/// All but the checksum, with a part of the header replaced by one of the same length.
fn with_header(bytes: &[u8], right: &str, wrong: &str) -> Vec<u8> {
    assert_eq!(right.len(), wrong.len());
    let mut body = bytes[..bytes.len() - 32].to_vec();
    let windows = body.windows(right.len());
    let at = windows
        .into_iter()
        .position(|part| part == right.as_bytes())
        .unwrap();
    body[at..at + wrong.len()].copy_from_slice(wrong.as_bytes());
    body
}

fn signed(body: &[u8]) -> Vec<u8> {
    [body, blake3::hash(body).as_bytes()].concat()
}
