//! In a slot that holds nothing but credentials the looks of a value decide how sure a finding is, not whether there is one.

use super::{document, found};
use postsmith::check::selection::Selection;
use postsmith::check::{Options, check_group};
use postsmith::finding::Confidence;
use postsmith::secret::{Evidence, Risk};
use serde_json::{Value, json};
use support::random::{LOWER, Random, UPPER};
use support::sample::V21;

/// Shapes of machine-made values, from short hex to long digits: a name, the characters, the length.
fn shapes() -> Vec<(String, usize)> {
    let (hex, digits) = ("0123456789abcdef".to_owned(), "0123456789".to_owned());
    let mut shapes = Vec::new();
    for (characters, lengths) in [
        (&hex, &[8, 12, 16, 32][..]),
        (&LOWER.to_owned(), &[12, 16, 20, 32]),
        (&UPPER.to_owned(), &[12, 16, 20]),
        (&digits, &[16, 20]),
        (&[LOWER, &digits].concat(), &[8, 12, 16, 24]),
        (&[UPPER, &digits].concat(), &[8, 12, 16, 24]),
        (&[LOWER, UPPER, &digits].concat(), &[8, 10, 12, 16, 40]),
    ] {
        shapes.extend(lengths.iter().map(|length| (characters.clone(), *length)));
    }
    shapes
}

/// A collection with `value` in a slot for credentials.
pub(super) fn slots(value: &str) -> Vec<(&'static str, Value)> {
    let request =
        |request: Value| json!({"info": {"name": "C", "schema": V21}, "item": [{"name": "R", "request": request}]});
    let url = "https://api.example.com";
    vec![
        (
            "auth",
            request(
                json!({"url": url, "auth": {"type": "oauth2", "oauth2": [{"key": "client_secret", "value": value}]}}),
            ),
        ),
        ("header", request(json!({"url": url, "header": [{"key": "X-Api-Key", "value": value}]}))),
        (
            "bearer",
            request(json!({"url": url, "header": [{"key": "Authorization", "value": format!("Bearer {value}")}]})),
        ),
        (
            "form",
            request(
                json!({"url": url, "body": {"mode": "urlencoded", "urlencoded": [{"key": "client_secret", "value": value}]}}),
            ),
        ),
        (
            "body",
            request(json!({"url": url, "body": {"mode": "raw", "raw": json!({"client_secret": value}).to_string()}})),
        ),
        ("query", request(json!({"url": {"raw": url, "query": [{"key": "access_token", "value": value}]}}))),
        ("environment", json!({"name": "E", "values": [{"key": "accessToken", "value": value, "enabled": true}]})),
        ("password", json!({"name": "E", "values": [{"key": "password", "value": value, "enabled": true}]})),
        (
            "secret",
            json!({"name": "E", "values": [{"key": "code", "type": "secret", "value": value, "enabled": true}]}),
        ),
    ]
}

#[test]
fn every_machine_made_value_in_a_slot_is_found() {
    let mut random = Random::new("slots");
    let (mut tried, mut missed, mut weak) = (0, Vec::new(), Vec::new());
    for (characters, length) in shapes() {
        for _ in 0..30 {
            let value = random.letters(&characters, length);
            for (slot, file) in slots(&value) {
                tried += 1;
                let document = document(&file);
                let secrets = found(&document);
                match secrets.iter().find(|secret| document.text()[secret.span.range()] == value) {
                    None => missed.push((slot, value.clone())),
                    Some(secret) if secret.risk != Risk::High => weak.push((slot, value.clone())),
                    Some(_) => {}
                }
            }
        }
    }
    assert!(missed.len() * 200 <= tried, "{} of {tried}: {missed:?}", missed.len());
    weak.retain(|(slot, _)| *slot != "password" && *slot != "secret");
    assert!(weak.len() * 16 <= tried, "{} of {tried} are no errors", weak.len());
}

#[test]
fn a_chosen_value_in_a_slot_is_a_warning() {
    for value in ["zeppelin", "hunter2031", "blue-whale-77"] {
        for (slot, file) in slots(value) {
            let document = document(&file);
            let secrets = found(&document);
            assert_eq!(secrets.len(), 1, "{slot}: {value}");
            if slot != "secret" {
                assert_eq!((secrets[0].risk, secrets[0].evidence), (Risk::Medium, Evidence::Slot), "{slot}: {value}");
            }
        }
    }
}

