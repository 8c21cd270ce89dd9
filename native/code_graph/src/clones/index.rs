//! The index of all files of a codebase, and what changes in it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use clone_tokens::{CloneTokens, Token};
use hashbrown::{HashMap, HashSet};

use super::crowded::Crowded;
use super::fingerprint::{Fingerprint, fingerprints};
use super::matching::{Match, Seed, matches};
use super::postings::{Posting, Postings};
use super::{FileId, Settings};

/// What became of a file.
#[derive(Clone, Debug)]
pub enum CloneChange {
    /// These are its tokens now.
    Tokens {
        /// Relative to the root.
        path: String,
        /// `None` where duplication is not measured.
        tokens: Option<CloneTokens>,
        /// All lines of the file.
        lines: u32,
    },
    /// It is not in the codebase any more.
    Gone(String),
}

/// How much was looked at for an update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Files that were compared with at least one, themselves included.
    pub files: usize,
    /// Pairs of files, a file with itself included.
    pub pairs: usize,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) path: String,
    pub(super) tokens: Option<CloneTokens>,
    pub(super) lines: u32,
    /// The files with which it has clones in common, itself included.
    pub(super) partners: BTreeSet<FileId>,
    /// What tells the clones that its row holds.
    pub(super) stored: Option<i64>,
}

/// The fingerprints of the files that are to be compared.
type Announced = BTreeMap<FileId, Vec<Fingerprint>>;

/// The clones of a codebase. A pair of files is compared when they have a fingerprint in common, and
/// compared again when one of them has changed.
#[derive(Debug, Default)]
pub struct CloneIndex {
    /// `None`: nothing is a clone.
    pub(super) settings: Option<Settings>,
    pub(super) files: Vec<Option<File>>,
    pub(super) ids: HashMap<String, FileId>,
    free: Vec<FileId>,
    postings: Postings,
    /// By pairs in the order of their paths.
    pub(super) matches: HashMap<(FileId, FileId), Vec<Match>>,
    /// Files whose rows may hold other clones than the index.
    pub(super) unwritten: BTreeSet<FileId>,
}

impl CloneIndex {
    /// Without files. Without settings duplication is not measured.
    #[must_use]
    pub fn new(settings: Option<Settings>) -> Self {
        Self {
            settings: settings.map(Settings::sound),
            ..Self::default()
        }
    }

    /// Whether duplication is measured.
    #[must_use]
    pub fn measures(&self) -> bool {
        self.settings.is_some()
    }

