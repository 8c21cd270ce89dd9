//! Whole directories that come, go and move: whoever believes the messages misses nothing.
#![allow(clippy::unwrap_used)]

mod watched;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use code_watch::{RescanReason, WatchOptions};
use watched::believer::Believer;
use watched::write;

fn fill(directory: &Path, depth: usize, files: usize) {
    fs::create_dir_all(directory).unwrap();
    for i in 0..files {
        fs::write(directory.join(format!("f{i}.ex")), format!("{depth} {i}\n")).unwrap();
    }
    if depth > 1 {
        fill(&directory.join("d"), depth - 1, files);
    }
}

fn watched(change: impl FnOnce(&mut WatchOptions)) -> (tempfile::TempDir, Believer) {
    // In memory, where there is such a place: many files are made.
    let place = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
    let place = place.unwrap();
    fs::create_dir(place.path().join("root")).unwrap();
    let believer = Believer::new(&place.path().join("root"), change);
    (place, believer)
}

#[test]
fn directories_filled_at_once_or_moved_in_a_hundred_times() {
    let (place, mut believer) = watched(|_| ());
    let (root, workshop) = (place.path().join("root"), place.path().join("workshop"));
    for round in 0..100 {
        let (made, moved) = (root.join("made"), root.join(format!("moved{}", round % 2)));
        fill(&made, 4, 6);
        fill(&workshop, 3, 6);
        fs::rename(&workshop, &moved).unwrap();
        believer.converge(&format!("round {round}"));
        assert_eq!(believer.known(), 42);
        fs::remove_dir_all(&made).unwrap();
        fs::rename(&moved, &workshop).unwrap();
        believer.converge(&format!("after round {round}"));
        assert_eq!(believer.known(), 0);
        fs::remove_dir_all(&workshop).unwrap();
    }
    assert_eq!(believer.rescans, [RescanReason::Started]);
}

#[test]
fn a_directory_of_five_hundred_files_renamed_moved_out_and_removed() {
    let odd_names = [
        "per%cent",
        "under_score",
        "back\\slash",
        "two words",
        "Ünï\ncode",
    ];
    for name in odd_names {
        let (place, mut believer) = watched(|_| ());
        let root = place.path().join("root");
        // What a pattern in SQL would take for the same name, or for something below it.
        for neighbour in ["x", "0", " 1", ".ex"].map(|end| format!("{name}{end}")) {
            write(&root.join(neighbour).join("a.ex"), "a neighbour\n");
        }
        let other = name.replace(['%', '_'], "x");
        if other != name {
            write(&root.join(other).join("a.ex"), "a neighbour\n");
        }
        let (first, second) = (root.join(name), root.join(format!("{name} 2")));
        fill(&first, 5, 100);
        believer.converge(name);
        let neighbours = believer.known() - 500;
        fs::rename(&first, &second).unwrap();
        believer.converge(name);
        fs::rename(&second, place.path().join("out")).unwrap();
        believer.converge(name);
        assert_eq!(believer.known(), neighbours);
        fs::rename(place.path().join("out"), &first).unwrap();
        believer.converge(name);
        fs::remove_dir_all(&first).unwrap();
        believer.converge(name);
        assert_eq!(believer.known(), neighbours);
        assert_eq!(believer.rescans, [RescanReason::Started]);
    }
}

#[test]
fn a_root_removed_and_made_again() {
    let (place, mut believer) = watched(|_| ());
    let root = place.path().join("root");
    for round in 0..3 {
        fs::remove_dir_all(&root).unwrap();
        fill(&root, 3, 10);
        write(&root.join(format!("{round}.ex")), "new\n");
        let made = Instant::now();
        believer.converge("made again");
        assert!(made.elapsed() < Duration::from_secs(10));
        write(&root.join("d/late.ex"), "new\n");
        believer.converge("after that");
    }
    assert!(believer.rescans.contains(&RescanReason::RootReplaced));
}

#[test]
fn fifty_thousand_files_at_once_are_one_comparison_or_two() {
    let (place, mut believer) = watched(|options| {
        options.quiet = Duration::from_secs(3);
        options.bulk_quiet = Duration::from_secs(3);
        options.ceiling = Duration::from_secs(600);
    });
    let root = place.path().join("root");
    for directory in 0..500 {
        fill(&root.join(format!("d{directory}")), 1, 100);
    }
    believer.converge("fifty thousand");
    assert_eq!(believer.known(), 50_000);
    let rescans = &believer.rescans[1..];
    let expected = [RescanReason::Bulk, RescanReason::Overflow];
    assert!(rescans.iter().all(|reason| expected.contains(reason)));
    assert!((1..=2).contains(&rescans.len()), "{rescans:?}");
}