#[test]
fn words_with_a_number_are_a_key_and_a_sentence_is_none() {
    let file = |value: &str| json!({"name": "e", "values": [{"key": "aes_key", "value": value, "enabled": true}]});
    for (value, count) in [
        ("wintry sky 482", 1),
        ("garden 77", 1),
        ("see the wiki 77", 0),
        ("wintry sky", 0),
        ("one two three four 5", 0),
    ] {
        assert_eq!(found(&document(&file(value))).len(), count, "{value}");
    }
}

#[test]
fn schemes_of_any_vendor_have_a_credential_behind_them() {
    let mut random = Random::new("schemes");
    for scheme in
        ["GenieKey", "KakaoAK", "ShippoToken", "Acme-Token", "Api-Token", "Token token=", "sso-key", "Snowflake"]
    {
        let value = random.token("<a32>");
        let line = if scheme.ends_with('=') { format!("{scheme}{value}") } else { format!("{scheme} {value}") };
        let file = json!({"info": {"name": "C", "schema": V21}, "item": [{"name": "R", "request": {
            "url": "https://api.example.com", "header": [{"key": "Authorization", "value": line}]}}]});
        let document = document(&file);
        let secrets = found(&document);
        assert_eq!(secrets.len(), 1, "{scheme}");
        assert_eq!(document.text()[secrets[0].span.range()], value, "{scheme}");
    }
    for line in [
        format!("Client-ID {}", random.token("<a32>")),
        format!("Digest nonce=\"{}\", qop=auth", random.token("<a32>")),
    ] {
        let file = json!({"info": {"name": "C", "schema": V21}, "item": [{"name": "R", "request": {
            "url": "https://api.example.com", "header": [{"key": "Authorization", "value": line}]}}]});
        assert!(found(&document(&file)).iter().all(|secret| secret.risk < Risk::High), "{}", &line[..9]);
    }
}

#[test]
fn what_is_no_value_in_a_slot_is_not_found() {
    for value in [
        "",
        "{{TOKEN}}",
        "<your token>",
        "%3Ctoken%3E",
        "%7B%7Btoken%7D%7D",
        "your-api-key",
        "changeme",
        "Token is required",
        "Enter your token",
        "AccessDenied",
        "userAccessToken",
        "signing-key.pem",
        "service-account.json",
        "getToken()",
        "pm.environment.get(token)",
        "true",
        "4096",
        "invalid-token",
        "expired_token_123",
        "lorem ipsum dolor",
        "mailto:ana@example.com",
        "UGxlYXNlIGVudGVyIHlvdXIgdG9rZW4=",
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAn4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZyb20gYSB0ZXN0IG9ubHk",
        "pk_test_",
        "phc_",
    ] {
        let filled =
            if value.ends_with('_') { Random::new("public").token(&format!("{value}<a40>")) } else { value.to_owned() };
        for (slot, file) in slots(&filled) {
            // What stands behind a scheme ends at a space.
            if slot == "password" || slot == "secret" || slot == "bearer" && filled.contains(' ') {
                continue;
            }
            assert!(found(&document(&file)).is_empty(), "{slot}: {filled}");
        }
    }
}

#[test]
fn every_finding_says_why_and_how_sure() {
    let value = Random::new("why").token("<a40>");
    let github = Random::new("why").token("ghp_<a36>");
    for (key, kind, value, reason, confidence) in [
        ("apiKey", "default", value.as_str(), "the value looks random", Confidence::High),
        ("password", "default", "zeppelin", "the name or scheme says", Confidence::Medium),
        ("code", "secret", "zeppelin", "the type `secret`", Confidence::High),
        ("note", "default", github.as_str(), "documents", Confidence::High),
    ] {
        let file = json!({"name": "E", "values": [{"key": key, "type": kind, "value": value, "enabled": true}]});
        let selection = Selection::new(vec!["secret".to_owned()], Vec::new()).unwrap();
        let findings = check_group([&document(&file)], &[], &Options { selection, ..Options::default() });
        assert_eq!(findings.len(), 1, "{key}");
        let credential = findings[0].credential.as_ref().unwrap();
        assert!(credential.reason.contains(reason), "{}", credential.reason);
        assert_eq!(credential.confidence, confidence, "{key}");
    }
}
