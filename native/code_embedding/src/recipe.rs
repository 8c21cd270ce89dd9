//! Which words of a function make its vector, and how often each counts.

use hashbrown::HashMap;

use crate::stem::stem;
use crate::words::words;

/// The name of this recipe, a part of what identifies a vector: another way to words, stems or
/// counts needs another name, and weights trained for it.
pub const RECIPE: &str = "np1";

/// What is read of one text. Longer functions say what they do before.
pub const MAX_TEXT_BYTES: usize = 65_536;

/// As if the name stood there so often. Chosen on functions that the model was not trained with: the
/// sentence that documents a function is mostly about what its name says, and its code about
/// much else.
const NAME_COUNTS: u32 = 32;
const CONTAINER_COUNTS: u32 = 16;
const PATH_COUNTS: u32 = 2;

/// What is known of a function. An empty text is one that is not known.
#[derive(Clone, Copy, Debug, Default)]
pub struct FunctionText<'a> {
    /// As it is called.
    pub name: &'a str,
    /// Name of the class, module or type that it is in.
    pub container: &'a str,
    /// Of its file, relative to the codebase.
    pub path: &'a str,
    /// Without comment signs.
    pub documentation: &'a str,
    /// Its source text, with or without the documentation.
    pub code: &'a str,
}

/// How often each stem occurs. Kept from one text to the next, for its memory.
#[derive(Debug, Default)]
pub struct StemCounts {
    counts: HashMap<String, u32>,
    stem: String,
}

impl StemCounts {
    /// Of a query, or any text by itself.
    pub fn count_text(&mut self, text: &str) {
        self.counts.clear();
        self.add(text, 1);
    }

    /// Of a function: its documentation and code once, the rest more often.
    pub fn count_function(&mut self, function: &FunctionText) {
        self.counts.clear();
        self.add(function.name, NAME_COUNTS);
        self.add(function.container, CONTAINER_COUNTS);
        self.add(function.path, PATH_COUNTS);
        self.add(function.documentation, 1);
        self.add(function.code, 1);
    }

    /// Stems and counts, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        let counts = self.counts.iter();
        counts.map(|(stem, count)| (stem.as_str(), *count))
    }

    fn add(&mut self, text: &str, times: u32) {
        let Self {
            counts,
            stem: buffer,
        } = self;
        words(beginning(text), |word| {
            buffer.clear();
            buffer.push_str(word);
            stem(buffer);
            match counts.get_mut(buffer.as_str()) {
                Some(count) => *count += times,
                None => {
                    counts.insert(buffer.clone(), times);
                }
            }
        });
    }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_TEXT_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(counts: &StemCounts) -> Vec<(&str, u32)> {
        let mut list: Vec<_> = counts.iter().collect();
        list.sort_unstable();
        list
    }

    #[test]
    fn the_training_counts_alike() {
        let training = include_str!("../../../training/corpus.py");
        let counts = format!(
            "FIELD_COUNTS = {{NAME: {NAME_COUNTS}, CONTAINER: {CONTAINER_COUNTS}, \
             PATH: {PATH_COUNTS}, CODE: 1}}"
        );
        assert!(training.contains(&counts), "{counts}");
    }

    #[test]
    fn a_name_counts_more() {
        let mut counts = StemCounts::default();
        counts.count_function(&FunctionText {
            name: "validate_token",
            container: "Session",
            path: "lib/auth.ex",
            code: "def validate_token(token)",
            ..FunctionText::default()
        });
        let expected = [
            ("auth", 2),
            ("def", 1),
            ("ex", 2),
            ("lib", 2),
            ("sess", 16),
            ("token", 34),
            ("valid", 33),
        ];
        assert_eq!(sorted(&counts), expected);
    }

    #[test]
    fn nothing_is_left_of_the_text_before() {
        let mut counts = StemCounts::default();
        counts.count_text("first");
        counts.count_text("second words");
        assert_eq!(sorted(&counts), [("second", 1), ("word", 1)]);
    }

    #[test]
    fn the_end_of_a_long_text_does_not_count() {
        let mut counts = StemCounts::default();
        counts.count_text(&format!("{} end", "ü".repeat(MAX_TEXT_BYTES)));
        assert!(sorted(&counts).is_empty());
    }
}
