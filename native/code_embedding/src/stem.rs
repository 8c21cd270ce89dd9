//! Words to stems: inflection and the commonest derivations cut off, so that `validates`,
//! `validation` and `validator` are one. Light on purpose: what should not be one stays apart more
//! often than not, and a stem that is no word does no harm.

/// What an ending becomes, where this many bytes with a vowel are left before it. The first that
/// fits counts.
const PLURALS: [(&str, &str, usize); 7] = [
    ("sses", "ss", 2),
    ("shes", "sh", 2),
    ("ches", "ch", 2),
    ("xes", "x", 2),
    ("ies", "y", 2),
    ("ss", "ss", 0),
    ("us", "us", 0),
];

const ENDINGS: [(&str, &str, usize); 15] = [
    ("ization", "iz", 3),
    ("isation", "iz", 3),
    ("ation", "", 4),
    ("ating", "", 4),
    ("ated", "", 4),
    ("ator", "", 4),
    ("ate", "", 4),
    ("ise", "iz", 4),
    ("ising", "iz", 4),
    ("ion", "", 4),
    ("ing", "", 3),
    ("ed", "", 3),
    ("er", "", 4),
    ("or", "", 4),
    ("ly", "", 4),
];

/// Cuts the word to its stem, in place. Words that are not ASCII stay.
pub(crate) fn stem(word: &mut String) {
    if word.len() <= 3 || !word.is_ascii() {
        return;
    }
    if !replace_ending(word, &PLURALS) && word.ends_with('s') && !word.ends_with("is") {
        word.pop();
    }
    if replace_ending(word, &ENDINGS) {
        undouble(word);
    }
    if word.len() > 3 && word.ends_with('e') {
        word.pop();
    }
    if word.len() > 3 && word.ends_with('y') {
        word.pop();
        word.push('i');
    }
}

fn replace_ending(word: &mut String, endings: &[(&str, &str, usize)]) -> bool {
    for (ending, replacement, left) in endings {
        let Some(rest) = word.strip_suffix(ending) else {
            continue;
        };
        if rest.len() >= *left && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            word.truncate(rest.len());
            word.push_str(replacement);
            return true;
        }
    }
    false
}

/// `stopp`, which is left of `stopping`, is `stop`. Words with a double ending of their own are
/// cut in all their forms only where it is not one of these.
fn undouble(word: &mut String) {
    let bytes = word.as_bytes();
    if let [.., before, last] = *bytes
        && before == last
        && bytes.len() > 3
        && !b"aeiouslz".contains(&last)
    {
        word.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let mut word = word.to_owned();
        stem(&mut word);
        word
    }

    #[test]
    fn forms_of_a_word_are_one() {
        let families = [
            "validate validates validated validating validation validator validators",
            "parse parses parsed parsing parser parsers",
            "connect connects connected connecting connection connections connector",
            "serialize serializes serialized serializing serialization serializer",
            "stop stops stopped stopping",
            "query queries",
            "class classes",
            "match matches matched matching matcher",
            "create creates created creating creation",
            "generate generated generating generator generation",
            "configure configured configuring configuration",
            "index indexes indexed indexing indexer",
        ];
        for family in families {
            let stems: Vec<_> = family.split(' ').map(stemmed).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        let cases = [
            ("status", "status"),
            ("process", "process"),
            ("use", "use"),
            ("user", "user"),
            ("string", "string"),
            ("order", "order"),
            ("this", "this"),
            ("größen", "größen"),
        ];
        for (word, expected) in cases {
            assert_eq!(stemmed(word), expected);
        }
    }
}
