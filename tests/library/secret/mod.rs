//! Credentials are found at every position, in every way to write the file, with their exact span; lookalikes are not.

mod apis;
mod encoded;
mod known;
mod layout;
mod name;
mod slot;
mod text;

use postsmith::check::selection::Selection;
use postsmith::check::{Options, check_group};
use postsmith::document::Document;
use postsmith::report::fingerprint::fingerprints;
use postsmith::secret::{Risk, Secret, SecretKind, scan, vendor};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use support::credential::{KINDS, LOOKALIKES};
use support::random::{DIGITS, LOWER, Random, UPPER};
use support::sample::{NAME_POSITIONS, POSITIONS, V21, with_credential};

fn document(value: &Value) -> Document {
    Document::json("a.json", serde_json::to_string_pretty(value).unwrap()).unwrap()
}

/// What is shown by default.
fn found(document: &Document) -> Vec<Secret<'_>> {
    scan(document).into_iter().filter(|secret| secret.risk >= Risk::Medium).collect()
}

#[test]
fn every_kind_is_found_at_every_position_with_its_exact_span() {
    let (mut missed, mut inexact, mut all) = (Vec::new(), Vec::new(), 0);
    for place in POSITIONS {
        for (kind, form) in KINDS {
            for round in 0..4 {
                all += 1;
                let token = Random::new(&format!("{place} {kind} {round}")).token(form);
                let document = document(&with_credential(place, &token));
                let secrets = found(&document);
                let is_whole = |secret: &Secret<'_>| secret.value() == token;
                let is_encoded = matches!(*place, "header Basic" | "body base64" | "userinfo" | "connection string");
                match secrets.iter().find(|secret| is_whole(secret) || is_encoded) {
                    None => missed.push(format!("{place}: {kind} {round}")),
                    Some(secret) if secret.span.len() > token.len() + 2 && !is_encoded => {
                        inexact.push(format!("{place}: {kind}"));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    assert!(missed.len() * 100 <= all, "{} of {all} missed: {missed:#?}", missed.len());
    assert!(inexact.is_empty(), "{inexact:#?}");
}

#[test]
fn tokens_of_vendors_are_found_in_names() {
    for place in NAME_POSITIONS {
        for (kind, form) in KINDS {
            let token = Random::new(&format!("{place} {kind}")).token(form);
            let document = document(&with_credential(place, &token));
            let is_vendor = matches!(*kind, "github" | "slack" | "stripe" | "sendgrid");
            let is_found = found(&document).iter().any(|secret| secret.value() == token);
            assert!(is_found || !is_vendor, "{place}: {kind}");
        }
        for text in LOOKALIKES {
            assert!(found(&document(&with_credential(place, text))).is_empty(), "{place}: {text}");
        }
    }
}

#[test]
fn lookalikes_are_not_reported() {
    let (mut wrong, mut all) = (Vec::new(), 0);
    for place in POSITIONS {
        for text in LOOKALIKES {
            all += 1;
            let document = document(&with_credential(place, text));
            wrong.extend(found(&document).iter().map(|secret| format!("{place}: {text}: {secret:?}")));
        }
    }
    assert!(wrong.len() * 100 <= all, "{} of {all}: {wrong:#?}", wrong.len());
}

#[test]
fn every_vendor_token_is_recognised_and_no_wrong_one() {
    let token_in = |token: &str| document(&json!({"name": "e", "values": [{"key": "x", "value": token}]}));
    for (index, pattern) in vendor::all().iter().enumerate() {
        for (number, form) in pattern.examples.iter().enumerate() {
            let mut missed = 0;
            for round in 0..20 {
                let token = Random::new(&format!("{} {number} {round}", pattern.id)).token(form);
                let document = token_in(&token);
                let secrets = scan(&document);
                // Of a URL the token may be a part.
                let is_it = |value: &str| value == token || form.contains("://") && token.contains(value);
                let is_told =
                    secrets.iter().any(|secret| secret.kind == SecretKind::Vendor(index) && is_it(secret.value()));
                missed += usize::from(!is_told);
            }
            // By chance a short one may have too few letters.
            assert!(missed <= usize::from(pattern.entropy > 0.0), "{} {form}: {missed} of 20 missed", pattern.id);
        }
        for form in pattern.counterexamples {
            let document = token_in(&Random::new(pattern.id).token(form));
            let secrets = scan(&document);
            assert!(!secrets.iter().any(|secret| secret.kind == SecretKind::Vendor(index)), "{} {form}", pattern.id);
        }
    }
}

#[test]
fn vendor_patterns_are_well_formed() {
    let mut ids = BTreeSet::new();
    for pattern in vendor::all() {
        assert!(ids.insert(pattern.id), "{} occurs twice", pattern.id);
        assert!(
            !pattern.examples.is_empty()
                && !pattern.counterexamples.is_empty()
                && pattern.reference.starts_with("https://")
                && pattern.revocation.is_none_or(|page| page.starts_with("https://")),
            "{}",
            pattern.id
        );
        assert!(pattern.keywords.iter().all(|word| word.len() >= 3 && word.is_ascii()), "{}", pattern.id);
        assert!(
            pattern.variable.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        );
    }
    assert!(ids.len() >= 60, "{}", ids.len());
}

/// The fingerprints of what `check` finds.
fn fingerprints_of(value: &Value) -> BTreeSet<String> {
    let selection = Selection::new(vec!["secret".to_owned()], Vec::new()).unwrap();
    let options = Options { selection, ..Options::default() };
    fingerprints(&check_group([&document(value)], &[], &options)).into_iter().collect()
}

#[test]
fn fingerprint_survives_another_order_and_changes_with_the_value() {
    let mut random = Random::new("fingerprint");
    let (one, two, new) = (random.token("<a32>"), random.token("<h40>"), random.token("<a32>"));
    let file = |headers: &[(&str, &str)]| {
        let headers: Vec<Value> = headers.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
        json!({"info": {"name": "A", "schema": V21},
            "item": [{"name": "Me", "request": {"url": "https://a.example.org", "header": headers}, "response": []}]})
    };
    let first = fingerprints_of(&file(&[("X-API-Key", &one), ("X-Auth-Token", &two)]));
    let moved = fingerprints_of(&file(&[("Accept", "a"), ("X-Auth-Token", &two), ("X-API-Key", &one)]));
    assert_eq!((first.len(), &first), (2, &moved));
    let changed = fingerprints_of(&file(&[("X-API-Key", &new), ("X-Auth-Token", &two)]));
    assert_eq!(first.intersection(&changed).count(), 1, "a credential that was changed is another finding");
}

#[test]
fn private_keys_are_found_whole() {
    let body = Random::new("key").letters(&[LOWER, UPPER, DIGITS, "+/"].concat(), 200);
    for title in ["RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "EC PRIVATE KEY", "PGP PRIVATE KEY BLOCK"] {
        let key = format!("-----BEGIN {title}-----\n{}\n{}\n-----END {title}-----", &body[..64], &body[64..]);
        for value in [
            json!({"name": "e", "values": [{"key": "k", "value": key}]}),
            with_credential("body json", &key.replace('\n', "\\n")),
            with_credential("script const", &key.replace('\n', "\\n")),
        ] {
            let document = document(&value);
            let secrets = found(&document);
            assert_eq!(
                secrets.iter().map(|secret| secret.kind).collect::<Vec<_>>(),
                [SecretKind::PrivateKey],
                "{title}"
            );
            let text = &document.text()[secrets[0].span.range()];
            assert!(text.starts_with("-----BEGIN") && text.ends_with("KEY-----") || text.ends_with("BLOCK-----"));
        }
    }
}

#[test]
fn two_secrets_in_one_string_are_two_findings() {
    let mut random = Random::new("two");
    let (one, two) = (random.token("<a32>"), random.token("<h40>"));
    let document_of =
        |raw: &str| document(&with_credential("body json", "x")).text().replace("\\\"password\\\": \\\"x\\\"", raw);
    let text = document_of(&format!("\\\"api_token\\\": \\\"{one}\\\", \\\"client_secret\\\": \\\"{two}\\\""));
    let two_found = Document::json("a.json", text).unwrap();
    assert_eq!(found(&two_found).iter().map(Secret::value).collect::<Vec<_>>(), [one.as_str(), two.as_str()]);

    // One letter in the middle is spelt out.
    let split = format!("{}\\u{:04x}{}", &one[..10], u32::from(one.as_bytes()[10]), &one[11..]);
    let text = format!(r#"{{"name": "e", "values": [{{"key": "token", "value": "{split}"}}]}}"#);
    let document = Document::json("a.json", text.as_str()).unwrap();
    let secrets = found(&document);
    assert_eq!(secrets.len(), 1);
    assert_eq!(secrets[0].value(), one);
    assert_eq!(&text[secrets[0].span.range()], split);
}

#[test]
fn v3_sources_are_scanned() {
    let token = Random::new("v3").token("<a32>");
    let text = format!(
        "$kind: http-request\nurl: '{{{{BASE}}}}/me'\nmethod: GET\nheaders:\n  - key: X-API-Key\n    value: {token}\n  - key: Accept\n    value: text/plain\nscripts:\n  - type: beforeRequest\n    code: |-\n      // first\n      pm.environment.set('token', '{token}');\n"
    );
    let document = Document::yaml("me.request.yaml", text.as_str()).unwrap();
    let spans: Vec<_> = found(&document).iter().map(|secret| &text[secret.span.range()]).map(str::to_owned).collect();
    assert_eq!(spans, [token.as_str(), token.as_str()]);
}

#[test]
fn session_values_are_ephemeral() {
    let signature = Random::new("signed").token("<h64>");
    let url = format!("https://bucket.s3.amazonaws.com/a?X-Amz-Date=20240101T000000Z&X-Amz-Signature={signature}");
    let document = document(&json!({"info": {"name": "A"}, "item": [{"name": "a", "request": {"url": url}}]}));
    let secrets = scan(&document);
    assert_eq!(
        secrets.iter().map(|secret| (secret.value(), secret.risk)).collect::<Vec<_>>(),
        [(signature.as_str(), Risk::Low)]
    );
}

#[test]
fn long_strings_take_linear_time() {
    let token = Random::new("long").token("<a32>");
    for pair in [
        format!("\\\"token\\\": \\\"{token}\\\", "),
        "token\\\": \\\"".to_owned(),
        "https://a:".to_owned(),
        "\\u0074oken=".to_owned(),
        "password=tales7 ".to_owned(),
        "token='' || ".to_owned(),
        "btoa('a:tales7'".to_owned(),
        "HmacSHA256(a, (".to_owned(),
        ".azurewebsites.net/?code=".to_owned(),
        "jdbc:oracle:thin:a/".to_owned(),
    ] {
        let time = |count: usize| {
            let text = format!(r#"{{"item": [], "description": "{}"}}"#, pair.repeat(count));
            let document = Document::json("a.json", text).unwrap();
            let begun = std::time::Instant::now();
            let count = scan(&document).len();
            (begun.elapsed(), count)
        };
        let (short, _) = time(2_000);
        let (long, _) = time(20_000);
        assert!(
            long < (short * 40).max(std::time::Duration::from_secs(2)),
            "{pair}: {short:?} for one part, {long:?} for ten"
        );
    }
}

/// A collection with one request; `request` is its JSON text.
fn collection_text(request: &str) -> String {
    format!(
        r#"{{"info": {{"name": "c", "schema": "{V21}"}}, "item": [{{"name": "r", "request": {request}, "response": []}}]}}"#
    )
}

#[test]
fn every_occurrence_of_a_repeated_key_is_scanned_and_redacted() {
    let token = Random::new("repeated").token("<h40>");
    let environment = |variable: &str| {
        format!(r#"{{"name": "e", "values": [{variable}], "_postman_variable_scope": "environment"}}"#)
    };
    let header = format!(r#""header": [{{"key": "X-Api-Key", "value": "{token}"}}]"#);
    let auth = format!(r#""auth": {{"type": "bearer", "bearer": [{{"key": "token", "value": "{token}"}}]}}"#);
    for text in [
        environment(&format!(r#"{{"key": "api_key", "value": "{token}", "value": "{{{{K}}}}"}}"#)),
        environment(&format!(r#"{{"key": "api_key", "value": "{{{{K}}}}", "value": "{token}"}}"#)),
        environment(&format!(r#"{{"key": "api_key", "key": "x", "value": "{token}"}}"#)),
        environment(&format!(r#"{{"key": "x", "key": "api_key", "value": "{token}"}}"#)),
        environment(&format!(r#"{{"key": "x", "type": "secret", "value": "{token}", "type": "default"}}"#)),
        collection_text(&format!(
            r#"{{"url": "a", "header": [{{"key": "X-Api-Key", "value": "{token}", "value": ""}}]}}"#
        )),
        collection_text(&format!(r#"{{"url": "a", {header}, "header": []}}"#)),
        collection_text(&format!(r#"{{"url": "a", {auth}, "auth": null}}"#)),
        collection_text(&format!(r#"{{"url": "a"}}, "request": {{"url": "a", {header}}}"#)),
    ] {
        let document = Document::json("a.json", text.as_str()).unwrap();
        assert_eq!(found(&document).iter().map(Secret::value).collect::<Vec<_>>(), [token.as_str()], "{text}");
        let redacted =
            postsmith::redact::redact(&document, &mut postsmith::redact::VariableNames::default(), Risk::Low);
        assert!(!redacted.text(&document).contains(&token), "{}", redacted.text(&document));
        let refused = check_group([&document], &[], &Options::default());
        assert!(refused.iter().any(|finding| finding.rule.id() == "lint/duplicate-key"), "{text}");
    }
}

#[test]
fn other_values_of_a_variable_and_texts_of_any_key_are_scanned() {
    let token = Random::new("members").token("<h40>");
    for member in [
        format!(r#"{{"key": "api_key", "value": "", "previousValue": "{token}"}}"#),
        format!(r#"{{"key": "a", "type": "secret", "value": "", "currentValue": "{token}"}}"#),
        format!(r#"{{"key": "api_key", "value": "", "sessionValue": "{token}"}}"#),
        format!(r#"{{"key": "api_key", "value": "", "description": "the API key is {token}"}}"#),
        format!(r#"{{"key": "a", "value": "", "notes": "The access token is: `{token}`"}}"#),
        format!(r#"{{"key": "a", "value": "", "x-api-key": "{token}"}}"#),
    ] {
        let text = format!(r#"{{"name": "e", "values": [{member}], "_postman_variable_scope": "environment"}}"#);
        let document = Document::json("a.json", text.as_str()).unwrap();
        assert_eq!(found(&document).iter().map(Secret::value).collect::<Vec<_>>(), [token.as_str()], "{text}");
    }
    for sentence in [
        "the token is valid for 20 minutes",
        "The password is required.",
        "token is {{TOKEN}}",
        "the key is in the portal",
    ] {
        let document = document(&json!({"name": "e", "values": [], "notes": sentence}));
        assert!(found(&document).is_empty(), "{sentence}");
    }
}

#[test]
fn characters_that_nobody_sees_hide_no_credential() {
    let token = Random::new("unseen").token("<h40>");
    for unseen in [r"\ud800", r"\udc00", r"\u200b", r"\ufeff", r"\u00ad", r"\u2060"] {
        for (before, after) in [(unseen, ""), ("", unseen), (unseen, unseen)] {
            for text in [
                format!(
                    r#"{{"name": "e", "values": [{{"key": "api_key", "value": "{before}{token}{after}"}}], "_postman_variable_scope": "environment"}}"#
                ),
                collection_text(&format!(
                    r#"{{"url": "a", "header": [{{"key": "Authorization", "value": "Bearer {before}{token}{after}"}}]}}"#
                )),
            ] {
                let document = Document::json("a.json", text.as_str()).unwrap();
                assert_eq!(found(&document).iter().map(Secret::value).collect::<Vec<_>>(), [token.as_str()], "{text}");
                let redacted =
                    postsmith::redact::redact(&document, &mut postsmith::redact::VariableNames::default(), Risk::Low);
                assert!(!redacted.text(&document).contains(&token), "{}", redacted.text(&document));
            }
        }
    }
}
