//! Text to words: identifiers split at case, digits and whatever is neither letter nor digit.
//!
//! A word is a run of letters or of digits, in lower case. `HTTPServer2` has `http`, `server` and
//! no more: one character alone says nothing. Neither do words of English grammar.

/// Longer runs are no words: encoded data, separators.
const LONGEST: usize = 40;

/// Longer numbers tell one text from all others, and nothing else.
const LONGEST_NUMBER: usize = 4;

/// Sorted. Words that are also names of things in code (`get`, `all`, `not`) are none of these.
const STOP_WORDS: [&str; 48] = [
    "an", "and", "are", "as", "at", "be", "been", "being", "but", "by", "can", "do", "does", "for",
    "from", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "may", "of", "on",
    "or", "our", "should", "so", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "to", "was", "we", "which", "will", "with", "you",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
}

impl Class {
    fn of(character: char) -> Option<Self> {
        match character {
            'a'..='z' => Some(Self::Lower),
            'A'..='Z' => Some(Self::Upper),
            '0'..='9' => Some(Self::Digit),
            _ if character.is_ascii() || !character.is_alphanumeric() => None,
            _ if character.is_uppercase() => Some(Self::Upper),
            _ => Some(Self::Lower),
        }
    }
}

/// Hands out the words of a text in order. Time is linear in the text.
pub(crate) fn words(text: &str, mut each: impl FnMut(&str)) {
    let mut splitter = Splitter::default();
    for character in text.chars() {
        splitter.take(character, &mut each);
    }
    splitter.end(&mut each);
}

#[derive(Default)]
struct Splitter {
    /// In lower case.
    word: String,
    characters: usize,
    /// Of the last character of `word`.
    class: Option<Class>,
    /// Bytes of `word` before its last character, where more than one upper-case letter ends it.
    acronym: Option<usize>,
}

impl Splitter {
    fn take(&mut self, character: char, each: &mut impl FnMut(&str)) {
        let class = Class::of(character);
        match (self.class, class) {
            (_, None) => self.end(each),
            (Some(Class::Upper), Some(Class::Lower)) => self.end_acronym(each),
            (Some(before), Some(now)) if before != now => self.end(each),
            _ => {}
        }
        if let Some(class) = class {
            self.push(character, class);
        }
    }

    fn push(&mut self, character: char, class: Class) {
        let follows_upper = class == Class::Upper && self.class == Some(Class::Upper);
        self.acronym = follows_upper.then_some(self.word.len());
        self.class = Some(class);
        self.characters += 1;
        if self.characters <= LONGEST + 1 {
            self.word.extend(character.to_lowercase());
        }
    }

    /// In `HTTPServer` the last capital belongs to what follows.
    fn end_acronym(&mut self, each: &mut impl FnMut(&str)) {
        let Some(length) = self.acronym.take() else {
            return;
        };
        let last = self.word.split_off(length.min(self.word.len()));
        self.characters -= 1;
        self.end(each);
        self.characters = last.chars().count();
        self.word = last;
    }

    fn end(&mut self, each: &mut impl FnMut(&str)) {
        let longest = if self.class == Some(Class::Digit) {
            LONGEST_NUMBER
        } else {
            LONGEST
        };
        if (2..=longest).contains(&self.characters) && !is_stop_word(&self.word) {
            each(&self.word);
        }
        self.word.clear();
        self.characters = 0;
        self.class = None;
        self.acronym = None;
    }
}

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn identifiers_are_split() {
        let cases = [
            ("parse_http_request", "parse http request"),
            ("parseHTTPRequest", "parse http request"),
            ("HTTPServer2", "http server"),
            ("sha256sum utf8", "sha 256 sum utf"),
            ("XMLHttpRequest.open", "xml http request open"),
            ("MAX_RETRIES", "max retries"),
            ("don't stop", "don stop"),
            ("Größe_ÄNDERN", "größe ändern"),
            ("日本語 text", "日本語 text"),
            ("ID", "id"),
            ("aB", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(list(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        assert_eq!(list("the value of x is 1234567"), ["value"]);
        assert_eq!(list(&"a".repeat(LONGEST)).len(), 1);
        assert!(list(&"a".repeat(LONGEST + 1)).is_empty());
        assert!(list(&"A".repeat(1_000_000)).is_empty());
    }

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }
}
