//! Of two crates: what `crate` means depends on which one is compiled.
use crate::nothing_here;
use the_app::shared;

pub fn set_up() {}
