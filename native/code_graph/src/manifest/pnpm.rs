//! `pnpm-workspace.yaml`: of all that YAML can say, lists of strings.

/// The patterns under `packages`.
pub(super) fn packages(text: &str) -> Vec<String> {
    let mut packages = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let line = without_comment(line);
        let item = line.trim_start().strip_prefix('-').filter(|_| inside);
        if let Some(item) = item {
            packages.push(unquoted(item).to_owned());
        } else if let Some(list) = line.strip_prefix("packages:") {
            inside = true;
            let list = list.trim().trim_start_matches('[').trim_end_matches(']');
            let items = list
                .split(',')
                .map(unquoted)
                .filter(|item| !item.is_empty());
            packages.extend(items.map(str::to_owned));
        } else if !line.trim().is_empty() {
            inside = false;
        }
    }
    packages
}

fn without_comment(line: &str) -> &str {
    let starts = line.starts_with('#').then_some(0);
    &line[..starts.or_else(|| line.find(" #")).unwrap_or(line.len())]
}

fn unquoted(item: &str) -> &str {
    item.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::packages;

    #[test]
    fn a_list_is_in_lines_or_in_brackets() {
        let text = "# all\npackages:\n  # some\n  - 'a/*' # a\n\n  - \"!b\"\ncatalog:\n  - c\n";
        assert_eq!(packages(text), ["a/*", "!b"]);
        assert_eq!(packages("packages: [a, 'b/**']\n"), ["a", "b/**"]);
        assert!(packages("").is_empty());
    }
}
