//! Holds `docs/semantics.md` to the tables of tags and rules. `UPDATE=1 cargo test -p code_analysis
//! --test semantic_lists` writes its lists anew.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::Path;

use code_analysis::{semantic_rules, tag_meanings};

#[test]
fn the_documentation_lists_the_tags_and_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/semantics.md");
    let documented = fs::read_to_string(&path).unwrap();
    let whole = with_list(&documented, "tags", &tag_list());
    let whole = with_list(&whole, "rules", &rule_list());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, whole).unwrap();
    } else {
        assert!(
            documented == whole,
            "UPDATE=1 writes the lists in docs/semantics.md anew"
        );
    }
}

fn with_list(document: &str, name: &str, list: &str) -> String {
    let (start, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->\n"),
    );
    let (before, rest) = document.split_once(&start).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{start}{list}{end}{after}")
}

fn tag_list() -> String {
    let mut list = "| column | tag | when a file has it |\n|---|---|---|\n".to_owned();
    for tag in tag_meanings() {
        let (column, meaning) = (tag.aspect.column(), tag.meaning);
        list.push_str(&format!("| `{column}` | `{}` | {meaning} |\n", tag.tag));
    }
    list
}

fn rule_list() -> String {
    let mut list = "| rule | looks at | tags | says |\n|---|---|---|---|\n".to_owned();
    for rule in semantic_rules().unwrap() {
        let tags: Vec<_> = rule
            .tags
            .iter()
            .map(|(aspect, tag)| format!("{}:{tag}", aspect.as_str()))
            .collect();
        list.push_str(&format!(
            "| `{}` | {}: {} | {} | {} |\n",
            rule.id,
            rule.subject,
            rule.names.join(" "),
            tags.join(", "),
            rule.says
        ));
    }
    list
}
