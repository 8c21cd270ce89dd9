//! Which files are wanted, as the caller says it; compiled once for all calls that say the same.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use code_graph::manifest;
use code_watch::{Filter, FilterOptions};
use rustler::{Atom, NifMap};

use crate::atoms;

/// More codebases than these in one VM compile their patterns again and again.
const REMEMBERED: usize = 16;

static COMPILED: Mutex<VecDeque<(FilterMap, Filter)>> = Mutex::new(VecDeque::new());

/// The options of a codebase that decide about its files.
#[derive(NifMap, Clone, PartialEq, Eq)]
#[rustler(decode)]
pub struct FilterMap {
    extensions: Vec<String>,
    ignore: Vec<String>,
    respect_gitignore: bool,
    nested_repositories: bool,
}

impl FilterMap {
    /// Compiled; the error is the pattern and what is wrong with it.
    pub fn compile(self) -> Result<Filter, (Atom, String, String)> {
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, filter)) = compiled.iter().find(|(map, _)| *map == self) {
            return Ok(filter.clone());
        }
        let filter = Filter::new(FilterOptions {
            extensions: self.extensions.clone(),
            // The graph asks for them, whatever their language.
            told: manifest::NAMES.iter().map(ToString::to_string).collect(),
            ignore: self.ignore.clone(),
            respect_gitignore: self.respect_gitignore,
            nested_repositories: self.nested_repositories,
            ..FilterOptions::default()
        })
        .map_err(|invalid| (atoms::invalid_pattern(), invalid.pattern, invalid.reason))?;
        compiled.truncate(REMEMBERED - 1);
        compiled.push_front((self, filter.clone()));
        Ok(filter)
    }
}
