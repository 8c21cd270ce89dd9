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

/// Where in a function a stem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Name,
    Container,
    Path,
    Documentation,
    Code,
}

/// How often a stem stands in each [`Part`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartCounts([u32; 5]);

impl PartCounts {
    /// In one part.
    #[must_use]
    pub const fn of(&self, part: Part) -> u32 {
        self.0[part as usize]
    }

    /// In all parts, each as often as it counts.
    #[must_use]
    pub const fn weighted(&self) -> u32 {
        NAME_COUNTS * self.of(Part::Name)
            + CONTAINER_COUNTS * self.of(Part::Container)
            + PATH_COUNTS * self.of(Part::Path)
            + self.of(Part::Documentation)
            + self.of(Part::Code)
    }
}

/// A known stem, by a number of its own.
#[derive(Debug)]
struct Stem {
    text: Box<str>,
    counts: PartCounts,
}

/// More words than one codebase has: identifiers without end are no reason to keep them all.
const MAX_WORDS: usize = 100_000;

/// How often each stem occurs. Kept from one text to the next: a word that was seen before is looked
/// up, and not cut to its stem again.
#[derive(Debug, Default)]
pub struct StemCounts {
    stem_of_word: HashMap<Box<str>, u32>,
    number_of_stem: HashMap<Box<str>, u32>,
    stems: Vec<Stem>,
    /// Numbers of those that occur, in the order of their first occurrence.
    present: Vec<u32>,
    buffer: String,
    epoch: u64,
}

impl StemCounts {
    /// Of a query, or any text by itself.
    pub fn count_text(&mut self, text: &str) {
        self.clear();
        self.add(text, Part::Code);
    }

    /// Of a function.
    pub fn count_function(&mut self, function: &FunctionText) {
        self.clear();
        self.add(function.name, Part::Name);
        self.add(function.container, Part::Container);
        self.add(function.path, Part::Path);
        self.add(function.documentation, Part::Documentation);
        self.add(function.code, Part::Code);
    }

    /// Stems and how often they count, in the order of their first occurrence.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.parts().map(|(stem, counts)| (stem, counts.weighted()))
    }

    /// Stems and where they stand, in the order of their first occurrence.
    pub fn parts(&self) -> impl Iterator<Item = (&str, PartCounts)> {
        let stems = self.numbers().map(|number| &self.stems[number]);
        stems.map(|stem| (&*stem.text, stem.counts))
    }

    /// The same by number. A number stands for one stem within an epoch.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = usize> {
        self.present.iter().map(|number| *number as usize)
    }

    pub(crate) fn stem(&self, number: usize) -> (&str, u32) {
        let stem = &self.stems[number];
        (&stem.text, stem.counts.weighted())
    }

    pub(crate) const fn epoch(&self) -> u64 {
        self.epoch
    }

    fn clear(&mut self) {
        if self.stem_of_word.len() > MAX_WORDS {
            *self = Self {
                epoch: self.epoch + 1,
                ..Self::default()
            };
        }
        for number in self.present.drain(..) {
            self.stems[number as usize].counts = PartCounts::default();
        }
    }

    fn add(&mut self, text: &str, part: Part) {
        words(beginning(text), |word| {
            let known = self.stem_of_word.get(word).copied();
            let number = known.unwrap_or_else(|| self.learn(word));
            let counts = &mut self.stems[number as usize].counts;
            if *counts == PartCounts::default() {
                self.present.push(number);
            }
            counts.0[part as usize] += 1;
        });
    }

    fn learn(&mut self, word: &str) -> u32 {
        self.buffer.clear();
        self.buffer.push_str(word);
        stem(&mut self.buffer);
        let text = &*self.buffer;
        let number = self.number_of_stem.get(text).copied().unwrap_or_else(|| {
            #[allow(clippy::cast_possible_truncation, reason = "no more than words")]
            let number = self.stems.len() as u32;
            self.number_of_stem.insert(text.into(), number);
            self.stems.push(Stem {
                text: text.into(),
                counts: PartCounts::default(),
            });
            number
        });
        self.stem_of_word.insert(word.into(), number);
        number
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
    fn where_a_stem_stands_is_told() {
        let mut counts = StemCounts::default();
        counts.count_function(&FunctionText {
            name: "check",
            path: "check.ex",
            code: "checks(checked)",
            ..FunctionText::default()
        });
        let parts: Vec<_> = counts.parts().collect();
        assert_eq!(parts[0], ("check", PartCounts([1, 0, 1, 0, 2])));
        assert_eq!(parts[0].1.weighted(), 36);
    }

    #[test]
    fn words_without_end_are_forgotten() {
        let mut counts = StemCounts::default();
        let letters = |number: usize| {
            let letter =
                |digit: usize| char::from(b'a' + (number / 26_usize.pow(digit as u32) % 26) as u8);
            (0..5).map(letter).collect::<String>()
        };
        for first in 0..3 {
            let text: Vec<_> = (0..40_000).map(|n| letters(first * 40_000 + n)).collect();
            for part in text.chunks(5_000) {
                counts.count_text(&part.join(" "));
            }
        }
        counts.count_text("one word");
        assert_eq!(sorted(&counts), [("one", 1), ("word", 1)]);
        assert_eq!(counts.epoch(), 1);
    }

    #[test]
    fn the_end_of_a_long_text_does_not_count() {
        let mut counts = StemCounts::default();
        counts.count_text(&format!("{} end", "ü".repeat(MAX_TEXT_BYTES)));
        assert!(sorted(&counts).is_empty());
    }
}
