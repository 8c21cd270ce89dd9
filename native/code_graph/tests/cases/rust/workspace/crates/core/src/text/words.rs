pub fn first() -> String {
    super::super::begin();
    String::new()
}
