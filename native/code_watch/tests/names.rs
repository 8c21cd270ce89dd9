//! Odd names, links and special files in a watched tree.
#![allow(clippy::unwrap_used)]

mod watched;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use code_watch::{FileKind, ReadError, Status, read};
use watched::{Tree, write};

/// Everything that a file system takes as a name, and that is UTF-8, comes through as it is.
#[test]
fn every_name_comes_through() {
    let tree = Tree::new(&[]);
    let long = format!("{}.ex", "n".repeat(252));
    let deep = format!("{}/a.ex", ["d"; 100].join("/"));
    let names = [
        "per%cent.ex",
        "under_score.ex",
        "back\\slash.ex",
        "two words.ex",
        "new\nline.ex",
        "tab\t.ex",
        "quote'\".ex",
        "$(touch x).ex",
        "*.ex",
        "[a].ex",
        "!a.ex",
        "#a.ex",
        "-rf.ex",
        " .ex",
        "a.ex ex.ex",
        "\u{7f}\u{1}.ex",
        "caf\u{e9}.ex",
        "cafe\u{301}.ex",
        "Twin.ex",
        "twin.ex",
        "\u{202e}reversed.ex",
        "🦀.ex",
        &long,
        &deep,
    ];
    for name in names {
        tree.write(name, "new");
    }
    tree.expect(&names);
    for name in names {
        assert!(read(&tree.path(""), name, 100).is_ok(), "{name}");
    }
}

#[test]
fn names_that_are_not_utf8_hurt_nobody() {
    let tree = Tree::new(&["marker.ex"]);
    let odd = |name: &[u8]| tree.path("").join(OsStr::from_bytes(name));
    fs::write(odd(b"\xff.ex"), "new").unwrap();
    fs::create_dir(odd(b"\xfe")).unwrap();
    fs::write(odd(b"\xfe").join("a.ex"), "new").unwrap();
    fs::rename(odd(b"\xfe"), odd(b"\xfd")).unwrap();
    assert_eq!(tree.until_marker(), []);
    let name = OsStr::from_bytes(b"\xff.ex");
    assert_eq!(read(&tree.path(""), name, 100), Err(ReadError::NotUtf8Path));
}

#[test]
fn links_lead_nowhere() {
    let tree = Tree::new(&["lib/a.ex", "marker.ex"]);
    write(&tree.outside("foreign/b.ex"), "old");
    for (target, link) in [
        ("/", "everything"),
        ("..", "lib/up"),
        ("../root/lib", "lib/loop"),
        ("two", "one"),
        ("one", "two"),
    ] {
        symlink(target, tree.path(link)).unwrap();
    }
    symlink(tree.outside("foreign"), tree.path("lib/foreign")).unwrap();
    symlink(tree.outside("foreign"), tree.path("foreign.ex")).unwrap();
    write(&tree.outside("foreign/b.ex"), "new");
    // The link itself has a name that is wanted; whoever looks at it sees what it is.
    let seen = format!("{:?}", tree.until_marker());
    assert!(!seen.contains("b.ex") && !seen.contains("a.ex"), "{seen}");
    let link = ReadError::NotRegular(FileKind::Symlink);
    assert_eq!(read(&tree.path(""), "foreign.ex", 100), Err(link));
    let Status {
        watches, polled, ..
    } = tree.watch.status();
    assert_eq!((watches, polled), (2, 0));
}

#[test]
fn pipes_and_sockets_block_nobody() {
    let tree = Tree::new(&["lib/a.ex", "marker.ex"]);
    let mkfifo = |path| {
        let made = Command::new("mkfifo").arg(tree.path(path)).status();
        assert!(made.unwrap().success());
    };
    mkfifo("pipe.ex");
    let _socket = UnixListener::bind(tree.path("socket.ex")).unwrap();
    tree.expect(&["pipe.ex", "socket.ex"]);
    for (path, kind) in [("pipe.ex", FileKind::Fifo), ("socket.ex", FileKind::Socket)] {
        let error = ReadError::NotRegular(kind);
        assert_eq!(read(&tree.path(""), path, 100), Err(error));
    }
    mkfifo("lib/.gitignore");
    tree.expect_rescan(code_watch::RescanReason::RulesChanged);
    tree.write("lib/a.ex", "new");
    tree.expect(&["lib/a.ex"]);
}
