//! What crosses to and from the table `codebase_metadata` of duplication.

use std::ops::RangeInclusive;

use clone_tokens::CloneTokens;
use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use super::index::{CloneChange, CloneIndex, Compared, File};
use super::matching::Match;
use super::{FileId, Settings};
use crate::rows::{Scope, hash};

/// Of more clones of a file the longest are listed, and all are counted.
const MAX_LISTED: usize = 100;

/// What a row tells of its file, and what it holds of its clones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CloneFacts {
    /// They come beside the JSON.
    #[serde(skip)]
    pub tokens: Option<CloneTokens>,
    /// All lines of the file.
    #[serde(default)]
    pub lines: Option<u32>,
    /// Tells the clones.
    #[serde(default)]
    pub clones_hash: Option<i64>,
}

/// What a file and another one, or the same at another place, have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Clone {
    /// First of the whole lines of the file that are in it, from 1.
    pub start_line: u32,
    /// Last of them.
    pub end_line: u32,
    /// How many tokens are alike.
    pub tokens: u32,
    /// The other file, or the same.
    pub path: String,
    /// First of the whole lines of the other.
    pub other_start_line: u32,
    /// Last of them.
    pub other_end_line: u32,
}

/// All clones of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplication {
    /// All lines of the file.
    pub lines: u32,
    /// Those that lie in any clone.
    pub duplicated: u32,
    /// In the order of lines.
    pub clones: Vec<Clone>,
}

/// As in the columns of these names.
#[derive(Serialize)]
struct ClonesRow<'a> {
    path: &'a str,
    duplication_percentage: Option<f64>,
    clone_count: Option<usize>,
    clones: Option<&'a [Clone]>,
    clones_hash: Option<i64>,
}

impl Duplication {
    fn new(lines: u32, mut clones: Vec<Clone>) -> Self {
        clones.sort_unstable();
        clones.dedup();
        let covered = |sum: (u32, u32), clone: &Clone| {
            let first = clone.start_line.max(sum.1 + 1);
            let more = (clone.end_line + 1).saturating_sub(first);
            (sum.0 + more, sum.1.max(clone.end_line))
        };
        let (duplicated, _last) = clones.iter().fold((0, 0), covered);
        Self {
            lines,
            duplicated: duplicated.min(lines),
            clones,
        }
    }

    /// Share of the lines that lie in any clone, 0 to 100, to four decimals.
    #[must_use]
    pub fn percentage(&self) -> f64 {
        match self.lines {
            0 => 0.0,
            lines => {
                let share = f64::from(self.duplicated) / f64::from(lines);
                (share * 1_000_000.0).round() / 10_000.0
            }
        }
    }

    /// The longest, in the order of lines.
    fn listed(&self) -> Vec<Clone> {
        let mut longest = self.clones.clone();
        longest.sort_by_key(|clone| u32::MAX - clone.tokens);
        longest.truncate(MAX_LISTED);
        longest.sort_unstable();
        longest
    }
}

impl CloneIndex {
    /// Takes in what the rows tell, for all paths in the scope.
    pub fn refresh(&mut self, scope: &Scope, rows: Vec<(String, CloneFacts)>) -> Compared {
        let mut changes = self.gone(scope, &rows);
        let mut stored = Vec::with_capacity(rows.len());
        for (path, facts) in rows {
            stored.push((path.clone(), facts.clones_hash));
            changes.push(CloneChange::Tokens {
                path,
                tokens: facts.tokens,
                lines: facts.lines.unwrap_or_default(),
            });
        }
        let compared = self.update(changes);
        for (path, stored) in stored {
            if let Some(id) = self.ids.get(&path).copied() {
                self.unwritten.insert(id);
                if let Some(file) = self.file_mut(id) {
                    file.stored = stored;
                }
            }
        }
        compared
    }

    fn gone(&self, scope: &Scope, rows: &[(String, CloneFacts)]) -> Vec<CloneChange> {
        let here: HashSet<&str> = rows.iter().map(|(path, _)| path.as_str()).collect();
        let within = self.ids.keys().filter(|path| scope.contains(path));
        let gone = within.filter(|path| !here.contains(path.as_str()));
        gone.cloned().map(CloneChange::Gone).collect()
    }

    /// One number that tells the clones that the rows should hold by now.
    #[must_use]
    pub fn fingerprint(&self) -> i64 {
        let stored = self.files.iter().flatten().filter_map(|file| file.stored);
        stored.fold(0, |all, one| all ^ one)
    }

    /// The clones of a file. `None` where duplication is not measured.
    #[must_use]
    pub fn duplication(&self, path: &str) -> Option<Duplication> {
        self.of(*self.ids.get(path)?)
    }

    fn of(&self, id: FileId) -> Option<Duplication> {
        let settings = self.settings.as_ref()?;
        let file = self.file(id)?;
        let mut clones = Vec::new();
        for partner in &file.partners {
            let (pair, other) = ((id, *partner), self.file(*partner)?);
            if let Some(found) = self.matches.get(&pair) {
                let shown = found.iter().map(|one| (one.one, one.other, one.tokens));
                clones.extend(shown.filter_map(|at| shown_from(file, other, at, settings)));
            }
            if let Some(found) = self.matches.get(&(*partner, id)) {
                let shown = found
                    .iter()
                    .map(|one: &Match| (one.other, one.one, one.tokens));
                clones.extend(shown.filter_map(|at| shown_from(file, other, at, settings)));
            }
        }
        file.tokens.as_ref()?;
        Some(Duplication::new(file.lines, clones))
    }

    /// At most `count` rows of those files whose rows tell other clones than the index, as JSON
    /// objects; from now on they count as written.
    pub fn take_rows(&mut self, count: usize) -> Vec<String> {
        let mut rows = Vec::new();
        while rows.len() < count {
            let Some(id) = self.unwritten.pop_first() else {
                break;
            };
            let Some((json, hash)) = self.row(id) else {
                continue;
            };
            if let Some(file) = self.file_mut(id).filter(|file| file.stored != hash) {
                file.stored = hash;
                rows.push(json);
            }
        }
        rows
    }

    fn row(&self, id: FileId) -> Option<(String, Option<i64>)> {
        let file = self.file(id)?;
        let found = self.of(id);
        let listed = found.as_ref().map(Duplication::listed);
        let mut row = ClonesRow {
            path: &file.path,
            duplication_percentage: found.as_ref().map(Duplication::percentage),
            clone_count: found.as_ref().map(|found| found.clones.len()),
            clones: listed.as_deref(),
            clones_hash: None,
        };
        let told = serde_json::to_vec(&row).ok()?;
        row.clones_hash = found.is_some().then(|| hash(&told));
        Some((serde_json::to_string(&row).ok()?, row.clones_hash))
    }
}

/// `None` where it has too few whole lines on either side.
fn shown_from(
    file: &File,
    other: &File,
    (own, others, tokens): (u32, u32, u32),
    settings: &Settings,
) -> Option<Clone> {
    let lines = |file: &File, start: u32| {
        let (start, end) = (start as usize, (start + tokens) as usize);
        let (first, last) = file.tokens.as_ref()?.whole_lines(start, end)?;
        let enough = (last + 1).saturating_sub(first) >= settings.min_lines;
        enough.then_some(first..=last)
    };
    let own: RangeInclusive<u32> = lines(file, own)?;
    let others = lines(other, others)?;
    Some(Clone {
        start_line: *own.start(),
        end_line: *own.end(),
        tokens,
        path: other.path.clone(),
        other_start_line: *others.start(),
        other_end_line: *others.end(),
    })
}
