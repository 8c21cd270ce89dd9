//! `package.json`.

use super::Json;

/// What a package says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Package {
    pub(crate) name: Option<String>,
    /// Where it begins, the best first: as far as it says so without `exports`.
    pub(crate) mains: Vec<String>,
    pub(crate) exports: Option<Json>,
    /// What begins with `#`.
    pub(crate) imports: Option<Json>,
    /// Patterns of the folders of its workspaces.
    pub(crate) workspaces: Vec<String>,
    /// What it needs: names, and where they come from.
    dependencies: Vec<(String, String)>,
}

/// Fields that say where a package begins: the source before what is made of it.
const MAINS: &[&str] = &["source", "module", "main", "types", "typings"];

const DEPENDENCIES: &[&str] = &[
    "dependencies",
    "devDependencies",
    "peerDependencies",
    "optionalDependencies",
];

/// Ways to say that a dependency is a folder.
const FOLDERS: &[&str] = &["file:", "link:", "portal:"];

impl Package {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let json = Json::read(text)?;
        if !matches!(json, Json::Object(_)) {
            return Err("is no object".to_owned());
        }
        let text = |name: &str| json.get(name).and_then(Json::text).map(str::to_owned);
        let workspaces = json.get("workspaces");
        let workspaces = workspaces.map(|all| all.get("packages").unwrap_or(all).texts());
        Ok(Self {
            name: text("name"),
            mains: MAINS.iter().filter_map(|name| text(name)).collect(),
            exports: json.get("exports").cloned(),
            imports: json.get("imports").cloned(),
            workspaces: workspaces
                .into_iter()
                .flatten()
                .map(str::to_owned)
                .collect(),
            dependencies: dependencies(&json),
        })
    }

    pub(crate) fn needs(&self, name: &str) -> bool {
        self.dependencies.iter().any(|(needed, _)| needed == name)
    }

    /// The folder that a dependency is, seen from the package.
    pub(crate) fn folder_of(&self, name: &str) -> Option<&str> {
        let mut all = self.dependencies.iter();
        let (_, source) = all.find(|(needed, _)| needed == name)?;
        FOLDERS.iter().find_map(|way| source.strip_prefix(way))
    }
}

fn dependencies(json: &Json) -> Vec<(String, String)> {
    let lists = DEPENDENCIES.iter().filter_map(|list| json.get(list));
    lists
        .flat_map(Json::members)
        .map(|(name, source)| (name.clone(), source.text().unwrap_or_default().to_owned()))
        .collect()
}
