//! What a name says of its value, in the languages of real files.

use super::{document, found};
use serde_json::json;
use support::random::Random;
use support::sample::V21;

/// Names of fields that hold a credential.
const NAMES: &[&str] = &[
    "SESSION_SECRET",
    "sessionSecret",
    "sessiontoken",
    "sessionToken",
    "pvkey",
    "privkey",
    "prvKey",
    "seed",
    "mnemonic",
    "securityCode",
    "security_code",
    "user_key",
    "userKey",
    "basicAuth",
    "authHeader",
    "internal_auth_secret",
    "new_password",
    "newPassword",
    "sessionToken",
    "PaymentTestBearerToken",
    "API_VALUE",
    "server_secret",
    "ticket",
    "contraseña",
    "clave",
    "motDePasse",
    "mot_de_passe",
    "senha",
    "Passwort",
    "kennwort",
    "wachtwoord",
    "hasło",
    "heslo",
    "jelszó",
    "lozinka",
    "parolă",
    "parola",
    "şifre",
    "пароль",
    "Пароль",
    "matkhau",
    "mật khẩu",
    "kata_sandi",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
];

/// Names that have the word of a credential in them and mean something else.
const OTHERS: &[&str] = &[
    "passcodeTimeout",
    "password_button",
    "login_password_label",
    "MsgPasswordChanged",
    "tokenExpiryMinutes",
    "passwordQuestion",
    "dateOfSignature",
    "nextPageToken",
    "paging_token",
    "X-Amz-Credential",
    "token_type",
    "passwordAttempts",
    "password_hint",
];

#[test]
fn names_of_credentials_are_known_in_fields_and_bodies() {
    let value = Random::new("names").token("<n24>");
    let mut missed = Vec::new();
    for name in NAMES {
        let environment = json!({"name": "E", "values": [{"key": name, "value": value, "enabled": true}]});
        if found(&document(&environment)).len() != 1 {
            missed.push(format!("variable {name}"));
        }
        // In a text a name ends at a space, and `seed` and `ticket` mean anything.
        if ["seed", "ticket"].contains(name) || name.contains(' ') {
            continue;
        }
        let raw = json!({"user": "ana", *name: value}).to_string();
        let body = json!({"info": {"name": "C", "schema": V21}, "item": [{"name": "R", "request": {
            "url": "https://api.example.com", "body": {"mode": "raw", "raw": raw}}}]});
        if found(&document(&body)).len() != 1 {
            missed.push(format!("body {name}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn names_that_mean_something_else_hold_none() {
    let value = Random::new("other names").token("<n24>");
    for name in OTHERS {
        let file = json!({"name": "E", "values": [{"key": name, "value": value, "enabled": true}]});
        assert!(found(&document(&file)).is_empty(), "{name}");
    }
}

#[test]
fn recovery_phrases_are_found_whole() {
    let mut random = Random::new("phrase");
    for (name, count) in [("mnemonic", 12), ("seed", 24), ("recoveryPhrase", 15), ("seed_phrase", 12)] {
        let words: Vec<String> = (0..count).map(|_| random.token("<l6>")).collect();
        let phrase = words.join(" ");
        let file = json!({"name": "E", "values": [{"key": name, "value": phrase, "enabled": true}]});
        let document = document(&file);
        let secrets = found(&document);
        assert_eq!(secrets.len(), 1, "{name}");
        assert_eq!(document.text()[secrets[0].span.range()], phrase);
    }
    let prose = "please write down these words and keep them in a safe place at home";
    let file = json!({"name": "E", "values": [{"key": "mnemonic", "value": prose, "enabled": true}]});
    assert!(found(&document(&file)).is_empty());
}
