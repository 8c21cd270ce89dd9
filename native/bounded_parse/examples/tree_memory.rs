use bounded_parse::parse;
use std::time::Instant;
fn grammar(ext: &str) -> Option<tree_sitter::Language> {
    Some(match ext {
        "sh" => tree_sitter_bash::LANGUAGE.into(),
        "ex" | "exs" => tree_sitter_elixir::LANGUAGE.into(),
        "json" => tree_sitter_json::LANGUAGE.into(),
        "py" => tree_sitter_python::LANGUAGE.into(),
        _ => return None,
    })
}
fn main() {
    let limit: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    for path in std::env::args().skip(2) {
        let text = std::fs::read_to_string(&path).unwrap();
        let l = grammar(path.rsplit('.').next().unwrap()).unwrap();
        let t = Instant::now();
        let r = parse(&l, &text, limit, &|| true);
        println!(
            "{path} {} {:?} {:?}",
            text.len(),
            t.elapsed(),
            r.map(|t| t.bytes())
        );
    }
}
