//! The files, what each depends on and what depends on it.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use crate::catalog::{Catalog, FileId};
use crate::dependency::{Dependency, Target, gather};
use crate::facts::FileFacts;
use crate::manifest::Manifests;
use crate::resolve::resolver;
use crate::rows::Stored;
use crate::scores::Scores;

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Change {
    /// These are its facts now.
    Facts(FileFacts),
    /// It is not in the codebase any more.
    Gone(String),
}

/// What an update has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Files whose dependencies, or the files that depend on them, are others now.
    pub changed: usize,
    /// The edges, or the set of files, are others now, and so all scores may be.
    pub edges: bool,
}

#[derive(Default)]
pub(crate) struct Node {
    pub(crate) dependencies: Vec<Dependency>,
    /// The files among them, ascending.
    pub(crate) out: Vec<FileId>,
    /// The files that depend on it, ascending.
    pub(crate) incoming: Vec<FileId>,
    pub(crate) scores: Scores,
    /// What its row holds of all this.
    pub(crate) stored: Stored,
}

/// The dependency graph of one codebase.
#[derive(Default)]
pub struct CodeGraph {
    pub(crate) catalog: Catalog,
    manifests: Manifests,
    pub(crate) nodes: Vec<Node>,
    /// Files whose rows may hold other dependencies than the graph.
    pub(crate) unwritten: BTreeSet<FileId>,
}

impl CodeGraph {
    /// Without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes changes in and resolves again what they concern. Where the manifests are others, that
    /// is everything; without any they are the same as before.
    pub fn update(
        &mut self,
        manifests: impl Into<Option<Manifests>>,
        changes: Vec<Change>,
    ) -> Update {
        let mut stale = HashSet::new();
        let mut touched = HashSet::new();
        let mut update = Update::default();
        for change in changes {
            match change {
                Change::Facts(facts) => {
                    update.edges |= self.takes_part(&facts.path) != Some(facts.has_links());
                    self.catalog.put(facts, &mut stale);
                }
                Change::Gone(path) => {
                    if let Some(id) = self.catalog.remove(&path, &mut stale) {
                        update.edges = true;
                        self.connect(id, Vec::new(), &mut touched);
                        self.forget(id);
                    }
                }
            }
        }
        let manifests = manifests.into();
        if let Some(manifests) = manifests.filter(|manifests| *manifests != self.manifests) {
            self.manifests = manifests;
            stale.extend(self.catalog.ids());
        }
        self.nodes.resize_with(self.catalog.bound(), Node::default);
        let mut stale: Vec<_> = stale.into_iter().collect();
        stale.sort_unstable();
        for id in stale {
            update.edges |= self.resolve(id, &mut touched);
        }
        self.catalog.settle();
        touched.retain(|id| self.catalog.get(*id).is_some());
        update.changed = touched.len();
        self.unwritten.extend(touched);
        update
    }

    /// Whether the file can depend on others; `None` where there is no such file.
    fn takes_part(&self, path: &str) -> Option<bool> {
        let facts = self.catalog.get(self.catalog.id(path)?)?;
        Some(facts.has_links())
    }

