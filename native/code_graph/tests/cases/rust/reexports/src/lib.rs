pub mod api;
mod circle;
mod user;
pub mod prelude {
    pub use crate::api::*;
    pub(crate) use crate::circle::Turn as Round;
}
