//! The files that are mutated.

use std::fs;
use std::path::PathBuf;

use code_analysis::detect_language;

use crate::support::files_below;

/// What is larger is cut.
const MAX_BYTES: usize = 48 * 1024;

/// The files of one language, and the words that they are made of.
pub struct Corpus {
    pub files: Vec<Vec<u8>>,
    pub words: Vec<Vec<u8>>,
}

/// All files of the language in the folders.
pub fn read(folders: impl Iterator<Item = PathBuf>, language: &str) -> Corpus {
    let is_wanted = |path: &PathBuf| {
        detect_language(&path.to_string_lossy()).is_some_and(|it| it.name == language)
    };
    let paths = folders
        .flat_map(|folder| files_below(&folder))
        .filter(is_wanted);
    let files = paths.map(|path| {
        let mut bytes = fs::read(path).unwrap();
        bytes.truncate(MAX_BYTES);
        bytes
    });
    let files = files.filter(|bytes| !bytes.is_empty()).collect::<Vec<_>>();
    let mut words: Vec<_> = files
        .iter()
        .flat_map(|file| split(file))
        .map(<[u8]>::to_vec)
        .collect();
    words.sort();
    words.dedup();
    words.retain(|word| word.len() <= 24);
    Corpus { files, words }
}

/// Names and numbers, white space, and single other characters.
pub fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.chunk_by(|a, b| sort(*a) != Sort::Other && sort(*a) == sort(*b))
}

#[derive(PartialEq)]
enum Sort {
    Word,
    White,
    Other,
}

fn sort(byte: u8) -> Sort {
    match byte {
        b'_' | 0x80.. => Sort::Word,
        _ if byte.is_ascii_alphanumeric() => Sort::Word,
        _ if byte.is_ascii_whitespace() => Sort::White,
        _ => Sort::Other,
    }
}
