//! A graph that took changes in one by one tells the same as one that is built from what is left.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use code_graph::manifest::Manifests;
use code_graph::{Change, CodeGraph, FileFacts, Import};

const STEPS: usize = 400;

const PYTHON_PATHS: &[&str] = &[
    "a/__init__.py",
    "a/b.py",
    "a/b/__init__.py",
    "a/b/c.py",
    "b.py",
    "one/src/p/__init__.py",
    "one/src/p/q.py",
    "one/s.py",
    "two/p/__init__.py",
    "two/s.py",
    "two/x/a/__init__.py",
];

const PYTHON_NAMES: &[(&str, &[&str])] = &[
    ("a.b", &["c", "d"]),
    ("a", &["b"]),
    ("b", &["*"]),
    ("p", &["q"]),
    ("p.q", &["*"]),
    ("s", &["*"]),
    (".", &["b", "c"]),
    ("..b", &["c"]),
];

const SCRIPT_PATHS: &[&str] = &[
    "main.ts",
    "lib/x.ts",
    "lib/x.js",
    "lib/x.d.ts",
    "lib/x/index.tsx",
    "lib/index.js",
    "packages/m/src/index.ts",
    "packages/m/index.ts",
    "packages/m/x.json",
];

const SCRIPT_NAMES: &[&str] = &[
    "./x", "./x.js", "../lib", ".", "m", "m/x", "@/x", "lib/x", "..", "react",
];

const MANIFESTS: &[(&str, &str)] = &[
    ("package.json", r#"{"workspaces": ["packages/*"]}"#),
    (
        "packages/m/package.json",
        r#"{"name": "m", "main": "dist/index.js"}"#,
    ),
    (
        "tsconfig.json",
        r#"{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["lib/*"]}}}"#,
    ),
    ("one/pyproject.toml", ""),
    ("two/setup.py", ""),
];

#[test]
fn the_order_of_changes_does_not_matter() {
    let mut random = fastrand::Rng::with_seed(7);
    let (manifests, bad) = Manifests::read(MANIFESTS.iter().copied());
    assert!(bad.is_empty(), "{bad:?}");
    let mut graph = CodeGraph::new();
    let mut files = BTreeMap::new();
    let mut edges = 0;
    for step in 0..STEPS {
        let facts = facts(&mut random);
        let change = if random.u8(..3) == 0 {
            files.remove(&facts.path);
            Change::Gone(facts.path)
        } else {
            files.insert(facts.path.clone(), facts.clone());
            Change::Facts(facts)
        };
        graph.update(manifests.clone(), vec![change]);
        let mut built = CodeGraph::new();
        let all = files.values().cloned().map(Change::Facts).collect();
        built.update(manifests.clone(), all);
        assert_eq!(told(&graph), told(&built), "after {step} steps");
        edges += built.edges().len();
    }
    assert!(edges > STEPS, "only {edges} edges");
}

fn facts(random: &mut fastrand::Rng) -> FileFacts {
    let is_python = random.bool();
    let paths = if is_python {
        PYTHON_PATHS
    } else {
        SCRIPT_PATHS
    };
    let path = random.choice(paths).unwrap();
    let language = match path.rsplit('.').next() {
        Some("py") => "python",
        Some("js") => "javascript",
        Some("json") => "json",
        _ => "typescript",
    };
    let import = |random: &mut fastrand::Rng| match is_python {
        true => {
            let (source, names) = random.choice(PYTHON_NAMES).unwrap();
            import(source, "from", names)
        }
        false => import(random.choice(SCRIPT_NAMES).unwrap(), "import", &[]),
    };
    FileFacts {
        path: (*path).to_owned(),
        language: language.to_owned(),
        imports: Some((0..3).map(|_| import(random)).collect()),
        ..FileFacts::default()
    }
}

fn import(source: &str, kind: &str, names: &[&str]) -> Import {
    Import {
        source: source.to_owned(),
        line: 1,
        kind: kind.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    }
}

fn told(graph: &CodeGraph) -> Vec<String> {
    let paths = graph.edges().into_iter().map(|(from, _)| from.to_owned());
    let mut paths: Vec<String> = paths.collect();
    paths.extend(graph.others().into_iter().map(|(from, _)| from.to_owned()));
    paths.sort();
    paths.dedup();
    let line = |path: &String| {
        let dependencies = graph.dependencies(path).iter();
        let told = dependencies.map(|one| match one.file() {
            Some(id) => format!("{:?} {:?} {:?}", graph.path(id), one.kinds, one.lines),
            None => format!("{one:?}"),
        });
        let mut told: Vec<_> = told.collect();
        told.sort();
        format!("{path} {told:?}")
    };
    paths.iter().map(line).collect()
}
