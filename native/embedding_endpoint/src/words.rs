//! What an endpoint says, fit to be shown.

use serde::Deserialize;
use serde_json::Value;

const MAX_BYTES: usize = 200;

/// Shorter values of headers are no secrets, and occur by chance.
const SHORTEST_SECRET: usize = 6;

/// The message of an error as the common servers write it: `{"error": {"message": …}}`,
/// `{"error": …}`, `{"message": …}` or `{"detail": …}`.
pub fn error_message(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        error: Option<Value>,
        message: Option<String>,
        detail: Option<Value>,
    }
    let body: Body = serde_json::from_slice(body).ok()?;
    let error = body.error.or(body.detail).and_then(text);
    error.or(body.message)
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        Value::Object(mut object) => object.remove("message").and_then(text_of_message),
        other => Some(other.to_string()),
    }
}

fn text_of_message(message: Value) -> Option<String> {
    message.as_str().map(str::to_owned)
}

/// On one line, without the secrets, and then cut.
pub fn presentable<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.flat_map(parts) {
        clean = clean.replace(secret, "***");
    }
    let mut clean: String = clean
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    clean.truncate(clean.floor_char_boundary(MAX_BYTES));
    clean
}

/// A value of a header and what follows its scheme, as in `Bearer …`.
fn parts(header: &str) -> impl Iterator<Item = &str> {
    let token = header.split_once(' ').map(|(_scheme, token)| token);
    [Some(header), token]
        .into_iter()
        .flatten()
        .filter(|part| part.len() >= SHORTEST_SECRET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_common_servers_are_found() {
        for (body, message) in [
            (r#"{"error":{"message":"no","type":"x"}}"#, Some("no")),
            (
                r#"{"error":"too long","error_type":"Validation"}"#,
                Some("too long"),
            ),
            (
                r#"{"object":"error","message":"no such model"}"#,
                Some("no such model"),
            ),
            (r#"{"detail":"Not Found"}"#, Some("Not Found")),
            (
                r#"{"detail":[{"loc":["body"]}]}"#,
                Some(r#"[{"loc":["body"]}]"#),
            ),
            (r#"{"error":{"code":3}}"#, None),
            (r#"{"error":null}"#, None),
            ("<html>", None),
            ("[1]", None),
        ] {
            assert_eq!(error_message(body.as_bytes()).as_deref(), message, "{body}");
        }
    }

    #[test]
    fn secrets_are_hidden_before_the_text_is_cut() {
        let secrets = || ["Bearer sk-1234567", "x-9876543", "short"].into_iter();
        let said = presentable("bad key\nsk-1234567 or x-9876543, short", secrets());
        assert_eq!(said, "bad key *** or ***, short");
        let long = format!("{}sk-1234567", "ä".repeat(97));
        assert_eq!(
            presentable(&long, secrets()),
            format!("{}***", "ä".repeat(97))
        );
        assert_eq!(presentable(&"ä".repeat(150), secrets()).len(), 200);
        assert_eq!(
            presentable(&format!("a{}", "ä".repeat(150)), secrets()).len(),
            199
        );
    }
}
