//! Credentials that base64, whitespace, a URL or a client certificate surrounds.

use super::document;
use postsmith::secret::{Evidence, Risk, SecretKind, scan};
use serde_json::{Value, json};
use support::credential::base64;
use support::random::Random;
use support::sample::{collection, environment};

/// Value, risk and kind of each credential that is shown by default.
fn found(file: &Value) -> Vec<(String, Risk, SecretKind)> {
    let document = document(file);
    let found = scan(&document).into_iter().filter(|secret| secret.risk >= Risk::Medium);
    found.map(|secret| (secret.value().to_owned(), secret.risk, secret.kind)).collect()
}

fn variable(name: &str, value: &str) -> Value {
    environment("prod", &[(name, value, false)])
}

#[test]
fn base64_of_user_and_password_is_found_under_any_name() {
    let mut random = Random::new("user");
    for user in ["svc-user", "me@example.com", "admin"] {
        let encoded = base64(&format!("{user}:{}", random.token("<a13><d1>")));
        for name in ["thing", "value1", "x"] {
            let file = variable(name, &encoded);
            let values: Vec<_> = found(&file).into_iter().map(|(value, _, kind)| (value, kind)).collect();
            assert_eq!(values, [(encoded.clone(), SecretKind::Named)], "{user} {name}");
            assert_eq!(scan(&document(&file))[0].evidence, Evidence::Decoded);
        }
    }
    let (hex, digits, uuid) = (random.token("<h32>"), random.token("<d12>"), random.token("<h8>-<h4>-<h4>-<h4>-<h12>"));
    for text in [
        format!("Product:{digits}"),
        format!("gid://shop/Product/{digits}"),
        format!("sha256:{hex}"),
        format!("Node:{uuid}"),
        "http://example.com:80".to_owned(),
        "name: a sentence of words".to_owned(),
        "user:password".to_owned(),
    ] {
        assert_eq!(found(&variable("thing", &base64(&text))), [], "{text}");
    }
}

#[test]
fn a_web_token_that_whitespace_breaks_is_found_whole() {
    let mut random = Random::new("broken");
    let header = base64(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = base64(&format!(r#"{{"sub":"{}","role":"admin"}}"#, random.token("<a10>"))).replace('=', "");
    let token = format!("{header}.{claims}.{}", random.token("<b43>"));
    for gap in ["\n", " ", "\r\n    ", "\n  \t"] {
        for at in [header.len() - 4, header.len() + 1, header.len() + 9, token.len() - 20] {
            let broken = format!("{}{gap}{}", &token[..at], &token[at..]);
            let file = variable("note", &format!("Use this:\n{broken}\nand nothing else"));
            let values = found(&file);
            assert_eq!(values.len(), 1, "{gap:?} {at}");
            let (value, kind) = (values[0].0.replace("\\r", "").replace("\\n", "").replace("\\t", ""), values[0].2);
            assert_eq!(
                (value.replace(char::is_whitespace, ""), kind),
                (token.clone(), SecretKind::Jwt),
                "{gap:?} {at}"
            );
        }
    }
    // The words behind a header alone are no token.
    assert_eq!(found(&variable("note", &format!("{header} begins every one of them. And then. More of it."))), []);
}

#[test]
fn a_signed_url_in_a_variable_is_a_warning() {
    let mut random = Random::new("signed");
    for url in [
        format!("https://acc.blob.core.windows.net/c/b?sv=2022-11-02&sr=b&sp=r&sig={}%3D", random.token("<a42>")),
        format!("https://b.s3.amazonaws.com/a?X-Amz-Date=20240101T000000Z&X-Amz-Signature={}", random.token("<h64>")),
        format!(
            "https://storage.googleapis.com/b/a?X-Goog-Date=20240101T000000Z&X-Goog-Signature={}",
            random.token("<h64>")
        ),
        format!("https://d1.cloudfront.net/a?Expires=1700000000&Signature={}", random.token("<a60>")),
    ] {
        let values = found(&variable("link", &url));
        assert_eq!(values.len(), 1, "{url}");
        assert_eq!((values[0].1, url.contains(&values[0].0)), (Risk::Medium, true), "{url}");
    }
}

#[test]
fn a_passphrase_and_values_of_a_session_are_found() {
    let mut random = Random::new("certificate");
    let secret = random.token("<a16>");
    let request = json!({"method": "GET", "header": [], "url": "https://a.example",
        "certificate": {"name": "dev", "matches": ["https://a.example/*"], "passphrase": secret}});
    let file = collection(&json!({"name": "Me", "request": request, "response": []}));
    assert_eq!(found(&file), [(secret.clone(), Risk::High, SecretKind::Named)]);
    for key in ["sessionValue", "previousValue", "currentValue", "initialValue"] {
        let file = json!({"name": "e", "values": [{"key": "apiKey", "value": "", key: secret, "enabled": true}]});
        assert_eq!(found(&file), [(secret.clone(), Risk::High, SecretKind::Named)], "{key}");
    }
}
