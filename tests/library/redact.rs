//! Redacted files are valid, scan clean, do not change in a second run, and differ from the original only in the credentials.

use postsmith::document::Document;
use postsmith::redact::{VariableNames, redact};
use postsmith::secret::{Risk, scan};
use serde_json::{Value, json};
use support::credential::KINDS;
use support::random::Random;
use support::sample::{POSITIONS, with_credential};

fn read(value: &Value) -> Document {
    Document::json("a.json", serde_json::to_string_pretty(value).unwrap()).unwrap()
}

fn clean(document: &Document) -> String {
    let redacted = redact(document, &mut VariableNames::default(), Risk::Medium);
    assert!(redacted.left.is_empty(), "{:?}", redacted.left);
    redacted.text(document).to_owned()
}

/// What takes the place of a credential.
fn pieces(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for (start, end) in [("{{", "}}"), ("pm.environment.get('", "')"), ("<redacted>", "")] {
        while let Some(at) = text.find(start) {
            let behind = at + start.len() + text[at + start.len()..].find(end).unwrap() + end.len();
            text.replace_range(at..behind, "\u{0}");
        }
    }
    text.replace("\"\"", "\"\u{0}\"").split('\u{0}').map(str::to_owned).collect()
}

#[test]
fn only_the_credential_is_redacted_at_every_position() {
    for place in POSITIONS {
        for (kind, form) in KINDS {
            let token = Random::new(&format!("redact {place} {kind}")).token(form);
            let document = read(&with_credential(place, &token));
            let before = scan(&document).iter().filter(|secret| secret.risk >= Risk::Medium).count();
            let text = clean(&document);
            assert!(before == 0 || !text.contains(&token), "{place} {kind}");
            let again =
                Document::json("a.json", text.as_str()).unwrap_or_else(|error| panic!("{place} {kind}: {error}"));
            assert_eq!(clean(&again), text, "{place} {kind}: a second run changes nothing");
            // Every piece between two replacements stood in the file, in this order.
            let mut from = 0;
            for piece in pieces(&text).iter().filter(|piece| piece.len() > 2) {
                let piece = piece.trim_matches(|letter| matches!(letter, '\'' | '"' | '\\' | ' ' | '+'));
                let at =
                    document.text()[from..].find(piece).unwrap_or_else(|| panic!("{place} {kind}: {piece:?} is new"));
                from += at + piece.len();
            }
        }
    }
}

#[test]
fn each_position_gets_a_fitting_replacement() {
    let token = Random::new("each").token("<a32>");
    for (place, expected) in [
        ("auth bearer", "\"value\": \"{{TOKEN}}\""),
        ("header Authorization", "\"Bearer {{ACCESS_TOKEN}}\""),
        ("header Basic", "\"Basic {{BASIC_CREDENTIALS}}\""),
        ("header lines", "X-API-Key: {{X_API_KEY}}\\n"),
        ("query", "?api_key={{API_KEY}}\""),
        ("userinfo", "https://svc:{{PASSWORD}}@"),
        ("body json", "\\\"password\\\": \\\"{{PASSWORD}}\\\""),
        ("collection variable", "\"value\": \"\""),
        ("environment", "\"value\": \"\""),
        ("globals", "\"value\": \"\""),
        ("script set", "pm.environment.set(\\\"token\\\", pm.environment.get('TOKEN'));"),
        ("script const", "const clientSecret = pm.environment.get('CLIENT_SECRET');"),
        ("connection string", "// postgres://svc:<redacted>@"),
        ("v1 script", "postman.setEnvironmentVariable('token', pm.environment.get('TOKEN'));"),
        ("response body", "\\\"access_token\\\": \\\"<redacted>\\\""),
        ("response request", "Bearer {{ACCESS_TOKEN}}"),
        ("description", "Authorization: Bearer {{ACCESS_TOKEN}}"),
    ] {
        let text = clean(&read(&with_credential(place, &token)));
        assert!(text.contains(expected), "{place}: {text}");
    }
}

#[test]
fn redacted_scripts_stay_valid() {
    let token = Random::new("script").token("<a32>");
    for (line, expected) in [
        ("const h = 'Bearer TOKEN';", "const h = 'Bearer ' + pm.environment.get('ACCESS_TOKEN');"),
        ("const h = `Bearer TOKEN`;", "const h = `Bearer ${pm.environment.get('ACCESS_TOKEN')}`;"),
        ("send('token=TOKEN&a=b');", "send('token=' + pm.environment.get('TOKEN') + '&a=b');"),
        ("send('{\"token\": \"TOKEN\"}');", "send('{\"token\": \"' + pm.environment.get('TOKEN') + '\"}');"),
        ("// token = 'TOKEN'", "// token = '<redacted>'"),
        ("let token = 'TOKEN' +;", "let token = '<redacted>' +;"),
    ] {
        let exec = line.replace("TOKEN", &token);
        let value =
            json!({"info": {"name": "A"}, "item": [], "event": [{"listen": "test", "script": {"exec": [exec]}}]});
        let text = clean(&read(&value));
        let again: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(again.pointer("/event/0/script/exec/0").unwrap(), expected);
    }
}

