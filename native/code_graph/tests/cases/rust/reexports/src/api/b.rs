pub enum B {
    One,
}
pub use super::a::A as Renamed;
