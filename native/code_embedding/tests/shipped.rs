//! The weights that the library ships.
#![allow(clippy::unwrap_used)]

use code_embedding::{Candidate, FunctionText, Model, Reranker};

const WEIGHTS: &[u8] = include_bytes!("../../../priv/embedding/code.weights");

fn model() -> Model {
    Model::from_bytes(WEIGHTS).unwrap()
}

#[test]
fn they_are_for_this_recipe_and_small() {
    assert_eq!(model().identity().to_string(), "code-1/512/np1");
    assert!(WEIGHTS.len() <= 16_000_000);
}

/// Few of the queries share a word with the function that they have to find, none with its name.
#[test]
fn what_is_meant_is_found() {
    let model = model();
    let functions = [
        ("remove_file", "lib/storage.ex", "File.rm(path)"),
        (
            "hash_password",
            "lib/accounts.ex",
            "Bcrypt.hash_pwd_salt(password)",
        ),
        ("decode", "lib/json.ex", "{value, rest} = value(bytes)"),
        (
            "http_get",
            "lib/client.ex",
            "send_request(connection, :get, url)",
        ),
        ("sort_by", "lib/list.ex", "quicksort(list, compare)"),
        (
            "open_socket",
            "lib/server.ex",
            ":gen_tcp.listen(port, options)",
        ),
    ];
    let vectors = functions.map(|(name, path, code)| {
        let text = FunctionText {
            name,
            path,
            code,
            ..FunctionText::default()
        };
        model.embed_function(&text).unwrap()
    });
    let cases = [
        ("delete a document from disk", "remove_file"),
        ("encrypt the secret of a user", "hash_password"),
        ("parse text into a map", "decode"),
        ("fetch a page from the web", "http_get"),
        ("order elements ascending", "sort_by"),
        ("accept connections on a port", "open_socket"),
    ];
    for (query, expected) in cases {
        let query_vector = model.embed_text(query).unwrap();
        let score = |vector: &Vec<f32>| -> f32 {
            vector
                .iter()
                .zip(&query_vector)
                .map(|(one, other)| one * other)
                .sum()
        };
        let best = functions
            .iter()
            .zip(&vectors)
            .max_by(|(_, one), (_, other)| score(one).total_cmp(&score(other)));
        assert_eq!(best.unwrap().0.0, expected, "{query}");
    }
}

#[test]
fn words_find_others_that_mean_the_same() {
    let model = model();
    let candidate = Candidate {
        name: &["remov", "fil"],
        text: &["path", "disk", "return"],
        ..Candidate::default()
    };
    let mut reranker = Reranker::new(&model, "delete a file from disk");
    let counterparts = reranker.counterparts(&candidate);
    let pairs: Vec<_> = counterparts.iter().map(|it| (it.asked, it.found)).collect();
    let expected = [("delet", "remov"), ("disk", "disk"), ("fil", "fil")];
    assert_eq!(pairs, expected);
}

/// These bits are what other machines compute too.
#[test]
fn golden_vector() {
    let vector = model()
        .embed_text("where do we validate the session token")
        .unwrap();
    let bits: Vec<_> = vector[..4].iter().map(|value| value.to_bits()).collect();
    assert_eq!(bits, GOLDEN, "{bits:#x?}");
}

const GOLDEN: [u32; 4] = [0x3b13_dc1d, 0xbd09_50c2, 0xbd4e_5fd8, 0xbce6_fe97];