    fn forget(&mut self, id: FileId) {
        self.unwritten.remove(&id);
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.scores = Scores::default();
            node.stored = Stored::default();
        }
    }

    /// Whether its edges are others now.
    fn resolve(&mut self, id: FileId, touched: &mut HashSet<FileId>) -> bool {
        let manifests = &self.manifests;
        let uses = self.catalog.resolve(id, |facts, lookup| {
            let resolver = resolver(&facts.language);
            resolver.map_or_else(Vec::new, |uses| uses(facts, manifests, lookup))
        });
        let Some(uses) = uses else { return false };
        self.connect(id, gather(id, uses), touched)
    }

    /// Whether its edges are others now.
    fn connect(
        &mut self,
        id: FileId,
        dependencies: Vec<Dependency>,
        touched: &mut HashSet<FileId>,
    ) -> bool {
        let Some(node) = self.nodes.get_mut(id as usize) else {
            return false;
        };
        if node.dependencies == dependencies {
            return false;
        }
        let out: Vec<_> = dependencies.iter().filter_map(Dependency::file).collect();
        node.dependencies = dependencies;
        let before = std::mem::replace(&mut node.out, out.clone());
        touched.insert(id);
        for gone in only_in(&before, &out) {
            touched.insert(gone);
            self.remove_incoming(gone, id);
        }
        for new in only_in(&out, &before) {
            touched.insert(new);
            self.add_incoming(new, id);
        }
        before != out
    }

    fn add_incoming(&mut self, of: FileId, from: FileId) {
        if let Some(node) = self.nodes.get_mut(of as usize)
            && let Err(place) = node.incoming.binary_search(&from)
        {
            node.incoming.insert(place, from);
        }
    }

    fn remove_incoming(&mut self, of: FileId, from: FileId) {
        if let Some(node) = self.nodes.get_mut(of as usize)
            && let Ok(place) = node.incoming.binary_search(&from)
        {
            node.incoming.remove(place);
        }
    }

    fn node(&self, path: &str) -> Option<&Node> {
        self.nodes.get(self.catalog.id(path)? as usize)
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, id: FileId) -> Option<&str> {
        self.catalog.get(id).map(|facts| facts.path.as_str())
    }

    /// The paths of all files, in no order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.catalog.paths()
    }

    /// How many files there are.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.catalog.len()
    }

    /// How many pairs of files there are of which one depends on the other.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.nodes.iter().map(|node| node.out.len()).sum()
    }

    /// One number that tells which files with which contents were taken in, and what their rows
    /// should hold by now. PostgreSQL computes the same from the rows.
    #[must_use]
    pub fn fingerprint(&self) -> i64 {
        let all = self.nodes.iter().map(|node| node.stored.fingerprint());
        all.fold(0, |all, one| all ^ one)
    }

    /// What a file depends on, files first.
    #[must_use]
    pub fn dependencies(&self, path: &str) -> &[Dependency] {
        self.node(path).map_or(&[], |node| &node.dependencies)
    }

    /// The paths of the files that depend on it, in order.
    #[must_use]
    pub fn dependents(&self, path: &str) -> Vec<&str> {
        let ids = self.node(path).map_or(&[][..], |node| &node.incoming);
        let mut paths: Vec<_> = ids.iter().filter_map(|id| self.path(*id)).collect();
        paths.sort_unstable();
        paths
    }

    /// All edges as pairs of paths, in order.
    #[must_use]
    pub fn edges(&self) -> Vec<(&str, &str)> {
        let mut edges = Vec::new();
        for id in self.catalog.ids() {
            let node = self.nodes.get(id as usize);
            let out = node.map_or(&[][..], |node| &node.out);
            let pair = |to: &FileId| Some((self.path(id)?, self.path(*to)?));
            edges.extend(out.iter().filter_map(pair));
        }
        edges.sort_unstable();
        edges
    }

    /// Dependencies that are no file, as pairs of a path and a target.
    #[must_use]
    pub fn others(&self) -> Vec<(&str, &Target)> {
        let mut others = Vec::new();
        for id in self.catalog.ids() {
            let (Some(node), Some(path)) = (self.nodes.get(id as usize), self.path(id)) else {
                continue;
            };
            let targets = node.dependencies.iter().filter(|one| one.file().is_none());
            others.extend(targets.map(|one| (path, &one.target)));
        }
        others
    }
}

/// What is in the first list and not in the second; both ascend.
fn only_in<'a>(first: &'a [FileId], second: &'a [FileId]) -> impl Iterator<Item = FileId> + 'a {
    let is_new = |id: &&FileId| second.binary_search(id).is_err();
    first.iter().filter(is_new).copied()
}
