use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::hint::Weight;

/// Times of some file systems are that coarse.
const SETTLED_NS: i128 = 2_000_000_000;

/// What the entries of one directory look like, as far as one can tell without reading them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing(BTreeMap<OsString, Entry>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    version: Version,
    /// Old enough that another change would show in its times.
    settled: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// What is in it, its own listing tells.
    Directory { inode: u64 },
    /// Without the inode: file systems in user space give a new one whenever they please, and a
    /// file that takes the place of another has another time of change.
    File {
        size: u64,
        modified_ns: i128,
        changed_ns: i128,
    },
    /// Listed, but not to be looked at.
    Unknown,
}

impl Listing {
    pub fn read(directory: &Path) -> io::Result<Listing> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |since| i128::try_from(since.as_nanos()).unwrap_or(0));
        let mut entries = BTreeMap::new();
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            let version = entry.metadata().map_or(Version::Unknown, |m| version(&m));
            let settled = version.is_settled(now);
            entries.insert(entry.file_name(), Entry { version, settled });
        }
        Ok(Listing(entries))
    }

    /// The names that have changed since the `former` listing.
    pub fn changes<'a>(
        &'a self,
        former: &'a Listing,
    ) -> impl Iterator<Item = (&'a OsString, Weight)> {
        let touched = self.0.iter().filter_map(|(name, entry)| {
            let weight = entry.change_from(former.0.get(name))?;
            Some((name, weight))
        });
        let gone = former.0.keys().filter(|name| !self.0.contains_key(*name));
        touched.chain(gone.map(|name| (name, Weight::Gone)))
    }
}

impl Entry {
    /// One change of an unsettled file may hide behind another: it is told once more in the end.
    fn change_from(&self, former: Option<&Entry>) -> Option<Weight> {
        let Some(former) = former else {
            return Some(Weight::Ongoing);
        };
        if self.version == former.version {
            return (self.settled && !former.settled).then_some(Weight::Ongoing);
        }
        Some(match former.version {
            Version::Directory { .. } => Weight::Gone,
            _ => Weight::Ongoing,
        })
    }
}

impl Version {
    /// A time to come says nothing about when it was written.
    fn is_settled(self, now_ns: i128) -> bool {
        match self {
            Version::File {
                modified_ns,
                changed_ns,
                ..
            } => ![modified_ns, changed_ns]
                .iter()
                .any(|time| (0..SETTLED_NS).contains(&(now_ns - time))),
            _ => true,
        }
    }
}

fn version(metadata: &Metadata) -> Version {
    let nanoseconds = |s: i64, ns: i64| i128::from(s) * 1_000_000_000 + i128::from(ns);
    if metadata.is_dir() {
        Version::Directory {
            inode: metadata.ino(),
        }
    } else {
        Version::File {
            size: metadata.len(),
            modified_ns: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed_ns: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn file(size: u64, changed_ns: i128, now_ns: i128) -> Entry {
        let version = Version::File {
            size,
            modified_ns: changed_ns,
            changed_ns,
        };
        Entry {
            version,
            settled: version.is_settled(now_ns),
        }
    }

    fn directory(inode: u64) -> Entry {
        Entry {
            version: Version::Directory { inode },
            settled: true,
        }
    }

    fn listing(entries: &[(&str, Entry)]) -> Listing {
        Listing(entries.iter().map(|(n, e)| (n.into(), *e)).collect())
    }

    fn changes(before: &[(&str, Entry)], after: &[(&str, Entry)]) -> Vec<(String, Weight)> {
        let (before, after) = (listing(before), listing(after));
        let told = after.changes(&before);
        told.map(|(name, weight)| (name.clone().into_string().unwrap(), weight))
            .collect()
    }

    const LATER: i128 = 100_000_000_000;

    #[test]
    fn what_is_new_gone_or_changed_is_told() {
        let before = [
            ("a", file(1, 5, LATER)),
            ("b", file(1, 5, LATER)),
            ("c", file(1, 5, LATER)),
        ];
        let after = [
            ("a", file(1, 5, LATER)),
            ("b", file(2, 5, LATER)),
            ("d", file(1, 5, LATER)),
        ];
        let told = [
            ("b", Weight::Ongoing),
            ("d", Weight::Ongoing),
            ("c", Weight::Gone),
        ];
        assert_eq!(changes(&before, &after), told.map(|(n, w)| (n.into(), w)));
        assert_eq!(changes(&after, &after), []);
    }

    #[test]
    fn a_directory_is_told_of_when_another_has_its_place() {
        let change = |after| changes(&[("lib", directory(1))], &[("lib", after)]);
        assert_eq!(change(directory(1)), []);
        let gone = [("lib".into(), Weight::Gone)];
        assert_eq!(change(directory(2)), gone);
        assert_eq!(change(file(1, 5, LATER)), gone);
    }

    #[test]
    fn a_young_file_is_told_of_once_more_when_it_has_settled() {
        let at = |now| [("a", file(1, LATER, now))];
        let (young, still_young, old) = (LATER + 1, LATER + 1_000, LATER + SETTLED_NS);
        assert_eq!(changes(&at(young), &at(still_young)), []);
        assert_eq!(
            changes(&at(still_young), &at(old)),
            [("a".into(), Weight::Ongoing)]
        );
        assert_eq!(changes(&at(old), &at(old + 1)), []);
        let future = [("a", file(1, LATER + 5, LATER))];
        assert_eq!(changes(&future, &future), []);
    }
}
