//! What crosses to and from the table `codebase_metadata`, as JSON.
//!
//! A row that comes in tells the facts of its file, and what it holds of the graph already. Rows go
//! out for the files where that is not what the graph says.

use clone_tokens::CloneTokens;
use hashbrown::HashSet;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::catalog::FileId;
use crate::clones::CloneFacts;
use crate::dependency::{Dependency, Target};
use crate::facts::FileFacts;
use crate::graph::{Change, CodeGraph, Node, Update};
use crate::manifest::{self, Manifests};
use crate::path;

/// Of the files that depend on one, so many are listed.
const MAX_RELATED: usize = 50;

/// What a row holds of the graph.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Stored {
    /// Tells the file, its content and how that was analysed.
    #[serde(default)]
    pub fingerprint: i64,
    /// Tells the dependencies and the files that depend on it.
    pub links_hash: Option<i64>,
    /// Of the last time that it was written.
    pub pagerank_score: Option<f64>,
    /// Of the last time that it was written.
    pub centrality_score: Option<f64>,
}

/// A row as it comes in.
#[derive(Clone, Debug, Deserialize)]
pub struct FileRow {
    /// What the analysis told.
    pub facts: FileFacts,
    /// What was written from the graph before.
    pub stored: Stored,
    /// What its clones are found by.
    #[serde(default)]
    pub clones: CloneFacts,
}

impl Stored {
    pub(crate) fn fingerprint(&self) -> i64 {
        let bits = |score: Option<f64>| score.map_or(0, |score| score.to_bits().cast_signed());
        // The same score of another file is to be another number.
        let mixed = |bits: i64| bits ^ ((bits & self.fingerprint) << 1);
        let scores = mixed(bits(self.pagerank_score)) ^ mixed(bits(self.centrality_score));
        self.fingerprint ^ self.links_hash.unwrap_or_default() ^ scores
    }
}

impl FileRow {
    /// From JSON text, and the text of its tokens. Tokens that make no sense are none.
    ///
    /// # Errors
    /// Other JSON is refused, in words.
    pub fn read(json: &str, tokens: Option<&str>) -> Result<Self, String> {
        let mut row: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        row.clones.tokens = tokens.and_then(|text| CloneTokens::decode(text).ok());
        Ok(row)
    }

    /// The path with what its clones are found by, which the graph has no use for.
    pub fn take_clones(&mut self) -> (String, CloneFacts) {
        (self.facts.path.clone(), std::mem::take(&mut self.clones))
    }
}

/// For which paths rows come in: those of them without a row are gone.
#[derive(Clone, Debug)]
pub enum Scope {
    /// For all.
    Whole,
    /// For these, and for all that lies below them.
    Below(Vec<String>),
}

impl Scope {
    pub(crate) fn contains(&self, path: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Below(tops) => tops.iter().any(|top| path::is_within(path, top)),
        }
    }
}

/// As in the columns of these names.
#[derive(Serialize)]
struct LinksRow<'a> {
    path: &'a str,
    dependencies: Option<Vec<Shown<'a>>>,
    dependency_count: Option<usize>,
    related_files: Option<Vec<Related<'a>>>,
    dependent_count: Option<usize>,
    links_hash: i64,
}

struct Shown<'a> {
    dependency: &'a Dependency,
    path: Option<&'a str>,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        match &self.dependency.target {
            Target::File(_) => map.serialize_entry("path", &self.path)?,
            Target::Package(name) => map.serialize_entry("package", name)?,
            Target::Unresolved(source) => map.serialize_entry("unresolved", source)?,
        }
        map.serialize_entry("kinds", &self.dependency.kinds)?;
        map.serialize_entry("lines", &self.dependency.lines)?;
        map.end()
    }
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    relation: &'static str,
}

impl CodeGraph {
    /// Takes in what the rows tell, for all paths in the scope. Without manifests they are the same
    /// as before.
    pub fn refresh(
        &mut self,
        manifests: impl Into<Option<Manifests>>,
        scope: &Scope,
        rows: Vec<FileRow>,
    ) -> Update {
        let mut changes: Vec<_> = self.gone(scope, &rows).map(Change::Gone).collect();
        let mut stored = Vec::with_capacity(rows.len());
        for row in rows {
            stored.push((row.facts.path.clone(), row.stored));
            changes.push(Change::Facts(row.facts));
        }
        let update = self.update(manifests, changes);
        for (path, stored) in stored {
            if let Some(id) = self.catalog.id(&path) {
                self.unwritten.insert(id);
                if let Some(node) = self.nodes.get_mut(id as usize) {
                    node.stored = stored;
                }
            }
        }
        update
    }

