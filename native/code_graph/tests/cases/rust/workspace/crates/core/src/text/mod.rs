pub mod words;

pub fn all() -> String {
    self::words::first()
}
