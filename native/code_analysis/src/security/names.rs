//! Names in full, as far as the imports of the file tell.

use std::collections::HashMap;

/// What names of a file stand for.
#[derive(Debug, Default)]
pub(crate) struct Names {
    full: HashMap<String, String>,
}

/// One name that an import gives.
#[derive(Default)]
pub(crate) struct Binding<'a> {
    pub(crate) module: &'a str,
    pub(crate) name: Option<&'a str>,
    pub(crate) alias: Option<&'a str>,
}

const SEPARATORS: [char; 3] = ['.', '/', ':'];

impl Names {
    /// A module without a name in it is known by its last segment.
    pub(crate) fn bind(&mut self, binding: &Binding) {
        let module = without_quotes(binding.module);
        let full = match binding.name {
            Some(name) => format!("{module}.{name}"),
            None => module.to_owned(),
        };
        let last = full.rsplit(SEPARATORS).next().unwrap_or_default();
        let local = binding.alias.or(binding.name).unwrap_or(last);
        if !local.is_empty() && local != full {
            self.full.insert(local.to_owned(), full);
        }
    }

    /// Local names and what they stand for.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.full.iter();
        names.map(|(local, full)| (local.as_str(), full.as_str()))
    }

    /// The name is one of these: in full, or after or before a star.
    pub(crate) fn is_any(&self, name: &str, wanted: &[String]) -> bool {
        let name: String = name.split_whitespace().collect();
        let end = name.find(['.', ':']).unwrap_or(name.len());
        let (first, rest) = name.split_at(end);
        let full = self.full.get(first).map(|full| format!("{full}{rest}"));
        let full = full.as_deref().unwrap_or(&name);
        wanted.iter().any(|wanted| is(full, wanted))
    }
}

fn is(name: &str, wanted: &str) -> bool {
    match (wanted.strip_prefix('*'), wanted.strip_suffix('*')) {
        (Some(end), _) => name.ends_with(end),
        (_, Some(start)) => name.starts_with(start),
        _ => name == wanted,
    }
}

fn without_quotes(text: &str) -> &str {
    text.trim_matches(['"', '\'', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        let bindings = [
            ("subprocess", Some("Popen"), Some("pop")),
            ("xml.etree.ElementTree", None, Some("tree")),
            ("\"math/rand\"", None, None),
            ("os", None, None),
        ];
        for (module, name, alias) in bindings {
            names.bind(&Binding {
                module,
                name,
                alias,
            });
        }
        names
    }

    fn is_any(name: &str, wanted: &str) -> bool {
        names().is_any(name, &[wanted.to_owned()])
    }

    #[test]
    fn names_are_told_by_the_imports() {
        assert!(is_any("pop", "subprocess.Popen"));
        assert!(is_any("tree.parse", "xml.etree.ElementTree.parse"));
        assert!(is_any("rand.Intn", "math/rand.Intn"));
        assert!(is_any("os.\n  system", "os.system"));
        assert!(!is_any("Popen", "subprocess.Popen"));
    }

    #[test]
    fn a_star_stands_for_any_start_or_end() {
        assert!(is_any("os.popen", "os.*"));
        assert!(is_any("app.run", "*.run"));
        assert!(!is_any("run", "*.run"));
    }
}
