//! Random storms of changes: whoever believes the messages ends up with what is on the disk.
#![allow(clippy::unwrap_used)]

mod watched;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use code_watch::{Filter, FilterOptions, WatchOptions};
use watched::believer::Believer;

const SEEDS: u64 = 6;
const OPERATIONS: usize = 400;

struct Storm {
    root: PathBuf,
    dice: u64,
    /// Whether directories become repositories, and cease to be.
    repositories: bool,
}

impl Storm {
    fn below(&mut self, limit: u64) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice % limit
    }

    fn directory(&mut self) -> PathBuf {
        let names = ["a", "b", "c", "gen"];
        let depth = self.below(4);
        (0..depth).fold(self.root.clone(), |path, _| {
            path.join(names[usize::try_from(self.below(4)).unwrap()])
        })
    }

    fn file(&mut self) -> PathBuf {
        let number = self.below(6);
        self.directory().join(format!("{number}.ex"))
    }

    /// Operations that cannot be done (a directory moved into itself) are part of the weather.
    fn blow(&mut self) {
        let (file, directory) = (self.file(), self.directory());
        let text = format!("{}\n", self.below(u64::MAX));
        let _ = match self.below(if self.repositories { 13 } else { 10 }) {
            0..=3 => {
                fs::create_dir_all(file.parent().unwrap()).and_then(|()| fs::write(file, text))
            }
            4 => fs::write(file.with_extension("new"), text)
                .and_then(|()| fs::rename(file.with_extension("new"), file)),
            5 => fs::remove_file(file),
            6 => fs::rename(file, self.file()),
            7 if directory != self.root => fs::rename(directory, self.directory()),
            8 if directory != self.root => fs::remove_dir_all(directory),
            9 if self.below(8) == 0 => fs::write(directory.join(".gitignore"), "gen/\n"),
            10 => self.found(&directory),
            11 => fs::remove_dir_all(directory.join(".git")),
            12 => fs::write(directory.join(".git/info/exclude"), "1.ex\n"),
            _ => self.build(&directory),
        };
    }

    fn found(&mut self, directory: &Path) -> std::io::Result<()> {
        let info = directory.join(".git/info");
        fs::create_dir_all(&info)?;
        fs::write(
            info.join("exclude"),
            ["2.ex\n", "gen/\n"][usize::from(self.below(2) == 0)],
        )
    }

    /// A tree made elsewhere and moved in.
    fn build(&mut self, directory: &Path) -> std::io::Result<()> {
        let workshop = self.root.with_extension("workshop");
        for i in 0..self.below(5) {
            fs::create_dir_all(workshop.join("b"))?;
            fs::write(workshop.join(format!("b/{i}.ex")), format!("{i}\n"))?;
            fs::write(workshop.join(format!("{i}.ex")), format!("{i}\n"))?;
        }
        fs::rename(workshop, directory.join("c"))
    }
}

fn weather(seed: u64, change: impl FnOnce(&mut WatchOptions)) {
    storm(seed, false, change);
}

fn storm(seed: u64, repositories: bool, change: impl FnOnce(&mut WatchOptions)) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("root");
    fs::create_dir(&root).unwrap();
    let mut believer = Believer::new(&root, change);
    let mut storm = Storm {
        root,
        dice: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
        repositories,
    };
    for _ in 0..OPERATIONS {
        storm.blow();
        believer.catch_up();
    }
    believer.converge(&format!("seed {seed}"));
}

#[test]
fn after_a_storm() {
    (1..=SEEDS).for_each(|seed| weather(seed, |_| ()));
}

#[test]
fn after_a_storm_that_is_reported_on_close() {
    (101..=100 + SEEDS).for_each(|seed| weather(seed, |options| options.on_close = true));
}

#[test]
fn after_a_storm_in_bulk() {
    (201..=200 + SEEDS).for_each(|seed| weather(seed, |options| options.bulk = 5));
}

#[test]
fn after_a_storm_that_is_polled() {
    let polled = |options: &mut WatchOptions| {
        options.poll = true;
        options.poll_interval = Duration::from_millis(20);
    };
    (301..=300 + SEEDS).for_each(|seed| weather(seed, polled));
}

#[test]
fn after_a_storm_of_repositories() {
    for seed in 401..=400 + SEEDS {
        storm(seed, true, |options| {
            let filter = FilterOptions {
                extensions: vec!["ex".into()],
                nested_repositories: seed % 2 == 0,
                ..FilterOptions::default()
            };
            options.filter = Filter::new(filter).unwrap();
            options.poll = seed % 3 == 0;
            options.poll_interval = Duration::from_millis(20);
        });
    }
}
