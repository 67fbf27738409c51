//! The texts that stand under an error, without the secrets that may stand in them.

use camino::Utf8Path;
use postsmith::document::{Document, Kind, NodeRef};

/// Words in the name of a key or variable whose value nobody should read in a log.
const SECRET: &[&str] =
    &["secret", "password", "passwd", "token", "authorization", "api-key", "apikey", "api_key", "credential"];
/// Keys whose text is about a value and not one.
const ABOUT: &[&str] = &["key", "name", "type", "description", "where", "example", "url", "token_url", "login"];

/// `text`, the file that findings call `path`, with an asterisk for every byte of what may be a secret: same lines, same columns.
pub(super) fn masked(path: &Utf8Path, text: &str) -> String {
    let document = match path.extension() {
        Some("toml") => Document::toml(path, text),
        Some("yaml" | "yml") => Document::yaml(path, text),
        // Scripts and templates hold no values.
        _ => return text.to_owned(),
    };
    match document {
        Ok(document) => {
            let mut bytes = text.as_bytes().to_vec();
            mask(document.root(), false, &mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Err(_) => text.split_inclusive('\n').map(mask_line).collect(),
    }
}

fn mask(node: NodeRef<'_>, secret: bool, bytes: &mut [u8]) {
    match node.kind() {
        Kind::Object => {
            let named = node.get("key").and_then(NodeRef::as_str).is_some_and(|key| is_secret(&key));
            let declared = node.get("secret").and_then(NodeRef::as_bool) == Some(true);
            for (key, value) in node.members() {
                let key = key.as_str().unwrap_or_default();
                let about = ABOUT.contains(&&*key) && value.kind() == Kind::String;
                mask(value, !about && (secret || named || declared || is_secret(&key)), bytes);
            }
        }
        Kind::Array => node.elements().for_each(|element| mask(element, secret, bytes)),
        Kind::String if secret && !node.as_str().unwrap_or_default().starts_with("{{") => {
            blank(bytes, node.span().range());
        }
        Kind::String | Kind::Number | Kind::Bool(_) | Kind::Null => {}
    }
}

/// A file that cannot be parsed: what stands behind the key of a suspicious line.
fn mask_line(line: &str) -> String {
    let Some(at) = line.find([':', '=']).filter(|_| is_secret(line)) else { return line.to_owned() };
    let mut bytes = line.as_bytes().to_vec();
    blank(&mut bytes, at + 1..line.len());
    String::from_utf8_lossy(&bytes).into_owned()
}

fn blank(bytes: &mut [u8], range: std::ops::Range<usize>) {
    let kept = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ' | b'\r' | b'\n');
    // A character of several bytes must keep its width on the screen as well as can be: one asterisk a byte.
    bytes[range].iter_mut().filter(|byte| !kept(byte)).for_each(|byte| *byte = b'*');
}

fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    SECRET.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn values_that_may_be_secrets_are_masked_and_nothing_moves() {
        let manifest = "[variables.ACME_ORG]\nsecret = true\nvalue = \"hunter2 é\" # why\n[environments.a.values]\nACME_PASSWORD = 'pw1'\nACME_HOST = 'h'\n";
        let shown = masked("postsmith.toml".into(), manifest);
        assert_eq!(shown.len(), manifest.len());
        for secret in ["hunter2", "pw1"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("ACME_HOST = 'h'") && shown.contains("# why"), "{shown}");

        let request = "headers:\n  - key: Authorization\n    value: Bearer abc\n  - key: Accept\n    value: text\nauth:\n  credentials:\n    token: xyz\n    other: \"{{A}}\"\n";
        let shown = masked("a.request.yaml".into(), request);
        assert!(!shown.contains("abc") && !shown.contains("xyz"), "{shown}");
        assert!(shown.contains("value: text") && shown.contains("\"{{A}}\""), "{shown}");
    }

    #[test]
    fn a_broken_file_is_masked_by_lines() {
        let shown = masked("postsmith.toml".into(), "client_secret = \"hunter2\nname = \"n\"\n");
        assert_eq!(shown, "client_secret = \"*******\nname = \"n\"\n");
    }
}
