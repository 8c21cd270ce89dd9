//! Fingerprints with more places than are all compared with each other.
//!
//! Each place is compared with the leaders alone, so a change of the leaders changes what is
//! compared, in files too that are the same.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashSet;

use super::FileId;
use super::postings::{LEADERS, Posting, Postings};

/// Which places of a fingerprint were compared with all others before an update.
enum Before {
    All,
    Leaders(Vec<Posting>),
}

impl Before {
    fn led(&self, posting: &Posting) -> bool {
        match self {
            Self::All => true,
            Self::Leaders(leaders) => leaders.contains(posting),
        }
    }
}

/// How fingerprints were before an update, as far as it may have changed what is compared.
#[derive(Default)]
pub(super) struct Crowded(BTreeMap<u32, Before>);

impl Crowded {
    /// The places of the fingerprint are going to change.
    pub(super) fn remember(&mut self, postings: &Postings, hash: u32) {
        if postings.get(hash).len() > LEADERS {
            let leaders = || Before::Leaders(postings.leaders(hash).to_vec());
            self.0.entry(hash).or_insert_with(leaders);
        }
    }

    /// The fingerprint has another place now.
    pub(super) fn joined(&mut self, postings: &Postings, hash: u32) {
        if postings.get(hash).len() > LEADERS {
            self.0.entry(hash).or_insert(Before::All);
        }
    }

    /// Pairs of unchanged files that were compared by a fingerprint and are not any more, or the
    /// other way round.
    pub(super) fn regrouped(
        &self,
        postings: &Postings,
        changed: impl Fn(FileId) -> bool,
    ) -> BTreeSet<(FileId, FileId)> {
        let mut pairs = BTreeSet::new();
        for (hash, before) in &self.0 {
            let all = postings.get(*hash).iter();
            let unchanged: Vec<_> = all.filter(|one| !changed(one.file)).collect();
            let leaders: HashSet<_> = postings.leaders(*hash).iter().collect();
            let leads = |posting: &Posting| leaders.contains(posting);
            let led = |posting: &Posting| before.led(posting);
            for one in unchanged.iter().filter(|one| led(one) != leads(one)) {
                for other in &unchanged {
                    if (led(one) || led(other)) != (leads(one) || leads(other)) {
                        pairs.insert((one.file, other.file));
                    }
                }
            }
        }
        pairs
    }
}
