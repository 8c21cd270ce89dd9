//! 日本語のドキュメント 😀

/// Grüße 👩‍👩‍👧, 世界.
pub fn größe(名前: &str, r#type: u8) -> String {
    let emoji = "😀😀";
    if 名前 == "世界" && emoji.len() > 1 { "👍".into() } else { format!("{名前}é") }
}

/* 😀 */ pub struct Größe<Т> { 値: Т } // Кириллица

impl<Т> Größe<Т> {
    #[cfg(feature = "größe")]
    pub fn 値(&self) -> &Т { &self.値 }
}
