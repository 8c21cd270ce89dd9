//! After random changes the graph equals one that is built anew, and so does a table that only ever
//! got the rows that the graph told.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use code_graph::clones::CloneFacts;
use code_graph::manifest::Manifests;
use code_graph::{CodeGraph, Export, FileFacts, FileRow, Import, Quoted, Reference, Scope, Stored};
use fastrand::Rng;
use serde_json::Value;

const ALL: usize = usize::MAX;

const LANGUAGES: [(&str, &str); 6] = [
    ("elixir", "ex"),
    ("python", "py"),
    ("typescript", "ts"),
    ("go", "go"),
    ("rust", "rs"),
    ("markdown", "md"),
];
const DIRECTORIES: [&str; 5] = ["", "a", "a/b", "src", "src/a"];
const STEMS: [&str; 6] = ["a", "b", "c", "index", "__init__", "mod"];
const SOURCES: [&str; 27] = [
    "./a",
    "./b.js",
    "../a",
    "../src/b",
    "./index",
    ".",
    "..",
    ".a",
    "..b",
    "a",
    "a.b",
    "a.b.c",
    "b",
    "src.a",
    "crate::a",
    "crate::a::b::c",
    "super::b",
    "self::c",
    "mod",
    "example.org/x/a",
    "A",
    "A.B",
    "react",
    "os",
    "x = a.rs",
    "a x = ../b.rs",
    "x = mod.rs",
];
const NAMES: [&str; 6] = ["a", "b", "C", "*", "default", "x"];
const KINDS: [&str; 6] = ["import", "use", "from", "mod", "call", "require"];

/// The columns of a row that the graph writes, by name.
type Row = BTreeMap<String, Value>;

/// What the table holds: the facts of each file, and what was written to its row.
#[derive(Default)]
struct Table {
    files: BTreeMap<String, (FileFacts, Row)>,
}

impl Table {
    fn rows(&self, of: impl Fn(&str) -> bool) -> Vec<FileRow> {
        let files = self.files.iter().filter(|(path, _)| of(path));
        files
            .map(|(_, (facts, row))| FileRow {
                facts: facts.clone(),
                stored: stored(row),
                clones: CloneFacts::default(),
            })
            .collect()
    }

    fn write(&mut self, rows: Vec<String>) {
        for json in rows {
            let row: Row = serde_json::from_str(&json).unwrap();
            let path = row["path"].as_str().unwrap();
            self.files.get_mut(path).unwrap().1.extend(row);
        }
    }

    fn follow(&mut self, graph: &mut CodeGraph) {
        graph.rank();
        graph.centralize();
        self.write(graph.take_links(ALL));
        self.write(graph.take_scores(ALL));
    }
}

fn stored(row: &Row) -> Stored {
    let number = |name: &str| row.get(name).and_then(Value::as_f64);
    Stored {
        fingerprint: 0,
        links_hash: row.get("links_hash").and_then(Value::as_i64),
        pagerank_score: number("pagerank_score"),
        centrality_score: number("centrality_score"),
    }
}

#[test]
fn the_graph_and_the_table_equal_those_built_anew() {
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        let (mut table, mut graph) = (Table::default(), CodeGraph::new());
        for _ in 0..30 {
            let changed = storm(&mut table, &mut rng);
            let rows = table.rows(|path| changed.iter().any(|changed| changed == path));
            graph.refresh(Manifests::default(), &Scope::Below(changed), rows);
            table.follow(&mut graph);
            compare(&table, &graph, seed);
        }
    }
}

/// Some files come, go or tell something else. A changed file keeps what was written to its row.
fn storm(table: &mut Table, rng: &mut Rng) -> Vec<String> {
    (0..rng.usize(1..6)).map(|_| change(table, rng)).collect()
}

fn change(table: &mut Table, rng: &mut Rng) -> String {
    let facts = facts(rng);
    let path = facts.path.clone();
    if rng.u8(0..4) == 0 {
        table.files.remove(&path);
    } else {
        table.files.entry(path.clone()).or_default().0 = facts;
    }
    path
}

fn facts(rng: &mut Rng) -> FileFacts {
    let (language, extension) = pick(&LANGUAGES, rng);
    let (directory, stem) = (pick(&DIRECTORIES, rng), pick(&STEMS, rng));
    let name = format!("{stem}.{extension}");
    let path = if directory.is_empty() {
        name
    } else {
        format!("{directory}/{name}")
    };
    let links = language != "markdown";
    FileFacts {
        path,
        language: language.to_owned(),
        imports: links.then(|| list(rng, import)),
        exports: links.then(|| list(rng, export)),
        references: (language == "elixir" || language == "rust").then(|| list(rng, reference)),
        quoted: (language == "elixir").then(|| list(rng, quoted)),
        modules: (language == "elixir").then(|| list(rng, |rng| text(&SOURCES[20..22], rng))),
    }
}

fn import(rng: &mut Rng) -> Import {
    Import {
        source: text(&SOURCES, rng),
        line: rng.u32(1..50),
        kind: text(&KINDS, rng),
        names: list(rng, |rng| text(&NAMES, rng)),
    }
}

fn export(rng: &mut Rng) -> Export {
    Export {
        name: text(&NAMES, rng),
        kind: text(&KINDS, rng),
    }
}

fn reference(rng: &mut Rng) -> Reference {
    Reference {
        name: text(&SOURCES, rng),
        line: rng.u32(1..50),
        kind: text(&KINDS, rng),
    }
}

fn quoted(rng: &mut Rng) -> Quoted {
    Quoted {
        within: pick(&["A.__using__", "A.B.__using__", "A.a"], rng).to_owned(),
        name: text(&[&SOURCES[20..22], &["A.a", "A.__using__"]].concat(), rng),
        kind: text(&["call", "local", "use", "alias", "struct"], rng),
        line: rng.u32(1..50),
        ..Quoted::default()
    }
}

