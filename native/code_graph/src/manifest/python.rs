//! Where the projects of a codebase have their Python modules: what `pyproject.toml` and
//! `setup.cfg` say of it. Of a `setup.py` only that it is there is known.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::path;

/// The projects by their directories.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PythonManifests {
    roots: BTreeMap<String, Vec<String>>,
}

/// Where a project has its modules if it does not say so.
const USUAL: &[&str] = &["", "src"];

impl PythonManifests {
    pub(super) fn add(&mut self, path: &str, text: &str) -> Result<(), String> {
        let named = match path::name(path) {
            "pyproject.toml" => of_pyproject(text)?,
            "setup.cfg" => of_setup_cfg(text),
            _ => Vec::new(),
        };
        let directory = path::directory(path);
        let roots = self.roots.entry(directory.to_owned()).or_default();
        let named = named.iter().map(String::as_str);
        let places = named.filter_map(|root| path::join(directory, root));
        roots.extend(places);
        Ok(())
    }

    /// The directories in which a project has its modules, and those in which it may.
    pub(crate) fn roots(&self, directory: &str) -> Vec<String> {
        let Some(named) = self.roots.get(directory) else {
            return Vec::new();
        };
        let usual = USUAL.iter().filter_map(|root| path::join(directory, root));
        let mut roots = named.clone();
        roots.extend(usual);
        roots
    }

    /// Whether a project has its modules there.
    pub(crate) fn is_root(&self, directory: &str) -> bool {
        let mut around = path::upwards(directory);
        around.any(|project| self.roots(project).iter().any(|root| root == directory))
    }
}

fn of_pyproject(text: &str) -> Result<Vec<String>, String> {
    let table: Table = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let tool = table.get("tool");
    let at = |keys: &[&str]| keys.iter().try_fold(tool?, |value, key| value.get(key));
    let mut roots = Vec::new();
    for keys in [
        &["setuptools", "package-dir", ""][..],
        &["setuptools", "packages", "find", "where"],
        &["pytest", "ini_options", "pythonpath"],
        &["pyright", "extraPaths"],
        &["maturin", "python-source"],
        &["pdm", "build", "package-dir"],
        &["uv", "build-backend", "module-root"],
    ] {
        roots.extend(at(keys).map(texts).unwrap_or_default());
    }
    let packages = at(&["poetry", "packages"]).and_then(Value::as_array);
    let from = packages
        .into_iter()
        .flatten()
        .filter_map(|one| one.get("from"));
    roots.extend(from.flat_map(texts));
    let wheel = at(&["hatch", "build", "targets", "wheel", "packages"]);
    let folders = wheel.map(texts).unwrap_or_default();
    let above = folders
        .iter()
        .map(|folder| path::directory(folder).to_owned());
    roots.extend(above);
    Ok(roots)
}

fn texts(value: &Value) -> Vec<String> {
    let one = value.as_str().into_iter();
    let many = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    one.chain(many).map(str::to_owned).collect()
}

/// `package_dir` in `[options]` and `where` in `[options.packages.find]`.
fn of_setup_cfg(text: &str) -> Vec<String> {
    let mut roots = Vec::new();
    let (mut section, mut key) = ("", "");
    for line in text.lines() {
        let mut value = line.trim();
        if value.starts_with('[') {
            (section, key) = (value, "");
            continue;
        }
        if !line.starts_with(char::is_whitespace) {
            let (name, rest) = line.split_once('=').unwrap_or((line, ""));
            (key, value) = (name.trim(), rest.trim());
        }
        let root = match (section, key) {
            ("[options]", "package_dir") => value.strip_prefix('=').map(str::trim),
            ("[options.packages.find]", "where") => Some(value),
            _ => None,
        };
        roots.extend(root.filter(|root| !root.is_empty()).map(str::to_owned));
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_read_from_each_tool() {
        let text = r#"
            tool.setuptools.package-dir = {"" = "a"}
            tool.setuptools.packages.find.where = ["b"]
            tool.poetry.packages = [{include = "x"}, {include = "y", from = "c"}]
            tool.hatch.build.targets.wheel.packages = ["d/z"]
            tool.pytest.ini_options.pythonpath = "e""#;
        let mut roots = of_pyproject(text).unwrap_or_default();
        roots.sort();
        assert_eq!(roots, ["a", "b", "c", "d", "e"]);
        assert!(of_pyproject("tool = 1").is_ok_and(|roots| roots.is_empty()));
        assert!(of_pyproject("[").is_err());
    }

    #[test]
    fn setup_cfg_has_sections() {
        let text =
            "[options]\npackage_dir =\n    = a\n[options.packages.find]\nwhere = b\n[x]\nwhere=c";
        assert_eq!(of_setup_cfg(text), ["a", "b"]);
        assert_eq!(of_setup_cfg("[options]\npackage_dir==a"), ["a"]);
    }
}
