//! Which file a path without its extension, or with that of another file, stands for.

use crate::catalog::{FileId, Lookup};
use crate::manifest::NodeManifests;
use crate::path;

/// Extensions of sources, the first to be tried first.
const TYPESCRIPT: &[&str] = &[".ts", ".tsx", ".mts", ".cts"];
const JAVASCRIPT: &[&str] = &[".js", ".jsx", ".mjs", ".cjs"];
const DECLARATIONS: &[&str] = &[".d.ts", ".d.mts", ".d.cts"];
const DATA: &[&str] = &[".json"];

/// A written extension, and those of what it may be made from.
const MADE_FROM: &[(&str, &[&str])] = &[
    (".js", &[".ts", ".tsx", ".jsx"]),
    (".jsx", &[".tsx"]),
    (".mjs", &[".mts"]),
    (".cjs", &[".cts"]),
];

const DECLARED_BY: &[(&str, &str)] = &[
    (".js", ".d.ts"),
    (".jsx", ".d.ts"),
    (".mjs", ".d.mts"),
    (".cjs", ".d.cts"),
];

/// Extensions of what modules import and no language here reads.
#[rustfmt::skip]
const ASSETS: &[&str] = &[
    "aac", "astro", "avif", "bin", "bmp", "css", "csv", "ejs", "eot", "frag", "gif", "glb", "glsl",
    "gltf", "gql", "graphql", "hbs", "htm", "html", "ico", "jpeg", "jpg", "less", "mdx", "mp3",
    "mp4", "node", "ogg", "otf", "pcss", "pdf", "png", "proto", "pug", "sass", "scss", "sql",
    "styl", "svelte", "svg", "ttf", "txt", "vert", "vtt", "vue", "wasm", "wav", "webm",
    "webmanifest", "webp", "wgsl", "woff", "woff2", "xml", "zip",
];

pub(super) fn is_asset(source: &str) -> bool {
    let extension = path::name(source)
        .rsplit_once('.')
        .map(|(_, extension)| extension);
    extension.is_some_and(|extension| ASSETS.binary_search(&extension).is_ok())
}

/// The files of the codebase as a file sees them.
pub(super) struct Files<'a, 'l, 'c> {
    pub(super) lookup: &'l mut Lookup<'c>,
    pub(super) node: &'a NodeManifests,
    /// The file that asks is TypeScript.
    pub(super) typescript: bool,
}

impl Files<'_, '_, '_> {
    /// What a path stands for: a file or a directory, and only the latter where the name that was
    /// written ends like one.
    pub(super) fn find(&mut self, path: &str, written: &str) -> Option<FileId> {
        let is_directory = matches!(path::name(written), "" | "." | "..");
        let file = (!is_directory).then(|| self.file(path)).flatten();
        file.or_else(|| self.directory(path))
    }

    pub(super) fn file(&mut self, path: &str) -> Option<FileId> {
        let (stem, sources) = made_from(path);
        let sources = || sources.iter().map(|extension| format!("{stem}{extension}"));
        let found = if self.typescript {
            self.lookup
                .first(sources())
                .or_else(|| self.lookup.file(path))
        } else {
            self.lookup
                .file(path)
                .or_else(|| self.lookup.first(sources()))
        };
        let declared = DECLARED_BY.iter().filter_map(|(extension, declaration)| {
            Some(format!("{}{declaration}", path.strip_suffix(extension)?))
        });
        found
            .or_else(|| self.lookup.first(declared))
            .or_else(|| self.extended(path))
    }

    /// With an extension added.
    pub(super) fn extended(&mut self, path: &str) -> Option<FileId> {
        let groups = if self.typescript {
            [TYPESCRIPT, JAVASCRIPT, DECLARATIONS, DATA]
        } else {
            [JAVASCRIPT, DATA, TYPESCRIPT, DECLARATIONS]
        };
        let extensions = groups.into_iter().flatten();
        self.lookup
            .first(extensions.map(|extension| format!("{path}{extension}")))
    }

    fn directory(&mut self, directory: &str) -> Option<FileId> {
        let package = self.node.package(directory);
        package
            .and_then(|package| self.offered(directory, &package.mains))
            .or_else(|| self.index(directory))
    }

    pub(super) fn index(&mut self, directory: &str) -> Option<FileId> {
        let path = path::join(directory, "index")?;
        self.extended(&path)
    }
}

/// The path without the extension that a source's would replace, and the possible ones of the
/// source.
fn made_from(path: &str) -> (&str, &'static [&'static str]) {
    let mut all = MADE_FROM.iter();
    let found = all.find_map(|(extension, from)| Some((path.strip_suffix(extension)?, *from)));
    found.unwrap_or((path, &[]))
}

/// The path without the extension of something that a program runs or a compiler reads.
pub(super) fn without_extension(path: &str) -> &str {
    let mut all = [DECLARATIONS, JAVASCRIPT, TYPESCRIPT].into_iter().flatten();
    let stem = all.find_map(|extension| path.strip_suffix(extension));
    stem.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    #[test]
    fn extensions_are_in_order() {
        assert!(super::ASSETS.is_sorted());
        assert!(super::is_asset("./a.css") && !super::is_asset("./a.service"));
    }
}
