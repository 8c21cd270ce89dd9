use std::collections::{BTreeMap, BTreeSet};

use crate::message::{Degradation, DegradationKind, Message};

/// Which degradations the owner has been told of.
#[derive(Debug, Default)]
pub(crate) struct Degradations {
    told: BTreeSet<DegradationKind>,
}

impl Degradations {
    /// What is to be told now. An end is told only where `settled`: while the watches are not all
    /// set, a reason that is not there is one that nobody has come across yet.
    pub fn news(
        &mut self,
        current: &BTreeMap<DegradationKind, (Degradation, usize)>,
        settled: bool,
    ) -> Vec<Message> {
        let mut news = Vec::new();
        for (kind, (reason, unwatched)) in current {
            if self.told.insert(*kind) {
                let (reason, unwatched) = (reason.clone(), *unwatched);
                news.push(Message::Degraded { reason, unwatched });
            }
        }
        if settled {
            let ended = self.told.extract_if(.., |kind| !current.contains_key(kind));
            news.extend(ended.map(Message::Restored));
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_when_it_begins_and_when_it_has_ended_for_sure() {
        let limit = || (DegradationKind::WatchLimit, (Degradation::WatchLimit, 3));
        let missing = || (DegradationKind::RootMissing, (Degradation::RootMissing, 1));
        let begun = |(_, (reason, unwatched))| Message::Degraded { reason, unwatched };
        let mut degradations = Degradations::default();
        assert_eq!(degradations.news(&[limit()].into(), true), [begun(limit())]);
        assert_eq!(degradations.news(&[limit()].into(), true), []);
        let news = degradations.news(&[missing()].into(), false);
        assert_eq!(news, [begun(missing())]);
        let news = degradations.news(&[limit()].into(), true);
        assert_eq!(news, [Message::Restored(DegradationKind::RootMissing)]);
        let news = degradations.news(&[].into(), true);
        assert_eq!(news, [Message::Restored(DegradationKind::WatchLimit)]);
    }
}
