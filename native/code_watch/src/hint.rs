use std::path::PathBuf;

/// What an event of the operating system is worth to us.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Events were lost.
    Lost,
    /// This path may have changed.
    Path(PathBuf, Weight),
}

/// How much an event tells about when its path will be at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Only attributes changed: no reason to wait longer than one waits already.
    Attributes,
    /// Something is being done to the path.
    Ongoing,
    /// A writer has closed the file, or moved it here.
    Finished,
    /// The path is gone from where it was.
    Gone,
}