fn pick<T: Copy>(all: &[T], rng: &mut Rng) -> T {
    all[rng.usize(..all.len())]
}

fn text(all: &[&str], rng: &mut Rng) -> String {
    pick(all, rng).to_owned()
}

fn list<T>(rng: &mut Rng, mut one: impl FnMut(&mut Rng) -> T) -> Vec<T> {
    (0..rng.usize(0..4)).map(|_| one(rng)).collect()
}

fn compare(table: &Table, graph: &CodeGraph, seed: u64) {
    let mut fresh = CodeGraph::new();
    let mut anew = Table {
        files: table
            .files
            .iter()
            .map(|(path, (facts, _))| (path.clone(), (facts.clone(), Row::new())))
            .collect(),
    };
    fresh.refresh(Manifests::default(), &Scope::Whole, anew.rows(|_| true));
    anew.follow(&mut fresh);
    assert_eq!(graph.edges(), fresh.edges(), "seed {seed}");
    assert_eq!(graph.others(), fresh.others(), "seed {seed}");
    let sum: f64 = table
        .files
        .keys()
        .filter_map(|path| graph.scores(path)?.pagerank)
        .sum();
    assert!(sum == 0.0 || (sum - 1.0).abs() < 1e-9, "seed {seed}: {sum}");
    for (path, (_, row)) in &table.files {
        compare_scores(graph, &fresh, path);
        compare_rows(row, &anew.files[path].1, &format!("seed {seed}, {path}"));
    }
}

fn compare_scores(graph: &CodeGraph, fresh: &CodeGraph, path: &str) {
    let (found, expected) = (graph.scores(path).unwrap(), fresh.scores(path).unwrap());
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    };
    assert!(
        near(found.pagerank, expected.pagerank),
        "{path}: {found:?} {expected:?}"
    );
    assert!(
        near(found.centrality, expected.centrality),
        "{path}: {found:?} {expected:?}"
    );
}

fn compare_rows(found: &Row, expected: &Row, of: &str) {
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>(),
        "{of}"
    );
    for (name, value) in expected {
        match (found[name].as_f64(), value.as_f64()) {
            (Some(a), Some(b)) if name.ends_with("_score") => {
                assert!((a - b).abs() <= 2e-6 * b, "{of}: {name} {a} {b}");
            }
            _ => assert_eq!(&found[name], value, "{of}: {name}"),
        }
    }
}

#[test]
fn a_body_that_changes_leaves_the_edges_alone() {
    let mut rng = Rng::with_seed(1);
    let mut table = Table::default();
    for _ in 0..50 {
        storm(&mut table, &mut rng);
    }
    let mut graph = CodeGraph::new();
    let rows = table.rows(|_| true);
    assert!(
        graph
            .refresh(Manifests::default(), &Scope::Whole, rows)
            .edges
    );
    table.follow(&mut graph);
    for path in table.files.keys().cloned().collect::<Vec<_>>() {
        let rows = table.rows(|one| one == path);
        let update = graph.refresh(Manifests::default(), &Scope::Below(vec![path]), rows);
        assert_eq!((update.changed, update.edges), (0, false));
        assert_eq!(graph.take_links(ALL), Vec::<String>::new());
        assert_eq!(graph.take_scores(ALL), Vec::<String>::new());
    }
}

#[test]
fn a_module_that_moves_to_another_file_is_followed() {
    let file = |path: &str, name: &str, modules: &[&str]| FileRow {
        facts: FileFacts {
            path: path.to_owned(),
            language: "elixir".to_owned(),
            imports: Some(Vec::new()),
            references: Some(vec![Reference {
                name: name.to_owned(),
                kind: "call".to_owned(),
                line: 1,
            }]),
            modules: Some(modules.iter().map(ToString::to_string).collect()),
            ..FileFacts::default()
        },
        stored: Stored::default(),
        clones: CloneFacts::default(),
    };
    let mut graph = CodeGraph::new();
    let rows = vec![file("a.ex", "B", &["A"]), file("b.ex", "C", &["B"])];
    graph.refresh(Manifests::default(), &Scope::Whole, rows);
    assert_eq!(graph.take_links(ALL).len(), 2);
    let scope = Scope::Below(vec!["b.ex".into(), "moved.ex".into()]);
    graph.refresh(
        Manifests::default(),
        &scope,
        vec![file("moved.ex", "C", &["B"])],
    );
    let rows = graph.take_links(ALL);
    assert!(
        rows.iter().any(|row| row.starts_with("{\"path\":\"a.ex\"")),
        "{rows:?}"
    );
    assert_eq!(graph.edges(), [("a.ex", "moved.ex")]);
}

#[test]
fn what_lies_below_a_path_that_is_gone_goes_with_it() {
    let file = |path: &str| FileRow {
        facts: FileFacts {
            path: path.to_owned(),
            language: "python".to_owned(),
            imports: Some(Vec::new()),
            ..FileFacts::default()
        },
        stored: Stored::default(),
        clones: CloneFacts::default(),
    };
    let mut graph = CodeGraph::new();
    let rows = ["a.x", "a/b.x", "a/c/d.x", "ab.x"].map(file);
    graph.refresh(Manifests::default(), &Scope::Whole, rows.to_vec());
    graph.refresh(
        Manifests::default(),
        &Scope::Below(vec!["a".into()]),
        Vec::new(),
    );
    let mut paths: Vec<_> = graph.paths().collect();
    paths.sort_unstable();
    assert_eq!(paths, ["a.x", "ab.x"]);
}
