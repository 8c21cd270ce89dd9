//! Many files take time in proportion to their number.

use std::time::{Duration, Instant};

use code_graph::{Change, CodeGraph, FileFacts, Reference};

const FILES: usize = 20_000;
/// Far more than it takes, and far less than to look at all files for each.
const MAX_TIME: Duration = Duration::from_secs(10);

fn rust_file(path: String, references: Vec<Reference>) -> Change {
    Change::Facts(FileFacts {
        path,
        language: "rust".to_owned(),
        imports: Some(Vec::new()),
        references: Some(references),
        ..FileFacts::default()
    })
}

fn reference(kind: &str, name: &str) -> Reference {
    Reference {
        name: name.to_owned(),
        line: 1,
        kind: kind.to_owned(),
    }
}

/// Nobody says where such a file belongs, so that its module is looked for everywhere.
#[test]
fn rust_files_that_no_package_has() {
    let mut changes = vec![rust_file(
        "owner.rs".to_owned(),
        vec![reference("mod", "told = told_0.rs")],
    )];
    changes.extend((0..FILES).map(|number| {
        let uses = vec![reference("path", "super::owned")];
        rust_file(format!("told_{number}.rs"), uses)
    }));
    let mut graph = CodeGraph::new();
    let start = Instant::now();
    graph.update(None, changes);
    let took = start.elapsed();
    assert!(took < MAX_TIME, "{took:?}");
    assert_eq!(graph.file_count(), FILES + 1);
    assert_eq!(
        graph.edges(),
        [("owner.rs", "told_0.rs"), ("told_0.rs", "owner.rs")]
    );
}
