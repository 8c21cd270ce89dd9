//! The index of all files of a codebase, and what changes in it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use clone_tokens::{CloneTokens, Token};
use hashbrown::{HashMap, HashSet};

use super::crowded::Crowded;
use super::fingerprint::fingerprints;
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
        for id in &changed {
            self.announce(*id, &mut crowded);
        }
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
        for (hash, place) in self.places(id) {
            crowded.remember(&self.postings, hash);
            self.postings.remove(hash, Posting { file: id, place });
        }
    }

    /// Adds the file's fingerprints.
    fn announce(&mut self, id: FileId, crowded: &mut Crowded) {
        self.unwritten.insert(id);
        for (hash, place) in self.places(id) {
            crowded.remember(&self.postings, hash);
            let posting = Posting { file: id, place };
            self.postings
                .insert(hash, posting, |a, b| order(&self.files, a, b));
            crowded.joined(&self.postings, hash);
        }
    }

    fn places(&self, id: FileId) -> Vec<(u32, u32)> {
        let Some(settings) = &self.settings else {
            return Vec::new();
        };
        let all = fingerprints(self.tokens(id), settings);
        all.iter().map(|one| (one.hash, one.place)).collect()
    }

    fn pair(&self, a: FileId, b: FileId) -> (FileId, FileId) {
        if self.path(a) <= self.path(b) {
            (a, b)
        } else {
            (b, a)
        }
    }

    fn compare(&mut self, changed: &BTreeSet<FileId>, crowded: &Crowded) -> Compared {
        let mut files = HashSet::new();
        let mut pairs = 0;
        let mut count = |pair: (FileId, FileId)| {
            files.extend([pair.0, pair.1]);
            pairs += 1;
        };
        for id in changed {
            for (other, seeds) in self.seeds(*id, changed) {
                let pair = self.pair(*id, other);
                self.match_pair(pair, seeds);
                count(pair);
            }
        }
        let regrouped = crowded.regrouped(&self.postings, changed);
        let regrouped: BTreeSet<_> = regrouped.iter().map(|(a, b)| self.pair(*a, *b)).collect();
        for pair in regrouped {
            let seeds = self.seeds_between(pair);
            self.match_pair(pair, seeds);
            count(pair);
        }
        Compared {
            files: files.len(),
            pairs,
        }
    }

    /// What a changed file is to be compared with, and around which tokens. Of two changed files the
    /// lower one has both.
    fn seeds(&self, id: FileId, changed: &BTreeSet<FileId>) -> BTreeMap<FileId, Vec<Seed>> {
        let mut seeds: BTreeMap<FileId, Vec<Seed>> = BTreeMap::new();
        for (hash, place) in self.places(id) {
            let own = Posting { file: id, place };
            let rank = self.rank(hash, &own);
            for other in self.postings.compared_with(hash, rank) {
                if other.file < id && changed.contains(&other.file) {
                    continue;
                }
                if let Some(seed) = self.seed(own, *other) {
                    seeds.entry(other.file).or_default().push(seed);
                }
            }
        }
        seeds
    }

    fn rank(&self, hash: u32, posting: &Posting) -> usize {
        let all = self.postings.get(hash);
        all.partition_point(|one| order(&self.files, one, posting).is_lt())
    }

    /// The places in the order of the pair. In one file they are far enough apart.
    fn seed(&self, a: Posting, b: Posting) -> Option<Seed> {
        if a.file != b.file {
            let in_order = self.pair(a.file, b.file).0 == a.file;
            return Some(if in_order {
                (a.place, b.place)
            } else {
                (b.place, a.place)
            });
        }
        let seed = (a.place.min(b.place), a.place.max(b.place));
        let distance = self.settings.as_ref()?.min_tokens as u32;
        (seed.1 - seed.0 >= distance).then_some(seed)
    }

    /// All seeds of two files.
    fn seeds_between(&self, (one, other): (FileId, FileId)) -> Vec<Seed> {
        let mut seeds = Vec::new();
        for (hash, place) in self.places(one) {
            let own = Posting { file: one, place };
            let rank = self.rank(hash, &own);
            let compared = self.postings.compared_with(hash, rank);
            let first = Posting {
                file: other,
                place: 0,
            };
            let start = compared.partition_point(|one| order(&self.files, one, &first).is_lt());
            let others = compared[start..].iter().take_while(|one| one.file == other);
            seeds.extend(others.filter_map(|posting| self.seed(own, *posting)));
        }
        seeds
    }

    fn match_pair(&mut self, pair: (FileId, FileId), seeds: Vec<Seed>) {
        let Some(settings) = &self.settings else {
            return;
        };
        let found = matches(self.tokens(pair.0), self.tokens(pair.1), seeds, settings);
        let before = self.matches.get(&pair).map_or(&[][..], Vec::as_slice);
        if found == before {
            return;
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
