//! Repositories that come, change and go below the root of a watch, entered or not.
#![allow(clippy::unwrap_used)]

mod watched;

use std::fs;
use std::path::Path;
use std::process::Command;

use code_watch::{Filter, FilterOptions, RescanReason, WatchOptions};
use tempfile::TempDir;
use watched::believer::Believer;
use watched::write;

fn git(directory: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(directory)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
}

/// A repository with three files of which it ignores one, and another branch with one file more.
fn origin(place: &Path) {
    let origin = place.join("origin");
    for file in ["a.ex", "lib/b.ex"] {
        write(&origin.join(file), "master\n");
    }
    write(&origin.join(".gitignore"), "gen/\n");
    git(&origin, &["init", "-q", "-b", "master"]);
    git(&origin, &["add", "-A"]);
    git(&origin, &["commit", "-q", "-m", "master"]);
    git(&origin, &["checkout", "-q", "-b", "other"]);
    write(&origin.join("c.ex"), "other\n");
    git(&origin, &["add", "-A"]);
    git(&origin, &["commit", "-q", "-m", "other"]);
    git(&origin, &["checkout", "-q", "master"]);
}

/// The root is a repository too, and ignores what the nested ones do not.
fn watched(nested_repositories: bool) -> (TempDir, Believer) {
    let place = tempfile::tempdir().unwrap();
    origin(place.path());
    let root = place.path().join("root");
    write(&root.join(".gitignore"), "b.ex\n");
    write(&root.join("own.ex"), "own\n");
    git(&root, &["init", "-q"]);
    let believer = Believer::new(&root, |options| enter(options, nested_repositories));
    (place, believer)
}

fn enter(options: &mut WatchOptions, nested_repositories: bool) {
    let extensions = vec!["ex".into()];
    let filter = FilterOptions {
        extensions,
        nested_repositories,
        ..FilterOptions::default()
    };
    options.filter = Filter::new(filter).unwrap();
}

fn clone(place: &Path) {
    git(&place.join("root"), &["clone", "-q", "../origin", "clone"]);
}

/// Checks out one branch and the other until that is told for what it is, and no graver reason comes
/// with it. One of them has a file more.
fn check_out(believer: &mut Believer, work_tree: &Path, files: usize) {
    let branch = ["other", "master"]
        .into_iter()
        .cycle()
        .take(20)
        .find(|branch| {
            git(
                work_tree,
                &["checkout", "-q", "-f", "--ignore-other-worktrees", branch],
            );
            believer.next_rescan() == RescanReason::HeadChanged
        });
    believer.converge("checked out");
    let more = usize::from(branch.unwrap() == "other");
    assert_eq!(believer.known(), files + more);
}

#[test]
fn a_clone_is_followed_until_it_goes() {
    let (place, mut believer) = watched(true);
    let clone_path = place.path().join("root/clone");
    clone(place.path());
    believer.converge("cloned");
    assert_eq!(believer.known(), 3);
    write(&clone_path.join("lib/b.ex"), "edited\n");
    write(&clone_path.join("gen/d.ex"), "ignored\n");
    believer.converge("edited");
    check_out(&mut believer, &clone_path, 3);
    write(&clone_path.join(".git/info/exclude"), "*.ex\n");
    while believer.next_rescan() != RescanReason::RulesChanged {}
    believer.converge("excluded");
    assert_eq!(believer.known(), 1);
    // Now the rules of the root hold there.
    fs::remove_dir_all(clone_path.join(".git")).unwrap();
    believer.converge("a directory like any other");
    let more = usize::from(clone_path.join("c.ex").exists());
    assert_eq!(believer.known(), 2 + more);
    fs::remove_dir_all(&clone_path).unwrap();
    believer.converge("gone");
    assert_eq!(believer.known(), 1);
}

#[test]
fn a_clone_that_is_moved_away_and_back_is_followed_again() {
    let (place, mut believer) = watched(true);
    let (inside, outside) = (place.path().join("root/clone"), place.path().join("away"));
    clone(place.path());
    believer.converge("cloned");
    fs::rename(&inside, &outside).unwrap();
    believer.converge("moved away");
    assert_eq!(believer.known(), 1);
    fs::rename(&outside, &inside).unwrap();
    believer.converge("moved back");
    check_out(&mut believer, &inside, 3);
}

#[test]
fn a_work_tree_in_another_place_than_its_head() {
    let (place, mut believer) = watched(true);
    let root = place.path().join("root");
    let origin = place.path().join("origin");
    git(
        &origin,
        &["worktree", "add", "-q", "--detach", "../root/trees/one"],
    );
    believer.converge("added");
    assert_eq!(believer.known(), 3);
    check_out(&mut believer, &root.join("trees/one"), 3);
    git(&origin, &["worktree", "remove", "../root/trees/one"]);
    believer.converge("removed");
    assert_eq!(believer.known(), 1);
}

#[test]
fn one_that_is_not_entered_is_so_only_as_long_as_it_is_a_repository() {
    let (place, mut believer) = watched(false);
    let (root, kept) = (place.path().join("root"), place.path().join("kept"));
    for round in 0..2 {
        clone(place.path());
        write(&root.join("own.ex"), &format!("{round}\n"));
        believer.converge("cloned");
        assert_eq!(believer.known(), 1);
        fs::rename(root.join("clone/.git"), &kept).unwrap();
        believer.converge("a directory like any other");
        assert_eq!(believer.known(), 2);
        fs::rename(&kept, root.join("clone/.git")).unwrap();
        believer.converge("a repository again");
        assert_eq!(believer.known(), 1);
        fs::remove_dir_all(root.join("clone")).unwrap();
    }
}
