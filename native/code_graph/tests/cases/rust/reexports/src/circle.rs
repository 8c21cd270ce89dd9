pub use crate::circle::left::*;
pub mod left {
    pub use super::right::*;
}
pub mod right {
    pub use super::left::*;
    pub use self::Turn as Again;
}
pub struct Turn;
