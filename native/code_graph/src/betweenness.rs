//! Betweenness centrality: U. Brandes, *A faster algorithm for betweenness centrality* (2001).
//!
//! The share of shortest paths between other nodes that lead through a node, divided by
//! (n - 1)(n - 2), so that it is between 0 and 1; 0 for fewer than three nodes.

use crate::links::Links;

/// Up to so many nodes it is exact. Beyond, paths are followed from [`SAMPLE`] nodes only, and the
/// result is scaled.
pub const EXACT: usize = 10_000;
/// Nodes from which paths are followed where it is not exact.
pub const SAMPLE: usize = 2_000;

/// The centrality of each node. `key` makes the sample: the nodes with the smallest keys, so that a
/// file more or less changes it little.
pub(crate) fn betweenness(links: &Links, key: impl Fn(usize) -> u64) -> Vec<f64> {
    let count = links.len();
    let mut scores = vec![0.0; count];
    if count < 3 {
        return scores;
    }
    let sources = sources(count, key);
    let mut search = Search::new(count);
    for source in &sources {
        search.from(*source, links);
        search.add(links, &mut scores);
    }
    let scale = count as f64 / sources.len() as f64 / ((count - 1) as f64 * (count - 2) as f64);
    scores.iter_mut().for_each(|score| *score *= scale);
    scores
}

fn sources(count: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let mut all: Vec<u32> = (0..count).filter_map(|node| node.try_into().ok()).collect();
    if count > EXACT {
        all.sort_by_cached_key(|node| key(*node as usize));
        all.truncate(SAMPLE);
    }
    all
}

/// Shortest paths from one node; everything is used again for the next.
struct Search {
    source: u32,
    distance: Vec<u32>,
    paths: Vec<f64>,
    share: Vec<f64>,
    /// Nodes in the order in which they were reached.
    reached: Vec<u32>,
}

const UNREACHED: u32 = u32::MAX;

impl Search {
    fn new(count: usize) -> Self {
        Self {
            source: 0,
            distance: vec![UNREACHED; count],
            paths: vec![0.0; count],
            share: vec![0.0; count],
            reached: Vec::with_capacity(count),
        }
    }

    fn from(&mut self, source: u32, links: &Links) {
        for node in self.reached.drain(..) {
            let node = node as usize;
            self.distance[node] = UNREACHED;
            self.paths[node] = 0.0;
            self.share[node] = 0.0;
        }
        self.source = source;
        self.distance[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        self.reached.push(source);
        let mut next = 0;
        while let Some(&node) = self.reached.get(next) {
            next += 1;
            let (distance, paths) = (self.distance[node as usize], self.paths[node as usize]);
            for &target in &links.out[node as usize] {
                let to = target as usize;
                if self.distance[to] == UNREACHED {
                    self.distance[to] = distance + 1;
                    self.reached.push(target);
                }
                if self.distance[to] == distance + 1 {
                    self.paths[to] += paths;
                }
            }
        }
    }

    /// From the farthest back: what each node's paths are worth to those before it.
    fn add(&mut self, links: &Links, scores: &mut [f64]) {
        for &node in self.reached.iter().rev() {
            let to = node as usize;
            let worth = (1.0 + self.share[to]) / self.paths[to];
            for &before in &links.incoming[to] {
                let before = before as usize;
                if self.distance[before] != UNREACHED
                    && self.distance[before] + 1 == self.distance[to]
                {
                    self.share[before] += self.paths[before] * worth;
                }
            }
            if node != self.source {
                scores[to] += self.share[to];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::betweenness;
    use crate::links::tests::links;

    fn exact(nodes: u32, edges: &[(u32, u32)]) -> Vec<f64> {
        betweenness(&links(nodes, edges), |_| 0)
    }

    #[test]
    fn few_nodes_have_none() {
        assert_eq!(exact(0, &[]), Vec::<f64>::new());
        assert_eq!(exact(2, &[(0, 1)]), [0.0, 0.0]);
    }

    #[test]
    fn the_middle_of_a_chain() {
        assert_eq!(exact(3, &[(0, 1), (1, 2)]), [0.0, 0.5, 0.0]);
    }

    #[test]
    fn two_ways_share() {
        // 0 to 3 leads through 1 or 2.
        let edges = [(0, 1), (0, 2), (1, 3), (2, 3)];
        assert_eq!(exact(4, &edges), [0.0, 0.5 / 6.0, 0.5 / 6.0, 0.0]);
    }

    #[test]
    fn a_sample_comes_near() {
        // A star: every path leads through its middle, wherever it begins.
        let count = super::EXACT as u32 + 5_000;
        let half = count / 2;
        let edges: Vec<_> = (1..count)
            .map(|node| if node < half { (node, 0) } else { (0, node) })
            .collect();
        let out: Vec<Vec<u32>> = (0..count)
            .map(|node| match node {
                0 => edges
                    .iter()
                    .filter(|edge| edge.0 == 0)
                    .map(|edge| edge.1)
                    .collect(),
                _ if node < half => vec![0],
                _ => Vec::new(),
            })
            .collect();
        let links = super::Links::new((0..count).collect(), count as usize, |file| {
            &out[file as usize]
        });
        let found = betweenness(&links, |node| {
            (node as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        });
        let n = f64::from(count);
        let exact = f64::from(half - 1) * f64::from(count - half) / ((n - 1.0) * (n - 2.0));
        assert!(
            (found[0] / exact - 1.0).abs() < 0.05,
            "{} {exact}",
            found[0]
        );
    }
}
