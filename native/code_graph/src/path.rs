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

/// Whether it is the directory, or is below it.
///
/// ```
/// assert!(code_graph::path::is_within("a/b", "a"));
/// assert!(code_graph::path::is_within("a", ""));
/// assert!(!code_graph::path::is_within("ab", "a"));
/// ```
#[must_use]
pub fn is_within(path: &str, directory: &str) -> bool {
    let rest = path.strip_prefix(directory);
    directory.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The name, and the name with the directory that it is in.
///
/// ```
/// let all: Vec<_> = code_graph::path::endings("a/b/c.py").collect();
/// assert_eq!(all, ["c.py", "b/c.py"]);
/// ```
pub fn endings(path: &str) -> impl Iterator<Item = &str> {
    let name = self::name(path);
    let above = self::name(self::directory(path));
    let both = (!above.is_empty()).then(|| &path[path.len() - name.len() - above.len() - 1..]);
    std::iter::once(name).chain(both)
}
