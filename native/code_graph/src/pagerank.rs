//! PageRank: L. Page, S. Brin, R. Motwani, T. Winograd, *The PageRank Citation Ranking* (1999).
//!
//! Damping 0.85; the rank of a node without edges out is spread evenly over all; scores sum to 1.

use crate::links::Links;

const DAMPING: f64 = 0.85;
/// Sum of all differences between two rounds at which it ends. What is still missing then is less
/// than six times as much.
const TOLERANCE: f64 = 1e-12;
/// More than any start needs: each round leaves 0.85 of the error.
const MAX_ROUNDS: usize = 300;

/// The rank of each node. Beginning with ranks that are nearly right takes fewer rounds; nodes
/// without one begin with the mean.
pub(crate) fn pagerank(links: &Links, start: impl Fn(usize) -> Option<f64>) -> Vec<f64> {
    let count = links.len();
    if count == 0 {
        return Vec::new();
    }
    let mean = 1.0 / count as f64;
    let valid = |rank: &f64| rank.is_finite() && *rank > 0.0;
    let mut ranks: Vec<f64> = (0..count)
        .map(|node| start(node).filter(valid).unwrap_or(mean))
        .collect();
    normalize(&mut ranks);
    for _ in 0..MAX_ROUNDS {
        let next = round(links, &ranks);
        let difference: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if difference < TOLERANCE {
            break;
        }
    }
    normalize(&mut ranks);
    ranks
}

fn round(links: &Links, ranks: &[f64]) -> Vec<f64> {
    let count = ranks.len() as f64;
    let mut dangling = 0.0;
    let shares: Vec<f64> = ranks
        .iter()
        .zip(&links.out)
        .map(|(rank, out)| {
            if out.is_empty() {
                dangling += rank;
                0.0
            } else {
                rank / out.len() as f64
            }
        })
        .collect();
    let base = (1.0 - DAMPING + DAMPING * dangling) / count;
    let received = |sources: &Vec<u32>| -> f64 {
        let shares = sources.iter().filter_map(|node| shares.get(*node as usize));
        base + DAMPING * shares.sum::<f64>()
    };
    links.incoming.iter().map(received).collect()
}

fn normalize(ranks: &mut [f64]) {
    let sum: f64 = ranks.iter().sum();
    for rank in ranks {
        *rank /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::pagerank;
    use crate::links::tests::links;

    fn cold(nodes: u32, edges: &[(u32, u32)]) -> Vec<f64> {
        pagerank(&links(nodes, edges), |_| None)
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn without_edges_all_are_alike() {
        assert_eq!(cold(0, &[]), Vec::<f64>::new());
        assert_near(&cold(4, &[]), &[0.25; 4]);
    }

    #[test]
    fn by_hand() {
        // r1 = 0.15/2 + 0.85 (r0 + r1/2), r0 = 0.15/2 + 0.85 r1/2, where 1 is dangling.
        assert_near(&cold(2, &[(0, 1)]), &[0.5 / 1.425, 0.925 / 1.425]);
        assert_near(&cold(3, &[(0, 1), (1, 2), (2, 0)]), &[1.0 / 3.0; 3]);
    }

    #[test]
    fn any_start_leads_to_the_same() {
        let edges = [(0, 1), (1, 2), (2, 1), (3, 2), (4, 3), (4, 0), (5, 5)];
        let links = links(6, &edges);
        let cold = pagerank(&links, |_| None);
        assert!((cold.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let starts = [f64::NAN, 0.9, -1.0, 0.0, 1e9, f64::INFINITY];
        assert_near(&pagerank(&links, |node| Some(starts[node])), &cold);
    }
}
