//! What counts as a clone.

use clone_tokens::Token;

/// What counts as a clone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Fewer tokens are no clone. At least 10; less is taken for 10.
    pub min_tokens: usize,
    /// Fewer whole lines, on either side, are no clone.
    pub min_lines: u32,
    /// Whether a copy may rename identifiers, one to one.
    pub renamed: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_tokens: 50,
            min_lines: 5,
            renamed: true,
        }
    }
}

/// Of fewer tokens fingerprints would tell nothing.
const LEAST_TOKENS: usize = 10;

impl Settings {
    pub(super) fn sound(self) -> Self {
        Self {
            min_tokens: self.min_tokens.max(LEAST_TOKENS),
            ..self
        }
    }

    /// What two tokens have in common where one may be a copy of the other.
    pub(super) fn normalized(&self, token: Token) -> u32 {
        if self.renamed {
            token.normalized()
        } else {
            token.value()
        }
    }
}