#[test]
fn a_value_in_several_lines_or_literals_is_one_credential() {
    let mut random = Random::new("lines");
    let (one, two) = (random.token("<a16>"), random.token("<a16>"));
    let key = random.token("<a48>");
    let whole = format!("{one}{two}");
    let block = format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----");
    for (lines, value, expected) in [
        (vec!["const token = 'ONE' + 'TWO';"], &whole, vec!["const token = pm.environment.get('TOKEN');"]),
        (
            vec!["const token = 'ONE' +", "  \"TWO\";", "run();"],
            &whole,
            vec!["const token = pm.environment.get('TOKEN');", "run();"],
        ),
        (
            vec!["set({token: `ONE`", "  + 'TWO', a: 1});"],
            &whole,
            vec!["set({token: pm.environment.get('TOKEN'), a: 1});"],
        ),
        (
            vec!["pm.environment.set('apiKey', 'ONE\\", "TWO');"],
            &whole,
            vec!["pm.environment.set('apiKey', pm.environment.get('API_KEY'));"],
        ),
        (
            vec!["const authorization = 'Bearer ONE' + 'TWO' + '';"],
            &whole,
            vec!["const authorization = 'Bearer ' + pm.environment.get('ACCESS_TOKEN') + '';"],
        ),
        (
            vec!["const pem = `-----BEGIN PRIVATE KEY-----", "KEY", "-----END PRIVATE KEY-----`;", "sign(pem);"],
            &block,
            vec!["const pem = `${pm.environment.get('PRIVATE_KEY')}`;", "sign(pem);"],
        ),
    ] {
        let fill = |line: &&str| match *line {
            "KEY" => key.clone(),
            line => line.replace("ONE", &one).replace("TWO", &two),
        };
        let exec: Vec<String> = lines.iter().map(fill).collect();
        let value_of =
            json!({"info": {"name": "A"}, "item": [], "event": [{"listen": "test", "script": {"exec": exec}}]});
        let document = read(&value_of);
        let mut names = VariableNames::default();
        let redacted = redact(&document, &mut names, Risk::Medium);
        let again: Value = serde_json::from_str(redacted.text(&document)).unwrap();
        assert_eq!(again.pointer("/event/0/script/exec").unwrap(), &json!(expected), "{lines:?}");
        let map: Value = serde_json::from_str(&names.environment()).unwrap();
        assert_eq!(map.pointer("/values/0/value").unwrap(), value.as_str(), "{lines:?}");
    }
}

#[test]
fn one_value_has_one_name_in_all_files() {
    let token = Random::new("one").token("<a32>");
    let environment = read(&json!({"name": "e", "values": [{"key": "shopToken", "value": token, "type": "secret"}]}));
    let collection = read(&json!({"info": {"name": "A"}, "item": [{"name": "x", "request": {
        "header": [{"key": "Authorization", "value": format!("Bearer {token}")}], "url": format!("{{{{u}}}}/unnamed/{token}/x")}}]}));
    let mut names = VariableNames::default();
    names.learn(&environment);
    let redacted = redact(&collection, &mut names, Risk::Medium);
    let text = redacted.text(&collection);
    assert!(text.contains("Bearer {{shopToken}}") && text.contains("{{u}}/unnamed/{{shopToken}}/x"), "{text}");
    assert_eq!(names.names().collect::<Vec<_>>(), ["shopToken"]);
    assert!(redact(&environment, &mut names, Risk::Medium).text(&environment).contains("\"value\": \"\""));
}

#[test]
fn variable_keeps_its_name_if_another_file_has_the_same() {
    let mut random = Random::new("twice");
    let file = |token: &str| {
        read(&json!({"info": {"name": "A"}, "variable": [{"key": "client_secret", "value": token}],
            "item": [{"name": "x", "request": {"header": [{"key": "X-Token", "value": token}]}}]}))
    };
    let (one, two) = (file(&random.token("<a32>")), file(&random.token("<a32>")));
    let mut names = VariableNames::default();
    names.learn(&one);
    names.learn(&two);
    let of = |document: &Document, names: &mut VariableNames| -> Vec<Option<String>> {
        redact(document, names, Risk::Medium).replaced.into_iter().map(|replaced| replaced.variable).collect()
    };
    let own = Some("client_secret".to_owned());
    assert_eq!(of(&one, &mut names), [own.clone(), own.clone()]);
    assert_eq!(of(&two, &mut names), [own.clone(), own]);
    assert_eq!(names.conflicting().collect::<Vec<_>>(), ["client_secret"]);
}

#[test]
fn v3_sources_stay_yaml() {
    let token = Random::new("yaml").token("<a32>");
    let text = format!(
        "$kind: http-request\nheaders:\n  - key: X-API-Key\n    value: {token} # mine\n  - {{key: token, value: '{token}'}}\nauth:\n  type: basic\n  credentials:\n    - key: password\n      value: {}\n",
        "12345678"
    );
    let document = Document::yaml("a.request.yaml", text.as_str()).unwrap();
    let redacted = redact(&document, &mut VariableNames::default(), Risk::Medium);
    let expected = text
        .replacen(&token, "\"{{X_API_KEY}}\"", 1)
        .replacen(&token, "{{X_API_KEY}}", 1)
        .replace("12345678", "\"{{PASSWORD}}\"");
    assert_eq!(redacted.text(&document), expected);
}