    pub(super) fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id as usize)?.as_ref()
    }

    pub(super) fn file_mut(&mut self, id: FileId) -> Option<&mut File> {
        self.files.get_mut(id as usize)?.as_mut()
    }

    fn tokens(&self, id: FileId) -> &[Token] {
        let tokens = self.file(id).and_then(|file| file.tokens.as_ref());
        tokens.map_or(&[], CloneTokens::tokens)
    }

    pub(super) fn path(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| &file.path)
    }

    /// Takes changes in, and compares what they concern.
    pub fn update(&mut self, changes: Vec<CloneChange>) -> Compared {
        let mut crowded = Crowded::default();
        let (mut changed, mut gone) = (BTreeSet::new(), Vec::new());
        for change in changes {
            match change {
                CloneChange::Tokens {
                    path,
                    tokens,
                    lines,
                } => {
                    let tokens = tokens.filter(|_| self.settings.is_some());
                    changed.extend(self.put(path, tokens, lines, &mut crowded));
                }
                CloneChange::Gone(path) => {
                    if let Some(id) = self.ids.remove(&path) {
                        self.withdraw(id, &mut crowded);
                        changed.remove(&id);
                        gone.push(id);
                    }
                }
            }
        }
        let announced = changed.into_iter();
        let announced = announced.map(|id| (id, self.announce(id, &mut crowded)));
        let changed: Announced = announced.collect();
        for id in gone {
            self.unwritten.remove(&id);
            if let Some(file) = self.files.get_mut(id as usize) {
                *file = None;
                self.free.push(id);
            }
        }
        self.compare(&changed, &crowded)
    }

    /// The file, where it is to be compared.
    fn put(
        &mut self,
        path: String,
        tokens: Option<CloneTokens>,
        lines: u32,
        crowded: &mut Crowded,
    ) -> Option<FileId> {
        let Some(id) = self.ids.get(&path).copied() else {
            return Some(self.add(path, tokens, lines));
        };
        let file = self.file_mut(id)?;
        if file.tokens == tokens && file.lines == lines {
            return None;
        }
        // Comments and white space move tokens to other lines.
        if values(file.tokens.as_ref()) == values(tokens.as_ref()) {
            file.tokens = tokens;
            file.lines = lines;
            self.tell(id);
            return None;
        }
        self.withdraw(id, crowded);
        let file = self.file_mut(id)?;
        file.tokens = tokens;
        file.lines = lines;
        Some(id)
    }

    fn add(&mut self, path: String, tokens: Option<CloneTokens>, lines: u32) -> FileId {
        let id = self.free.pop().unwrap_or_else(|| {
            self.files.push(None);
            (self.files.len() - 1) as FileId
        });
        self.ids.insert(path.clone(), id);
        let file = File {
            path,
            tokens,
            lines,
            partners: BTreeSet::new(),
            stored: None,
        };
        if let Some(place) = self.files.get_mut(id as usize) {
            *place = Some(file);
        }
        id
    }

    /// The row of the file, and those of its partners, tell other lines.
    fn tell(&mut self, id: FileId) {
        self.unwritten.insert(id);
        let partners = self.file(id).map(|file| file.partners.clone());
        self.unwritten.extend(partners.into_iter().flatten());
    }

    /// Takes away what follows from the file's tokens.
    fn withdraw(&mut self, id: FileId, crowded: &mut Crowded) {
        self.tell(id);
        let partners = self
            .file_mut(id)
            .map(|file| std::mem::take(&mut file.partners));
        for partner in partners.into_iter().flatten() {
            self.matches.remove(&self.pair(id, partner));
            if let Some(partner) = self.file_mut(partner) {
                partner.partners.remove(&id);
            }
        }
        for Fingerprint { hash, place } in self.fingerprints(id) {
            crowded.remember(&self.postings, hash);
            self.postings.remove(hash, Posting { file: id, place });
        }
    }

    /// Adds the file's fingerprints.
    fn announce(&mut self, id: FileId, crowded: &mut Crowded) -> Vec<Fingerprint> {
        self.unwritten.insert(id);
        let fingerprints = self.fingerprints(id);
        for Fingerprint { hash, place } in fingerprints.iter().copied() {
            crowded.remember(&self.postings, hash);
            let posting = Posting { file: id, place };
            self.postings
                .insert(hash, posting, |a, b| order(&self.files, a, b));
            crowded.joined(&self.postings, hash);
        }
        fingerprints
    }

    fn fingerprints(&self, id: FileId) -> Vec<Fingerprint> {
        let settings = self.settings.as_ref();
        settings.map_or_else(Vec::new, |settings| fingerprints(self.tokens(id), settings))
    }

    fn pair(&self, a: FileId, b: FileId) -> (FileId, FileId) {
        if self.path(a) <= self.path(b) {
            (a, b)
        } else {
            (b, a)
        }
    }

    fn compare(&mut self, changed: &Announced, crowded: &Crowded) -> Compared {
        let mut files = HashSet::new();
        let mut pairs = 0;
        let mut count = |pair: (FileId, FileId)| {
            files.extend([pair.0, pair.1]);
            pairs += 1;
        };
        for (id, fingerprints) in changed {
            for (other, seeds) in self.seeds(*id, fingerprints, changed) {
                count(self.match_pair((*id, other), seeds));
            }
        }
        let regrouped = crowded.regrouped(&self.postings, |file| changed.contains_key(&file));
        let regrouped: BTreeSet<_> = regrouped.iter().map(|(a, b)| self.pair(*a, *b)).collect();
        for pair in regrouped {
            let seeds = self.seeds_between(pair);
            count(self.match_pair(pair, seeds));
        }
        Compared {
            files: files.len(),
            pairs,
        }
    }

    /// What a changed file is to be compared with, and around which tokens. Of two changed files the
    /// lower one has both.
    fn seeds(
        &self,
        id: FileId,
        fingerprints: &[Fingerprint],
        changed: &Announced,
    ) -> BTreeMap<FileId, Vec<Seed>> {
        let mut seeds: BTreeMap<FileId, Vec<Seed>> = BTreeMap::new();
        for (own, others) in self.compared_with(id, fingerprints) {
            for other in others {
                if other.file < id && changed.contains_key(&other.file) {
                    continue;
                }
                if self.are_apart(&own, other) {
                    let seeds = seeds.entry(other.file).or_default();
                    seeds.push((own.place, other.place));
                }
            }
        }
        seeds
    }

    /// All seeds of two files.
    fn seeds_between(&self, (one, other): (FileId, FileId)) -> Vec<Seed> {
        let mut seeds = Vec::new();
        let first = Posting {
            file: other,
            place: 0,
        };
        for (own, compared) in self.compared_with(one, &self.fingerprints(one)) {
            let start = compared.partition_point(|one| order(&self.files, one, &first).is_lt());
            let others = compared[start..].iter().take_while(|one| one.file == other);
            let others = others.filter(|other| self.are_apart(&own, other));
            seeds.extend(others.map(|other| (own.place, other.place)));
        }
        seeds
    }

    /// Each place of a file with those that it is compared with: all, or the leaders alone.
    fn compared_with<'a>(
        &'a self,
        file: FileId,
        fingerprints: &'a [Fingerprint],
    ) -> impl Iterator<Item = (Posting, &'a [Posting])> {
        fingerprints.iter().map(move |one| {
            let place = one.place;
            let own = Posting { file, place };
            let (all, leaders) = (self.postings.get(one.hash), self.postings.leaders(one.hash));
            let leads = || {
                leaders
                    .last()
                    .is_some_and(|last| order(&self.files, &own, last).is_le())
            };
            let others = if all.len() == leaders.len() || leads() {
                all
            } else {
                leaders
            };
            (own, others)
        })
    }

    /// Far enough, where they are in one file.
    fn are_apart(&self, a: &Posting, b: &Posting) -> bool {
        let least = self
            .settings
            .as_ref()
            .map_or(0, |settings| settings.min_tokens);
        a.file != b.file || a.place.abs_diff(b.place) as usize >= least
    }

    /// Looks for clones around the seeds, whose places come in the order of the files given. Answers
    /// the files in the order of their paths.
    fn match_pair(
        &mut self,
        (one, other): (FileId, FileId),
        mut seeds: Vec<Seed>,
    ) -> (FileId, FileId) {
        let pair = self.pair(one, other);
        let swapped = |(a, b): Seed| if one == other { a > b } else { pair.0 != one };
        for seed in &mut seeds {
            if swapped(*seed) {
                *seed = (seed.1, seed.0);
            }
        }
        let Some(settings) = &self.settings else {
            return pair;
        };
        let found = matches(self.tokens(pair.0), self.tokens(pair.1), seeds, settings);
        let before = self.matches.get(&pair).map_or(&[][..], Vec::as_slice);
        if found == before {
            return pair;
        }
        let none = found.is_empty();
        if none {
            self.matches.remove(&pair);
        } else {
            self.matches.insert(pair, found);
        }
        for (id, partner) in [pair, (pair.1, pair.0)] {
            self.unwritten.insert(id);
            if let Some(file) = self.file_mut(id) {
                if none {
                    file.partners.remove(&partner);
                } else {
                    file.partners.insert(partner);
                }
            }
        }
        pair
    }
}

fn values(tokens: Option<&CloneTokens>) -> Option<&[Token]> {
    tokens.map(CloneTokens::tokens)
}

/// The same however the files came in.
fn order(files: &[Option<File>], a: &Posting, b: &Posting) -> Ordering {
    let path = |posting: &Posting| {
        let file = files.get(posting.file as usize);
        file.and_then(Option::as_ref).map(|file| file.path.as_str())
    };
    match a.file == b.file {
        true => a.place.cmp(&b.place),
        false => path(a).cmp(&path(b)),
    }
}
