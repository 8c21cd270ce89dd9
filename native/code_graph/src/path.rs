//! Paths relative to the root, as text.

/// All before the last `/`; empty at the root.
///
/// ```
/// assert_eq!(code_graph::path::directory("a/b/c.ex"), "a/b");
/// assert_eq!(code_graph::path::directory("c.ex"), "");
/// ```
#[must_use]
pub fn directory(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}

/// All after the last `/`.
#[must_use]
pub fn name(path: &str) -> &str {
    path.rfind('/').map_or(path, |slash| &path[slash + 1..])
}

/// The name without its last extension.
#[must_use]
pub fn stem(path: &str) -> &str {
    let name = name(path);
    name.rfind('.').map_or(name, |dot| &name[..dot])
}

/// `below` seen from `directory`, without `.` and `..`. `None` when it leaves the root.
///
/// ```
/// assert_eq!(code_graph::path::join("a/b", "../c/./d"), Some("a/c/d".to_owned()));
/// assert_eq!(code_graph::path::join("a", "../.."), None);
/// assert_eq!(code_graph::path::join("", "x"), Some("x".to_owned()));
/// ```
#[must_use]
pub fn join(directory: &str, below: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    for part in below.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The directory itself and those above it, innermost first; the root is empty.
///
/// ```
/// let all: Vec<_> = code_graph::path::upwards("a/b").collect();
/// assert_eq!(all, ["a/b", "a", ""]);
/// ```
pub fn upwards(directory: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(directory);
    std::iter::from_fn(move || {
        let current = next?;
        next = (!current.is_empty()).then(|| self::directory(current));
        Some(current)
    })
}

/// Whether a file is a test, by the customs of the languages.
///
/// ```
/// use code_graph::path::is_test;
///
/// for path in ["test/a_test.exs", "a_test.go", "src/a.spec.ts", "tests/x.rs", "x/test_a.py"] {
///     assert!(is_test(path), "{path}");
/// }
/// for path in ["lib/test.ex", "lib/contest/a.ex", "src/attest.py"] {
///     assert!(!is_test(path), "{path}");
/// }
/// ```
#[must_use]
pub fn is_test(path: &str) -> bool {
    let folders = directory(path).split('/');
    let stem = stem(path);
    folders
        .into_iter()
        .any(|folder| matches!(folder, "test" | "tests" | "__tests__" | "spec"))
        || ["_test", ".test", ".spec", "_spec"]
            .iter()
            .any(|end| stem.ends_with(end))
        || (stem.starts_with("test_") && path.ends_with(".py"))
}
