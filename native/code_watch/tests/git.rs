//! The same files as `git ls-files -co --exclude-standard`, on random trees and ignore files.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use code_watch::{Filter, FilterOptions, Rules, scan};

const TREES: u64 = 60;
const NAMES: [&str; 8] = ["a", "b", "lib", "gen", "c.ex", "d.ex", "e.rs", "x y.ex"];
const PATTERNS: [&str; 26] = [
    "a",
    "a/",
    "/a",
    "/gen/",
    "lib/",
    "*.ex",
    "!c.ex",
    "/c.ex",
    "d.ex",
    "gen/*",
    "!gen/c.ex",
    "a/**",
    "**/b",
    "a/**/c.ex",
    "lib/gen",
    "# note",
    "",
    "!a/",
    "*",
    "!*/",
    "!*.rs",
    "[cd].ex",
    "?.ex",
    "\\!c.ex",
    "x y.ex",
    "e.rs  ",
];

/// xorshift: a seed names a tree for ever.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn rules(&mut self) -> String {
        let lines: Vec<&str> = (0..=self.below(4)).map(|_| self.pick(&PATTERNS)).collect();
        lines.join("\n")
    }
}

fn git(root: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "core.excludesFile=", "-c", "core.quotePath=false"])
        .args(["-c", "core.fsync=none"])
        .args(arguments)
        .current_dir(root)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn grow(dice: &mut Dice, directory: &Path, depth: usize) {
    fs::create_dir_all(directory).unwrap();
    for name in NAMES {
        let path = directory.join(name);
        match (name.contains('.'), dice.below(3)) {
            (true, 0 | 1) => fs::write(path, "").unwrap(),
            (false, 0 | 1) if depth < 3 => grow(dice, &path, depth + 1),
            _ => (),
        }
    }
    if dice.below(4) == 0 {
        fs::write(directory.join(".gitignore"), dice.rules()).unwrap();
    }
}

fn listed(root: &Path) -> BTreeSet<String> {
    listed_by_us(root, false)
}

fn listed_by_us(root: &Path, nested_repositories: bool) -> BTreeSet<String> {
    let filter = Filter::new(FilterOptions {
        extensions: ["ex", "rs"].map(String::from).into(),
        built_in: Vec::new(),
        nested_repositories,
        ..FilterOptions::default()
    })
    .unwrap();
    let rules = Rules::load(root, &filter);
    let mut paths = BTreeSet::new();
    let report = scan(root, &filter, None, &mut |entry| {
        assert_eq!(
            rules.classify(&entry.path),
            Ok(()),
            "walk and single path differ"
        );
        paths.insert(entry.path)
    });
    assert_eq!(report.errors, []);
    paths
}

fn listed_by_git(root: &Path) -> BTreeSet<String> {
    let mut paths = named_by_git(root);
    paths.retain(|path| is_source(path));
    paths
}

fn is_source(path: &str) -> bool {
    path.ends_with(".ex") || path.ends_with(".rs")
}

/// An ignored file stays ignored for us even if it is tracked.
fn named_by_git(root: &Path) -> BTreeSet<String> {
    let named = |options| {
        git(root, &["ls-files", options, "--exclude-standard", "-z"])
            .split_terminator('\0')
            .map(|path| path.trim_end_matches('/').into())
            .collect::<BTreeSet<String>>()
    };
    &named("-co") - &named("-ci")
}

/// git names a repository inside another one like a file, and is asked once more in there.
fn listed_by_git_in_all(root: &Path, repositories: &mut usize) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    *repositories += 1;
    for path in named_by_git(root) {
        if root.join(&path).is_dir() {
            let inner = listed_by_git_in_all(&root.join(&path), repositories);
            paths.extend(inner.into_iter().map(|inner| format!("{path}/{inner}")));
        } else if is_source(&path) {
            paths.insert(path);
        }
    }
    paths
}

fn commit_all(root: &Path) {
    git(root, &["-c", "advice.addEmbeddedRepo=false", "add", "-A"]);
    commit(root);
}

fn commit(root: &Path) {
    let author = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    let commit = ["commit", "-q", "--allow-empty", "-m", "all"];
    git(root, &[&author[..], &commit].concat());
}

#[test]
fn random_trees_agree_with_git() {
    let mut files = 0;
    for seed in 1..=TREES {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("root");
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        grow(&mut dice, &root, 0);
        git(&root, &["init", "-q"]);
        if dice.below(2) == 0 {
            fs::write(root.join(".git/info/exclude"), dice.rules()).unwrap();
        }
        let expected = listed_by_git(&root);
        assert_eq!(listed(&root), expected, "seed {seed}");
        files += expected.len();
        if let Some(below) = ["a", "lib", "gen"]
            .iter()
            .map(|d| root.join(d))
            .find(|d| d.is_dir())
        {
            let expected = listed_by_git(&below);
            if !expected.is_empty() {
                assert_eq!(
                    listed(&below),
                    expected,
                    "seed {seed}, from {}",
                    below.display()
                );
            }
        }
    }
    assert!(files > 500, "{files}");
}

