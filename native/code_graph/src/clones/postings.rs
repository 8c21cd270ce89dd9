//! Which files have a fingerprint, and where.

use std::cmp::Ordering;

use hashbrown::HashMap;

use super::FileId;

/// Where many files have a fingerprint in common, each is compared with the first so many.
pub(super) const LEADERS: usize = 32;

/// A place at which a file has a fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Posting {
    pub(super) file: FileId,
    pub(super) place: u32,
}

/// Most fingerprints are those of one place.
#[derive(Debug)]
enum Places {
    One(Posting),
    Many(Vec<Posting>),
}

impl Places {
    fn all(&self) -> &[Posting] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(all) => all,
        }
    }
}

/// For each fingerprint all its places, in the order that the caller has.
#[derive(Debug, Default)]
pub(super) struct Postings {
    by_hash: HashMap<u32, Places>,
}

impl Postings {
    pub(super) fn get(&self, hash: u32) -> &[Posting] {
        self.by_hash.get(&hash).map_or(&[], Places::all)
    }

    pub(super) fn insert(
        &mut self,
        hash: u32,
        posting: Posting,
        order: impl Fn(&Posting, &Posting) -> Ordering,
    ) {
        match self.by_hash.get_mut(&hash) {
            None => {
                self.by_hash.insert(hash, Places::One(posting));
            }
            Some(Places::Many(all)) => {
                let place = all.partition_point(|one| order(one, &posting).is_lt());
                all.insert(place, posting);
            }
            Some(places) => {
                let mut all = places.all().to_vec();
                all.push(posting);
                all.sort_unstable_by(order);
                *places = Places::Many(all);
            }
        }
    }

    pub(super) fn remove(&mut self, hash: u32, posting: Posting) {
        let Some(places) = self.by_hash.get_mut(&hash) else {
            return;
        };
        let left = match places {
            Places::One(one) => usize::from(*one != posting),
            Places::Many(all) => {
                all.retain(|one| *one != posting);
                all.len()
            }
        };
        if left == 0 {
            self.by_hash.remove(&hash);
        }
    }

    pub(super) fn leaders(&self, hash: u32) -> &[Posting] {
        let all = self.get(hash);
        &all[..LEADERS.min(all.len())]
    }
}
