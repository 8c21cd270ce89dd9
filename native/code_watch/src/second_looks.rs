use std::collections::{BTreeSet, VecDeque};
use std::path::Path;

/// New directories that are listed once more a little later: files may have been put into them
/// while their watches were being set.
#[derive(Default)]
pub(crate) struct SecondLooks {
    queue: VecDeque<(u64, String)>,
    waiting: BTreeSet<String>,
}

impl SecondLooks {
    pub fn add(&mut self, directory: &str, at: u64) {
        if !self.cover(directory) {
            self.queue.push_back((at, directory.into()));
            self.waiting.insert(directory.into());
        }
    }

    pub fn cover(&self, directory: &str) -> bool {
        Path::new(directory)
            .ancestors()
            .filter_map(Path::to_str)
            .any(|ancestor| self.waiting.contains(ancestor))
    }

    pub fn next(&self) -> Option<u64> {
        self.queue.front().map(|(at, _)| *at)
    }

    pub fn due(&mut self, now: u64) -> Vec<String> {
        let due = self.queue.iter().take_while(|(at, _)| *at <= now).count();
        let directories: Vec<String> = self.queue.drain(..due).map(|(_, path)| path).collect();
        for directory in &directories {
            self.waiting.remove(directory);
        }
        directories
    }
}