#[test]
fn a_linked_work_tree_shares_the_exclude_file() {
    let place = tempfile::tempdir().unwrap();
    let main = place.path().join("main");
    fs::create_dir(&main).unwrap();
    fs::write(main.join("a.ex"), "").unwrap();
    git(&main, &["init", "-q"]);
    commit_all(&main);
    git(&main, &["worktree", "add", "-q", "../other"]);
    fs::write(main.join(".git/info/exclude"), "b.ex\n").unwrap();
    let other = place.path().join("other");
    for name in ["b.ex", "c.ex"] {
        fs::write(other.join(name), "").unwrap();
    }
    assert_eq!(listed(&other), listed_by_git(&other));
    assert_eq!(listed(&other).len(), 2);
}

/// What is tracked, in a linked work tree with random rules, and around a submodule.
#[test]
fn random_work_trees_with_submodules_agree_with_git() {
    let (mut files, mut submodules) = (0, 0);
    for seed in 1..=TREES / 3 {
        let place = tempfile::tempdir().unwrap();
        let (main, other) = (place.path().join("main"), place.path().join("other"));
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        grow(&mut dice, &main, 1);
        git(&main, &["init", "-q"]);
        let inner = main.join("gen/module");
        if dice.below(2) == 0 {
            grow(&mut dice, &inner, 2);
            git(&inner, &["init", "-q"]);
            commit_all(&inner);
            submodules += 1;
        }
        commit_all(&main);
        git(&main, &["worktree", "add", "-q", "../other"]);
        fs::write(main.join(".git/info/exclude"), dice.rules()).unwrap();
        grow(&mut dice, &other.join("late"), 2);
        for root in [&main, &other] {
            let expected = listed_by_git(root);
            assert_eq!(listed(root), expected, "seed {seed}, {}", root.display());
            files += expected.len();
        }
    }
    assert!(files > 200 && submodules > 3, "{files} files");
}

/// The innermost first, so that those around them may track them.
fn nest(dice: &mut Dice, directory: &Path) {
    for name in NAMES {
        let path = directory.join(name);
        if path.is_dir() {
            nest(dice, &path);
            if dice.below(3) == 0 {
                found(dice, &path);
            }
        }
    }
}

/// Makes a directory a repository, with a work tree of its own inside.
fn found(dice: &mut Dice, top: &Path) {
    git(top, &["init", "-q"]);
    if dice.below(2) == 0 {
        fs::write(top.join(".git/info/exclude"), dice.rules()).unwrap();
    }
    if dice.below(2) == 0 {
        git(top, &["-c", "advice.addEmbeddedRepo=false", "add", "-A"]);
    }
    commit(top);
    if dice.below(2) == 0 {
        let tree = dice.pick(&["lib/tree", "tree", "a/gen/tree"]);
        git(top, &["worktree", "add", "-q", "--detach", tree]);
        grow(dice, &top.join(tree).join("late"), 2);
    }
}

#[test]
fn random_trees_with_repositories_in_repositories_agree_with_git() {
    let (mut files, mut repositories) = (0, 0);
    for seed in 1..=TREES / 5 {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("root");
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        grow(&mut dice, &root, 1);
        nest(&mut dice, &root);
        found(&mut dice, &root);
        // Neither tracked nor with a commit.
        grow(&mut dice, &root.join("late"), 2);
        git(&root.join("late"), &["init", "-q"]);
        let expected = listed_by_git_in_all(&root, &mut repositories);
        assert_eq!(listed_by_us(&root, true), expected, "seed {seed}");
        assert_eq!(listed(&root), listed_by_git(&root), "seed {seed}");
        files += expected.len();
    }
    assert!(
        files > 200 && repositories > 40,
        "{files} files, {repositories}"
    );
}

#[test]
fn the_global_ignore_file_counts() {
    const HOME: &str = "CODE_WATCH_TEST_HOME";
    let Some(home) = std::env::var_os(HOME) else {
        let home = tempfile::tempdir().unwrap();
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_global_ignore_file_counts", "--nocapture"])
            .env(HOME, home.path())
            .env("HOME", home.path())
            .env_remove("XDG_CONFIG_HOME")
            .status();
        return assert!(status.unwrap().success());
    };
    let root = Path::new(&home).join("root");
    fs::create_dir_all(root.join("lib")).unwrap();
    fs::create_dir_all(Path::new(&home).join(".config/git")).unwrap();
    for name in ["c.ex", "d.ex", "lib/d.ex"] {
        fs::write(root.join(name), "").unwrap();
    }
    git(&root, &["init", "-q"]);
    let kept = |names: &[&str]| {
        names
            .iter()
            .map(ToString::to_string)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(listed(&root), kept(&["c.ex", "d.ex", "lib/d.ex"]));
    fs::write(Path::new(&home).join(".config/git/ignore"), "d.ex\n").unwrap();
    assert_eq!(listed(&root), kept(&["c.ex"]));
    let configured = Path::new(&home).join("rules");
    fs::write(&configured, "c.ex\n").unwrap();
    let config = format!("[core]\n  excludesFile = {}\n", configured.display());
    fs::write(Path::new(&home).join(".gitconfig"), config).unwrap();
    assert_eq!(listed(&root), kept(&["d.ex", "lib/d.ex"]));
}
