//! Texts that are broken in ways that grammars take long for: a fragment, again and again. None
//! breaks a limit, so each is parsed.

/// Fragments for every language.
const FRAGMENTS: [&str; 38] = [
    "(\n)\n",
    "((((\n))))\n",
    "}\n",
    ")\n",
    "]\n",
    "{ ( [ ] ) }\n",
    "{ [ ( } ] )\n",
    "a + \n",
    "a ? b : \n",
    "a.b.c.\n",
    "a, \n",
    "f(a, b\n)\n",
    "f(g(h(\n)))\n",
    "if a {\n} else \n",
    "else if (a) {}\n",
    "case 1:\n",
    "# a comment\n",
    "// a comment\n",
    "/* a comment */\n",
    "/*\n",
    "<!-- a comment -->\n",
    "\"a string\n",
    "'a string\n",
    "\"a\\\"\n",
    "`a template ${\n",
    "\"\"\"\n",
    "r#\"\n",
    "<a>\n",
    "<<EOF\n",
    "a = b = c\n",
    "try { } catch { (, e\n",
    "do a -> b\n",
    "@a @b @c\n",
    "&& || ! ~ ^ %\n",
    "a: - b: - c\n",
    "|> a() <> b ++ c\n",
    "let x = async await yield\n",
    "\t \u{e4}\u{1f600} \\\n",
];

/// Fragments that one language took long for.
const KNOWN: [(&str, &str); 12] = [
    ("python", "    # a comment\n"),
    ("python", "# a comment\n\n"),
    ("typescript", "// a comment\nx\n"),
    ("tsx", "// a comment\n<a\n"),
    ("go", "case a, b:\n"),
    ("go", "case func() { }:\n"),
    ("elixir", "a |> b <> c ++ d and e or\n"),
    ("elixir", "a -> b when c, d ->\n"),
    ("rust", "r##\"a\"# \n"),
    ("rust", "macro_rules! a { ($x:expr) => {\n}\n"),
    ("json", "]{:\"a\"\n"),
    ("markdown", "> - 1. *a* [b](c\n"),
];

/// Languages and texts of about `bytes` bytes: every fragment in every language.
#[allow(
    dead_code,
    reason = "each user compiles its own copy, and needs one of the two"
)]
pub fn broken_texts(bytes: usize) -> impl Iterator<Item = (&'static str, String)> {
    let names = code_analysis::languages().iter().map(|known| known.name);
    let general = names.flat_map(|name| FRAGMENTS.map(|fragment| (name, fragment)));
    repeated(general.chain(KNOWN), bytes)
}

/// Those that a language took long for.
#[allow(
    dead_code,
    reason = "each user compiles its own copy, and needs one of the two"
)]
pub fn known_texts(bytes: usize) -> impl Iterator<Item = (&'static str, String)> {
    repeated(KNOWN.into_iter(), bytes)
}

fn repeated(
    fragments: impl Iterator<Item = (&'static str, &'static str)>,
    bytes: usize,
) -> impl Iterator<Item = (&'static str, String)> {
    fragments.map(move |(name, fragment)| (name, fragment.repeat(bytes / fragment.len())))
}