    /// Manifests lie beside the files and above them: others may be there when all is taken in,
    /// when one of them is told, and when there is a file in a directory that had none.
    #[must_use]
    pub fn may_have_other_manifests(&self, scope: &Scope, rows: &[FileRow]) -> bool {
        let told = match scope {
            Scope::Whole => return true,
            Scope::Below(tops) => tops,
        };
        let is_manifest = |path: &String| manifest::NAMES.contains(&path::name(path));
        let is_new = |row: &FileRow| !self.catalog.has(path::directory(&row.facts.path));
        told.iter().any(is_manifest) || rows.iter().any(is_new)
    }

    /// The files within the scope that have no row any more.
    fn gone(&self, scope: &Scope, rows: &[FileRow]) -> impl Iterator<Item = String> + use<> {
        let here: HashSet<&str> = rows.iter().map(|row| row.facts.path.as_str()).collect();
        let gone = self
            .paths()
            .filter(|path| scope.contains(path))
            .filter(|path| !here.contains(path));
        gone.map(str::to_owned).collect::<Vec<_>>().into_iter()
    }

    /// At most `count` rows of those files whose rows tell other links than the graph, as JSON
    /// objects; from now on they count as written.
    pub fn take_links(&mut self, count: usize) -> Vec<String> {
        let mut rows = Vec::new();
        while rows.len() < count {
            let Some(id) = self.unwritten.pop_first() else {
                break;
            };
            let Some((json, hash)) = self.links_row(id) else {
                continue;
            };
            if let Some(node) = self.nodes.get_mut(id as usize)
                && node.stored.links_hash != Some(hash)
            {
                node.stored.links_hash = Some(hash);
                rows.push(json);
            }
        }
        rows
    }

    fn links_row(&self, id: FileId) -> Option<(String, i64)> {
        let (facts, node) = (self.catalog.get(id)?, self.nodes.get(id as usize)?);
        let links = facts.has_links();
        let mut row = LinksRow {
            path: &facts.path,
            dependencies: links.then(|| self.shown(node)),
            dependency_count: links.then_some(node.out.len()),
            related_files: self.is_node(id).then(|| self.related(node)),
            dependent_count: self.is_node(id).then_some(node.incoming.len()),
            links_hash: 0,
        };
        let hash = hash(&serde_json::to_vec(&row).ok()?);
        row.links_hash = hash;
        Some((serde_json::to_string(&row).ok()?, hash))
    }

    /// In the order of paths, then of packages, then what is not resolved.
    fn shown<'a>(&'a self, node: &'a Node) -> Vec<Shown<'a>> {
        let show = |dependency: &'a Dependency| Shown {
            dependency,
            path: dependency.file().and_then(|id| self.path(id)),
        };
        let mut shown: Vec<_> = node.dependencies.iter().map(show).collect();
        shown.sort_by(|a, b| (a.path.is_none(), a.path).cmp(&(b.path.is_none(), b.path)));
        shown
    }

    /// The files that depend on it, tests first.
    fn related<'a>(&'a self, node: &'a Node) -> Vec<Related<'a>> {
        let related = |id: &FileId| {
            let path = self.path(*id)?;
            let relation = if path::is_test(path) {
                "test"
            } else {
                "dependent"
            };
            Some(Related { path, relation })
        };
        let mut all: Vec<_> = node.incoming.iter().filter_map(related).collect();
        all.sort_unstable_by_key(|one| (one.relation != "test", one.path));
        all.truncate(MAX_RELATED);
        all
    }
}

/// The same in every process, now and later: it is stored.
pub(crate) fn hash(bytes: &[u8]) -> i64 {
    let digest = blake3::hash(bytes);
    let first = digest.as_bytes().first_chunk::<8>();
    first.map_or(0, |first| i64::from_le_bytes(*first))
}
