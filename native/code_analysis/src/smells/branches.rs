//! Branches that are the same as others of their choice.

use hashbrown::HashSet;

use crate::choices::{Choice, Way};

/// The lines of choices that do the same whatever is the case.
pub(super) fn uniform(choices: &[Choice]) -> Vec<(u32, u32)> {
    let uniform = choices.iter().filter(|choice| is_uniform(choice));
    uniform.map(|choice| choice.lines).collect()
}

/// Branches that do what an earlier one does, where not all do, and whether this tells of short ones
/// too: where all are the same but nothing is done otherwise, one condition would do.
pub(super) fn repeated(choices: &[Choice]) -> Vec<(&Way, bool)> {
    let mut repeated = Vec::new();
    for choice in choices.iter().filter(|choice| !is_uniform(choice)) {
        let short_too = are_alike(choice);
        let mut seen = HashSet::new();
        let is_repeated = |way: &&Way| way.fingerprint.is_some_and(|of| !seen.insert(of));
        let ways = choice.branches.iter().filter(is_repeated);
        repeated.extend(ways.map(|way| (way, short_too)));
    }
    repeated
}

fn is_uniform(choice: &Choice) -> bool {
    choice.is_complete && are_alike(choice)
}

fn are_alike(choice: &Choice) -> bool {
    let mut fingerprints = choice.branches.iter().map(|way| way.fingerprint);
    let first = fingerprints.next().flatten();
    first.is_some() && fingerprints.all(|other| other == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(fingerprints: &[Option<u64>]) -> Choice {
        let way = |(line, fingerprint)| Way {
            lines: (line, line),
            length: 1,
            fingerprint,
        };
        Choice {
            lines: (1, 9),
            branches: (2..).zip(fingerprints.iter().copied()).map(way).collect(),
            is_complete: true,
        }
    }

    fn repeated_lines(fingerprints: &[Option<u64>]) -> Vec<u32> {
        let choices = [choice(fingerprints)];
        let repeated = repeated(&choices);
        repeated.iter().map(|(way, _)| way.lines.0).collect()
    }

    #[test]
    fn a_branch_is_repeated_after_the_first_of_its_like() {
        let (a, b) = (Some(1), Some(2));
        assert_eq!(repeated_lines(&[a, b, a, b, a]), [4, 5, 6]);
        assert_eq!(repeated_lines(&[a, b]), [0; 0]);
    }

    #[test]
    fn a_choice_is_told_once_where_all_its_branches_are_the_same() {
        let (a, b) = (Some(1), Some(2));
        assert_eq!(uniform(&[choice(&[a, a, a])]), [(1, 9)]);
        assert_eq!(repeated_lines(&[a, a, a]), [0; 0]);
        assert_eq!(uniform(&[choice(&[a, a, b])]), []);
    }

    #[test]
    fn where_nothing_is_done_otherwise_all_but_the_first_are_repeated() {
        let mut choices = [choice(&[Some(1), Some(1), Some(1)])];
        choices[0].is_complete = false;
        assert_eq!(uniform(&choices), []);
        let repeated = repeated(&choices);
        let told: Vec<_> = repeated
            .iter()
            .map(|(way, short)| (way.lines.0, *short))
            .collect();
        assert_eq!(told, [(3, true), (4, true)]);
    }

    #[test]
    fn what_is_bound_is_like_nothing() {
        assert_eq!(uniform(&[choice(&[None, None])]), []);
        assert_eq!(uniform(&[choice(&[Some(1), None])]), []);
        assert_eq!(repeated_lines(&[None, Some(1), None, Some(1)]), [5]);
    }
}
