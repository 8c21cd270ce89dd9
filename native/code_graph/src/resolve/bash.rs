//! Shell: what a script sources.
//!
//! A path is taken from the directory of the script where it begins with what scripts write for it:
//! `$(dirname "$0")`, `${BASH_SOURCE%/*}`, `$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)` and the
//! like, or a variable that is called so (`$SCRIPT_DIR`), where there is such a file. Any other relative path depends on where
//! the script runs: the script's directory is tried, then the root. It is unresolved when neither
//! has it. Absolute paths and those with other variables are left out, and so are names without a
//! slash or an extension, which the shell looks up in `PATH`.

use crate::catalog::{FileId, Lookup};
use crate::dependency::{Target, Use};
use crate::facts::FileFacts;
use crate::path;

pub(super) fn uses(facts: &FileFacts, lookup: &mut Lookup) -> Vec<Use> {
    let directory = path::directory(&facts.path);
    let mut uses = Vec::new();
    for import in facts.imports.iter().flatten() {
        let target = match sourced(&import.source) {
            Some(Sourced::Beside(below)) => beside(directory, below, lookup),
            Some(Sourced::Perhaps(below)) => match beside(directory, below, lookup) {
                None => continue,
                file => file,
            },
            Some(Sourced::Relative(below)) => {
                beside(directory, below, lookup).or_else(|| beside("", below, lookup))
            }
            None => continue,
        };
        let target = target.map_or_else(|| Target::Unresolved(import.source.clone()), Target::File);
        uses.push(Use {
            target,
            kind: import.kind.clone(),
            line: import.line,
        });
    }
    uses
}

fn beside(directory: &str, below: &str, lookup: &mut Lookup) -> Option<FileId> {
    lookup.file(&path::join(directory, below)?)
}

/// Where a sourced file is.
#[derive(Debug, PartialEq, Eq)]
enum Sourced<'a> {
    /// From the script's directory.
    Beside(&'a str),
    /// From there, if the variable holds what its name says.
    Perhaps(&'a str),
    /// From there, or from wherever the script runs.
    Relative(&'a str),
}

fn sourced(source: &str) -> Option<Sourced<'_>> {
    if is_dynamic(source) {
        let (base, below) = expansion(source)?;
        let below = below.strip_prefix('/').filter(|below| !is_dynamic(below))?;
        return match base.starts_with('(') || base.contains('%') {
            true => finds_own_directory(base).then_some(Sourced::Beside(below)),
            false => names_own_directory(base).then_some(Sourced::Perhaps(below)),
        };
    }
    let is_path = source.contains(['/', '.']) && !source.starts_with(['/', '~', '-']);
    is_path.then_some(Sourced::Relative(source))
}

fn is_dynamic(text: &str) -> bool {
    text.contains(['$', '`', '*', '<'])
}

/// The expansion at the start, and what follows.
fn expansion(source: &str) -> Option<(&str, &str)> {
    let rest = source.strip_prefix('$')?;
    let end = match rest.chars().next()? {
        '(' => balanced(rest, '(', ')')?,
        '{' => balanced(rest, '{', '}')?,
        _ => rest.find(|c: char| !c.is_alphanumeric() && c != '_')?,
    };
    let after = rest.get(end..)?;
    Some((rest.get(..end)?, after.strip_prefix('"').unwrap_or(after)))
}

/// Where the bracket at the start ends.
fn balanced(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + c.len_utf8());
            }
        }
    }
    None
}

/// Names of variables that hold the directory of the script, in small letters and without `_`.
const OWN_DIRECTORY: [&str; 6] = [
    "here",
    "thisdir",
    "scriptdir",
    "scriptsdir",
    "selfdir",
    "mydir",
];

fn names_own_directory(variable: &str) -> bool {
    let letters = variable.chars().filter(|c| c.is_alphanumeric());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    OWN_DIRECTORY.contains(&letters.as_str())
}

fn finds_own_directory(expansion: &str) -> bool {
    if expansion.starts_with('(') {
        let of_script = ["$0", "BASH_SOURCE"]
            .iter()
            .any(|name| expansion.contains(name));
        return of_script && expansion.contains("dirname") && !expansion.contains("..");
    }
    let parameter = expansion.trim_matches(['{', '}']).strip_suffix("%/*");
    parameter.is_some_and(|name| ["0", "BASH_SOURCE", "BASH_SOURCE[0]"].contains(&name))
}

#[cfg(test)]
mod tests {
    use super::{Sourced, sourced};

    #[test]
    fn what_a_script_writes_for_its_own_directory() {
        for source in [
            "$(dirname \"$0\")/a.sh",
            "${BASH_SOURCE%/*}/a.sh",
            "${BASH_SOURCE[0]%/*}/a.sh",
            "$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)/a.sh",
            "$(dirname \"$0\")\"/a.sh",
        ] {
            assert_eq!(sourced(source), Some(Sourced::Beside("a.sh")), "{source}");
        }
        for source in ["$SCRIPT_DIR/a.sh", "${here}/a.sh"] {
            assert_eq!(sourced(source), Some(Sourced::Perhaps("a.sh")), "{source}");
        }
    }

    #[test]
    fn what_depends_on_more_is_left_out() {
        for source in [
            "/etc/profile",
            "~/.bashrc",
            "$HOME/a.sh",
            "$DIR/$name.sh",
            "$(cd \"$(dirname \"$0\")/..\" && pwd)/a.sh",
            "<(kubectl completion bash)",
            "activate",
            "$file",
        ] {
            assert_eq!(sourced(source), None, "{source}");
        }
        assert_eq!(sourced("lib/a.sh"), Some(Sourced::Relative("lib/a.sh")));
    }
}
