//! Who offers what: the only thing that resolvers may ask, and what they asked.
//!
//! A resolver's answer depends on nothing but the facts of its file, the manifests and what it
//! asked here. So when files come, go or offer other things, those whose questions have other
//! answers now are resolved again, and no others.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashMap, HashSet};

use crate::facts::FileFacts;
use crate::path;
use crate::resolve::declared_files;

/// A file, as long as it is in the codebase.
pub type FileId = u32;

/// Something that may be asked.
#[derive(Hash)]
enum Question<'a> {
    /// Is there a file?
    Path(&'a str),
    /// Which files are right in it?
    Directory(&'a str),
    /// Which files define the module?
    Module(&'a str),
    /// Which files may tell this path to be a part of theirs?
    Declarers(&'a str),
    /// Which paths end so?
    Ending(&'a str),
    /// What does the file offer?
    Facts(FileId),
}

/// A question as a number: two that meet in one only cause a file to be resolved in vain.
type QuestionId = u64;

/// All files with their facts.
#[derive(Default)]
pub(crate) struct Catalog {
    files: Vec<Option<FileFacts>>,
    ids: HashMap<String, FileId>,
    free: Vec<FileId>,
    /// Those of files that went in this update: somebody may still depend on them.
    freed: Vec<FileId>,
    directories: HashMap<String, HashSet<FileId>>,
    modules: HashMap<String, Vec<FileId>>,
    declarers: HashMap<String, HashSet<FileId>>,
    endings: HashMap<String, HashSet<FileId>>,
    askers: HashMap<QuestionId, HashSet<FileId>>,
    asked: Vec<Vec<QuestionId>>,
    hasher: DefaultHashBuilder,
}

impl Catalog {
    pub(crate) fn id(&self, path: &str) -> Option<FileId> {
        self.ids.get(path).copied()
    }

    pub(crate) fn get(&self, id: FileId) -> Option<&FileFacts> {
        self.files.get(id as usize)?.as_ref()
    }

    /// All files, in the order of their paths.
    pub(crate) fn ids(&self) -> Vec<FileId> {
        let mut ids: Vec<(&str, FileId)> = self.ids.iter().map(|(p, id)| (&**p, *id)).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_path, id)| id).collect()
    }

    /// The paths of all files, in no order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are files right in a directory.
    pub(crate) fn has(&self, directory: &str) -> bool {
        self.directories.contains_key(directory)
    }

    /// Numbers tell when files came; their paths are always the same.
    fn sort(&self, files: &mut [FileId]) {
        if files.len() > 1 {
            files.sort_unstable_by_key(|id| self.get(*id).map(|facts| &facts.path));
        }
    }

    /// Numbers are below this one.
    pub(crate) fn bound(&self) -> usize {
        self.files.len()
    }

    /// Keeps the facts instead of those that were there. The files whose questions have other
    /// answers now are added to `stale`, and so is this one.
    pub(crate) fn put(&mut self, facts: FileFacts, stale: &mut HashSet<FileId>) -> FileId {
        let id = self.id_for(&facts.path);
        let old = self.files.get_mut(id as usize).and_then(Option::take);
        if old.as_ref() != Some(&facts) {
            stale.insert(id);
            self.wake(id, old.as_ref(), Some(&facts), stale);
            if let Some(old) = &old {
                self.forget(id, old);
            }
            self.learn(id, &facts);
        }
        if let Some(place) = self.files.get_mut(id as usize) {
            *place = Some(facts);
        }
        id
    }

    /// Forgets a file.
    pub(crate) fn remove(&mut self, path: &str, stale: &mut HashSet<FileId>) -> Option<FileId> {
        let id = self.ids.remove(path)?;
        let old = self.files.get_mut(id as usize).and_then(Option::take)?;
        self.wake(id, Some(&old), None, stale);
        self.forget(id, &old);
        self.note(id, Vec::new());
        stale.remove(&id);
        self.freed.push(id);
        Some(id)
    }

    /// All that was stale is resolved again: nothing refers to files that have gone.
    pub(crate) fn settle(&mut self) {
        self.free.append(&mut self.freed);
    }

    fn id_for(&mut self, path: &str) -> FileId {
        if let Some(id) = self.id(path) {
            return id;
        }
        let id = self.free.pop().unwrap_or_else(|| {
            self.files.push(None);
            self.asked.push(Vec::new());
            FileId::try_from(self.files.len() - 1).unwrap_or(FileId::MAX)
        });
        self.ids.insert(path.to_owned(), id);
        id
    }

    fn learn(&mut self, id: FileId, facts: &FileFacts) {
        let directory = path::directory(&facts.path);
        self.directories
            .entry_ref(directory)
            .or_default()
            .insert(id);
        for ending in path::endings(&facts.path) {
            self.endings.entry_ref(ending).or_default().insert(id);
        }
        for module in facts.modules.iter().flatten() {
            let files = self.modules.entry_ref(module.as_str()).or_default();
            if !files.contains(&id) {
                files.push(id);
            }
        }
        for path in declared_files(facts) {
            self.declarers.entry(path).or_default().insert(id);
        }
    }

    fn forget(&mut self, id: FileId, facts: &FileFacts) {
        remove(&mut self.directories, path::directory(&facts.path), id);
        for ending in path::endings(&facts.path) {
            remove(&mut self.endings, ending, id);
        }
        for path in declared_files(facts) {
            remove(&mut self.declarers, &path, id);
        }
        for module in facts.modules.iter().flatten() {
            if let Some(files) = self.modules.get_mut(module) {
                files.retain(|file| *file != id);
                if files.is_empty() {
                    self.modules.remove(module);
                }
            }
        }
    }

    /// Those who asked what has another answer now.
    fn wake(
        &self,
        id: FileId,
        old: Option<&FileFacts>,
        new: Option<&FileFacts>,
        stale: &mut HashSet<FileId>,
    ) {
        let mut ask = |question: Question| {
            let question = self.hasher.hash_one(question);
            stale.extend(self.askers.get(&question).into_iter().flatten().copied());
        };
        ask(Question::Facts(id));
        if old.is_some() != new.is_some() {
            let path = old.or(new).map_or("", |facts| &facts.path);
            ask(Question::Path(path));
            ask(Question::Directory(path::directory(path)));
            path::endings(path).for_each(|ending| ask(Question::Ending(ending)));
        }
        let modules = |facts: Option<&FileFacts>| -> HashSet<String> {
            let modules = facts.and_then(|facts| facts.modules.clone());
            modules.into_iter().flatten().collect()
        };
        for module in modules(old).symmetric_difference(&modules(new)) {
            ask(Question::Module(module));
        }
        let declared = |facts: Option<&FileFacts>| -> HashSet<String> {
            facts.into_iter().flat_map(declared_files).collect()
        };
        for path in declared(old).symmetric_difference(&declared(new)) {
            ask(Question::Declarers(path));
        }
    }

    /// What the file asked, instead of what it asked before.
    fn note(&mut self, id: FileId, mut asked: Vec<QuestionId>) {
        asked.sort_unstable();
        asked.dedup();
        let place = self.asked.get_mut(id as usize);
        let before = place.map_or_else(Vec::new, |place| std::mem::replace(place, asked.clone()));
        for question in before {
            if let Some(askers) = self.askers.get_mut(&question) {
                askers.remove(&id);
                if askers.is_empty() {
                    self.askers.remove(&question);
                }
            }
        }
        for question in asked {
            self.askers.entry(question).or_default().insert(id);
        }
    }

    /// Resolves one file: what it asks meanwhile is kept.
    pub(crate) fn resolve<T>(
        &mut self,
        id: FileId,
        resolve: impl FnOnce(&FileFacts, &mut Lookup) -> T,
    ) -> Option<T> {
        let mut lookup = Lookup {
            catalog: self,
            asked: Vec::new(),
        };
        let resolved = resolve(self.get(id)?, &mut lookup);
        let asked = lookup.asked;
        self.note(id, asked);
        Some(resolved)
    }
}

/// Takes a file from those of a key, which goes with the last of them.
fn remove(sets: &mut HashMap<String, HashSet<FileId>>, key: &str, id: FileId) {
    if let Some(files) = sets.get_mut(key) {
        files.remove(&id);
        if files.is_empty() {
            sets.remove(key);
        }
    }
}

/// What a resolver may ask.
pub(crate) struct Lookup<'a> {
    catalog: &'a Catalog,
    asked: Vec<QuestionId>,
}

impl<'a> Lookup<'a> {
    fn ask(&mut self, question: &Question) {
        self.asked.push(self.catalog.hasher.hash_one(question));
    }

    /// The file at a path.
    pub(crate) fn file(&mut self, path: &str) -> Option<FileId> {
        self.ask(&Question::Path(path));
        self.catalog.id(path)
    }

    /// The first of several paths at which there is a file.
    pub(crate) fn first<P: AsRef<str>>(
        &mut self,
        paths: impl IntoIterator<Item = P>,
    ) -> Option<FileId> {
        paths.into_iter().find_map(|path| self.file(path.as_ref()))
    }

    /// The files right in a directory, in the order of their paths.
    pub(crate) fn directory(&mut self, directory: &str) -> Vec<FileId> {
        self.ask(&Question::Directory(directory));
        let files = self.catalog.directories.get(directory);
        let mut files: Vec<FileId> = files.into_iter().flatten().copied().collect();
        self.catalog.sort(&mut files);
        files
    }

    /// The paths that end with a name, or with a directory and a name, in order.
    pub(crate) fn ending(&mut self, ending: &str) -> Vec<&'a str> {
        self.ask(&Question::Ending(ending));
        let files = self.catalog.endings.get(ending);
        let facts = files
            .into_iter()
            .flatten()
            .filter_map(|id| self.catalog.get(*id));
        let mut paths: Vec<&str> = facts.map(|facts| facts.path.as_str()).collect();
        paths.sort_unstable();
        paths
    }

    /// The files that define a module, in the order of their paths.
    pub(crate) fn module(&mut self, name: &str) -> Vec<FileId> {
        self.ask(&Question::Module(name));
        let mut files = self.catalog.modules.get(name).cloned().unwrap_or_default();
        self.catalog.sort(&mut files);
        files
    }

    /// The files that may tell the one at this path to be a part of theirs, in the order of their
    /// paths.
    pub(crate) fn declarers(&mut self, path: &str) -> Vec<FileId> {
        self.ask(&Question::Declarers(path));
        let files = self.catalog.declarers.get(path);
        let mut files: Vec<FileId> = files.into_iter().flatten().copied().collect();
        self.catalog.sort(&mut files);
        files
    }

    /// What another file offers.
    pub(crate) fn facts(&mut self, id: FileId) -> Option<&'a FileFacts> {
        self.ask(&Question::Facts(id));
        self.catalog.get(id)
    }
}
