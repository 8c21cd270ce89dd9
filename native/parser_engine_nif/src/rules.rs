//! `rules`: what leaves files out, for the jobs of one sync.

use std::path::Path;

use code_watch::{LazyRules, Skip};
use rustler::{Atom, Resource, ResourceArc};

use crate::filter::FilterMap;

/// Read by the first job that asks.
pub struct SyncRules(LazyRules);

#[rustler::resource_impl]
impl Resource for SyncRules {}

impl SyncRules {
    /// Whether the path is part of the codebase, or why not.
    pub fn classify(&self, path: &str) -> Result<(), Skip> {
        self.0.classify(path)
    }
}

/// `{:ok, rules}`, to be handed to jobs, or `{:error, reason}`. Nothing is read before a job asks.
#[rustler::nif]
fn rules(
    root: String,
    filter: FilterMap,
) -> Result<ResourceArc<SyncRules>, (Atom, String, String)> {
    let filter = filter.compile()?;
    let rules = LazyRules::new(Path::new(&root), &filter);
    Ok(ResourceArc::new(SyncRules(rules)))
}
