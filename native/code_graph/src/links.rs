//! The edges as arrays, for scores: nodes are numbered in the order of their paths, so that sums
//! do not depend on the order in which files came.

use crate::catalog::FileId;

/// A directed graph without parallel edges.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// Which file each node is.
    pub(crate) files: Vec<FileId>,
    pub(crate) out: Vec<Vec<u32>>,
    pub(crate) incoming: Vec<Vec<u32>>,
}

impl Links {
    /// `out` of each file, which may name files that are no nodes: these are left out.
    pub(crate) fn new<'a>(
        files: Vec<FileId>,
        bound: usize,
        out: impl Fn(FileId) -> &'a [FileId],
    ) -> Self {
        const NONE: u32 = u32::MAX;
        let mut numbers = vec![NONE; bound];
        for (number, file) in (0..).zip(&files) {
            if let Some(place) = numbers.get_mut(*file as usize) {
                *place = number;
            }
        }
        let number = |file: &FileId| {
            let number = numbers.get(*file as usize).copied();
            number.filter(|number| *number != NONE)
        };
        let out: Vec<Vec<u32>> = files
            .iter()
            .map(|file| {
                let mut targets: Vec<u32> = out(*file).iter().filter_map(number).collect();
                targets.sort_unstable();
                targets
            })
            .collect();
        let incoming = reversed(&out);
        Self {
            files,
            out,
            incoming,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }
}

fn reversed(out: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut incoming = vec![Vec::new(); out.len()];
    for (from, targets) in (0..).zip(out) {
        for to in targets {
            if let Some(sources) = incoming.get_mut(*to as usize) {
                sources.push(from);
            }
        }
    }
    incoming
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Links;

    pub(crate) fn links(nodes: u32, edges: &[(u32, u32)]) -> Links {
        let out: Vec<Vec<u32>> = (0..nodes)
            .map(|from| {
                let edges = edges.iter().filter(|edge| edge.0 == from);
                edges.map(|edge| edge.1).collect()
            })
            .collect();
        Links::new((0..nodes).collect(), nodes as usize, |file| {
            &out[file as usize]
        })
    }

    #[test]
    fn what_is_no_node_is_left_out() {
        let all: [&[u32]; 3] = [&[1, 2], &[], &[0]];
        let links = Links::new(vec![2, 0], 3, |file| all[file as usize]);
        assert_eq!(links.out, [vec![1], vec![0]]);
        assert_eq!(links.incoming, [vec![1], vec![0]]);
    }
}
