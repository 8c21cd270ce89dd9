//! Queries and candidates compared word by word, with rows that can be checked by hand.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss)]

use code_embedding::{
    Candidate, Identity, MAX_QUERY_WORDS, MAX_STEMS, Model, RECIPE, Relevance, Reranker, Weights,
};

/// `check` and `token` have nothing in common, `valid` is between them; all are of length 1 but
/// `sess`, which weighs half. Unknown stems are opposite to `check`.
fn model() -> Model {
    let identity = Identity {
        name: "test".into(),
        version: "1".into(),
        dimensions: 2,
        recipe: RECIPE.into(),
    };
    let stems = ["check", "token", "valid", "sess"].map(str::to_owned);
    let rows = [1.0, 0.0, 0.0, 1.0, 0.8, 0.6, 0.0, 0.5, -1.0, 0.0];
    Model::new(Weights::quantized(identity, stems.to_vec(), &rows).unwrap()).unwrap()
}

fn relevance(query: &str, candidate: &Candidate) -> Relevance {
    Reranker::new(&model(), query).relevance(candidate)
}

#[track_caller]
fn assert_near(found: f32, expected: f32) {
    assert!((found - expected).abs() < 0.005, "{found}, {expected}");
}

/// What of a chance is left by words so near, in name, place and text.
fn chance(name: f32, place: f32, text: f32) -> f32 {
    1.0 - (1.0 - 0.9 * name) * (1.0 - 0.7 * place) * (1.0 - 0.5 * text)
}

/// Of chances and weights, all of it as the library adds the least chance.
fn geometric_mean(chances: &[(f32, f32)]) -> f32 {
    let weight: f32 = chances.iter().map(|(_, weight)| weight).sum();
    let logarithms = chances.iter().map(|(it, weight)| (it + 0.05).ln() * weight);
    (logarithms.sum::<f32>() / weight).exp() - 0.05
}

#[test]
fn each_word_of_the_query_looks_for_its_best_in_each_part() {
    let candidate = Candidate {
        cosine: 0.5,
        name: &["valid"],
        place: &["unknown"],
        text: &["token", "unknown"],
    };
    let found = relevance("check token", &candidate);
    let check = chance(0.8, 0.0, 0.0);
    let token = chance(0.6, 0.0, 1.0);
    assert_near(found.words, geometric_mean(&[(check, 1.0), (token, 1.0)]));
    assert_near(found.besides, 0.2 / 2.0);
    let words = (found.words + 0.05).ln();
    assert_near(found.score, 13.0 * 0.5 + 5.5 * words - 5.0 * found.besides);
}

#[test]
fn words_weigh_what_their_rows_do_and_as_often_as_they_are_said() {
    let candidate = Candidate {
        text: &["check"],
        ..Candidate::default()
    };
    let met = chance(0.0, 0.0, 1.0);
    let found = relevance("check session", &candidate).words;
    assert_near(found, geometric_mean(&[(met, 1.0), (0.0, 0.5)]));
    let twice = 1.0 + 2.0_f32.ln();
    let found = relevance("check check token", &candidate).words;
    assert_near(found, geometric_mean(&[(met, twice), (0.0, 1.0)]));
}

#[test]
fn what_the_name_says_besides_is_in_proportion_to_the_query() {
    let candidate = Candidate {
        name: &["check", "token", "sess", "unknown"],
        ..Candidate::default()
    };
    assert_near(relevance("check", &candidate).besides, 1.0 + 0.5 + 1.0);
    assert_near(relevance("check token", &candidate).besides, 1.0 / 2.0);
}

#[test]
fn a_name_counts_more_than_a_container_and_that_more_than_the_text() {
    let name = Candidate {
        name: &["token"],
        ..Candidate::default()
    };
    let place = Candidate {
        place: &["token"],
        ..Candidate::default()
    };
    let text = Candidate {
        text: &["token"],
        ..Candidate::default()
    };
    let words = [name, place, text].map(|it| relevance("token", &it).words);
    for (found, expected) in words.into_iter().zip([0.9, 0.7, 0.5]) {
        assert_near(found, expected);
    }
}

#[test]
fn opposites_are_no_worse_than_strangers() {
    let candidate = Candidate {
        name: &["unknown"],
        ..Candidate::default()
    };
    let found = relevance("check", &candidate);
    assert_near(found.words, 0.0);
    assert_near(found.besides, 1.0);
}

#[test]
fn without_words_the_vectors_decide() {
    let candidate = Candidate {
        cosine: 0.25,
        ..Candidate::default()
    };
    for query in ["", "check"] {
        let found = relevance(query, &candidate);
        assert_near(found.score, 13.0 * 0.25 + 5.5 * 0.05_f32.ln());
        assert_near(found.words, 0.0);
        assert_near(found.besides, 0.0);
    }
}

#[test]
fn neither_order_nor_what_came_before_changes_a_bit() {
    let candidate = Candidate {
        cosine: 0.3,
        name: &["valid", "sess"],
        text: &["token", "other"],
        ..Candidate::default()
    };
    let model = model();
    let mut reranker = Reranker::new(&model, "check token of session");
    let first = reranker.relevance(&candidate);
    let other = Candidate {
        name: &["check"],
        ..candidate
    };
    assert_ne!(reranker.relevance(&other), first);
    assert_eq!(reranker.relevance(&candidate), first);
    assert_eq!(relevance("session of token, check", &candidate), first);
}

#[test]
fn counterparts_say_why() {
    let candidate = Candidate {
        name: &["valid"],
        text: &["token", "unknown"],
        ..Candidate::default()
    };
    let model = model();
    let mut reranker = Reranker::new(&model, "check the token");
    let list = reranker.counterparts(&candidate);
    let pairs: Vec<_> = list.iter().map(|it| (it.asked, it.found)).collect();
    assert_eq!(pairs, [("check", "valid"), ("token", "token")]);
    assert_near(list[0].cosine, 0.8);
    assert_near(list[1].cosine, 1.0);
}

#[test]
fn of_a_long_query_the_words_that_weigh_most_count() {
    let mut query: String = ('a'..='z')
        .flat_map(|first| ["xy", "xz"].map(|rest| format!("{first}{rest} ")))
        .collect();
    query.push_str("session check check");
    let candidate = Candidate {
        text: &["check", "sess"],
        ..Candidate::default()
    };
    let model = model();
    let mut reranker = Reranker::new(&model, &query);
    let asked: Vec<_> = reranker
        .counterparts(&candidate)
        .into_iter()
        .map(|it| it.asked.to_owned())
        .collect();
    // `session` weighs half of what each of the 53 others does.
    assert_eq!(asked, ["check"]);
    let weight = (MAX_QUERY_WORDS - 1) as f32;
    let met = (chance(0.0, 0.0, 1.0), 1.0 + 2.0_f32.ln());
    let expected = geometric_mean(&[met, (0.0, weight)]);
    assert_near(reranker.relevance(&candidate).words, expected);
}

#[test]
fn of_a_long_candidate_the_beginning_counts() {
    let mut text = vec!["unknown"; MAX_STEMS - 1];
    text.extend(["token", "check"]);
    let found = |query: &str| {
        let candidate = Candidate {
            text: &text,
            ..Candidate::default()
        };
        relevance(query, &candidate).words
    };
    assert_near(found("token"), 0.5);
    assert_near(found("check"), 0.0);
}
