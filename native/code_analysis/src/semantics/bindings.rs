//! What the names of a file stand for by its imports.

use hashbrown::HashMap;

use super::Naming;

/// Names that are kept of a file.
const MOST_NAMES: usize = 10_000;

/// Local names with what they stand for. Scopes are not told apart: what is imported in a function
/// is known in the whole file.
#[derive(Debug, Default)]
pub(crate) struct Bindings {
    full: HashMap<String, String>,
}

impl Bindings {
    pub(crate) fn bind(&mut self, local: &str, full: String) {
        if self.full.len() < MOST_NAMES {
            self.full.insert(local.to_owned(), full);
        }
    }

    pub(crate) fn knows(&self, local: &str) -> bool {
        self.full.contains_key(local)
    }

    /// What a local name without parts stands for.
    pub(crate) fn meaning(&self, local: &str) -> Option<&str> {
        self.full.get(local).map(String::as_str)
    }

    /// The name with its first part as it is called elsewhere. `None` if no import tells.
    pub(crate) fn full(&self, name: &str, naming: Naming) -> Option<String> {
        let (first, rest) = name.split_at(name.find(['.', ':']).unwrap_or(name.len()));
        let full = self.full.get(first)?;
        Some(match rest.strip_prefix('.') {
            Some(member) if naming == Naming::Modules && !full.contains(':') => {
                format!("{full}:{member}")
            }
            _ => format!("{full}{rest}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_is_replaced() {
        let mut names = Bindings::default();
        names.bind("np", "numpy".to_owned());
        names.bind("read", "fs:readFile".to_owned());
        names.bind("fs", "fs".to_owned());
        names.bind("thread", "std::thread".to_owned());
        let full = |name, naming| names.full(name, naming);
        let found = |name: &str| Some(name.to_owned());
        assert_eq!(
            full("np.random.rand", Naming::Paths),
            found("numpy.random.rand")
        );
        assert_eq!(full("read", Naming::Modules), found("fs:readFile"));
        assert_eq!(
            full("fs.promises.rm", Naming::Modules),
            found("fs:promises.rm")
        );
        assert_eq!(
            full("thread::spawn", Naming::Paths),
            found("std::thread::spawn")
        );
        assert_eq!(full("os.path", Naming::Paths), None);
    }
}
