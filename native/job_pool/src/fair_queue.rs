//! Whose job is next.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// The jobs of several owners, who take turns; those of one owner come in order.
#[derive(Debug)]
pub struct FairQueue<O, J> {
    /// Each owner with jobs, once.
    turns: VecDeque<O>,
    jobs: HashMap<O, VecDeque<J>>,
}

impl<O, J> Default for FairQueue<O, J> {
    fn default() -> Self {
        Self {
            turns: VecDeque::new(),
            jobs: HashMap::new(),
        }
    }
}

impl<O: Copy + Eq + Hash, J> FairQueue<O, J> {
    /// Adds the last job of its owner.
    pub fn push(&mut self, owner: O, job: J) {
        match self.jobs.entry(owner) {
            Entry::Occupied(mut jobs) => jobs.get_mut().push_back(job),
            Entry::Vacant(place) => {
                place.insert(VecDeque::from([job]));
                self.turns.push_back(owner);
            }
        }
    }

    /// The first job of the owner whose turn it is.
    pub fn pop(&mut self) -> Option<J> {
        let owner = self.turns.pop_front()?;
        let Entry::Occupied(mut jobs) = self.jobs.entry(owner) else {
            return None;
        };
        let job = jobs.get_mut().pop_front();
        if jobs.get().is_empty() {
            jobs.remove();
        } else {
            self.turns.push_back(owner);
        }
        job
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(pushes: &[(char, u32)]) -> Vec<u32> {
        let mut queue = FairQueue::default();
        for (owner, job) in pushes {
            queue.push(*owner, *job);
        }
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn owners_take_turns() {
        let pushes = [
            ('a', 1),
            ('a', 2),
            ('a', 3),
            ('b', 10),
            ('c', 20),
            ('b', 11),
        ];
        assert_eq!(order(&pushes), [1, 10, 20, 2, 11, 3]);
    }

    #[test]
    fn an_owner_who_comes_back_is_last() {
        let mut queue = FairQueue::default();
        queue.push('a', 1);
        queue.push('b', 10);
        assert_eq!(queue.pop(), Some(1));
        queue.push('a', 2);
        assert_eq!(queue.pop(), Some(10));
        assert_eq!(queue.pop(), Some(2));
        assert_eq!(queue.pop(), None);
    }
}
