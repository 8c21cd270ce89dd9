//! Scores come back from their rows as they were written, to the last bit: what rows hold is told by a
//! number that is computed from these bits.
#![allow(clippy::unwrap_used)]

use code_graph::FileRow;

#[test]
fn scores_come_back_as_they_were_written() {
    let mut score = 0.184_416_781_927_210_1_f64;
    for _ in 0..100_000 {
        score = (score * 3.999).mul_add(-score, score * 3.999);
        let row = format!(
            r#"{{"facts": {{"path": "a.go", "language": "go"}},
                 "stored": {{"fingerprint": 1, "pagerank_score": {score}, "centrality_score": {score:e}}}}}"#
        );
        let stored = FileRow::read(&row, None).unwrap().stored;
        let read = [stored.pagerank_score, stored.centrality_score];
        assert_eq!(
            read.map(|read| read.unwrap().to_bits()),
            [score.to_bits(); 2]
        );
    }
}
