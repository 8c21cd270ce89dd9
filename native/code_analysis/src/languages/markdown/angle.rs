//! What stands between `<` and `>` in the text of a paragraph: autolinks and HTML tags.

/// What stands in front of the `>` if it is a URI or an email address.
pub(super) fn autolink(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| c <= ' ' || matches!(c, '<' | '>'))?;
    let target = rest.get(..end)?;
    let is_closed = rest.get(end..)?.starts_with('>');
    (is_closed && (is_uri(target) || is_email(target))).then_some(target)
}

fn is_uri(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
    (2..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
}

fn is_email(target: &str) -> bool {
    let Some((local, domain)) = target.split_once('@') else {
        return false;
    };
    let in_local =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    !local.is_empty() && local.bytes().all(in_local) && domain.split('.').all(is_label)
}

/// Length of an opening or closing HTML tag after its `<`, the `>` included.
pub(super) fn tag(rest: &str) -> Option<usize> {
    let bare = rest.strip_prefix('/').unwrap_or(rest);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut rest_of_tag = bare
        .strip_prefix(|c: char| c.is_ascii_alphabetic())?
        .trim_start_matches(is_name);
    if bare.len() == rest.len() {
        while let Some(after) = attribute(rest_of_tag) {
            rest_of_tag = after;
        }
        rest_of_tag = rest_of_tag.trim_start();
        rest_of_tag = rest_of_tag.strip_prefix('/').unwrap_or(rest_of_tag);
    } else {
        rest_of_tag = rest_of_tag.trim_start();
    }
    Some(rest.len() - rest_of_tag.strip_prefix('>')?.len())
}

/// What follows the attribute.
fn attribute(rest: &str) -> Option<&str> {
    let bare = rest.trim_start();
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
    let starts_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':');
    let after_name = bare.strip_prefix(starts_name)?.trim_start_matches(in_name);
    if bare.len() == rest.len() {
        return None;
    }
    let Some(value) = after_name.trim_start().strip_prefix('=') else {
        return Some(after_name);
    };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            return inside.split_once(quote).map(|(_, after)| after);
        }
    }
    let ends = |c: char| c <= ' ' || matches!(c, '"' | '\'' | '=' | '<' | '>' | '`');
    let after = value.trim_start_matches(|c| !ends(c));
    (after.len() < value.len()).then_some(after)
}
