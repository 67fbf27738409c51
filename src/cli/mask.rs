//! What may be secret in a text that is shown, by the names of keys and by looks: rather too much than too little.

use postsmith::document::{Kind, NodeRef};
use postsmith::text::Span;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Words in the name of a key or variable whose value nobody should read in a log.
const SECRET: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "pwd",
    "token",
    "authorization",
    "api-key",
    "apikey",
    "api_key",
    "credential",
    "cookie",
    "bearer",
    "jwt",
    "signature",
    "private",
    "access-key",
    "accesskey",
    "access_key",
];
/// Keys whose text is about a value and not one.
const ABOUT: &[&str] = &[
    "key",
    "name",
    "type",
    "description",
    "where",
    "example",
    "url",
    "token_url",
    "login",
    "id",
    "_postman_id",
    "listen",
];
/// What stands before a credential and is none.
const SCHEMES: &[&str] = &["bearer", "basic", "digest"];

/// Values under a secret name are masked whole, in all others what looks like a token or stands behind a secret name.
pub(super) fn secret_in(root: NodeRef<'_>, shown: &[Span]) -> Vec<Range<usize>> {
    let mut secret_bytes = Vec::new();
    // A few keys stand everywhere.
    let mut known: HashMap<Cow<'_, str>, (bool, bool)> = HashMap::new();
    let mut pending = vec![(root, false)];
    while let Some((node, secret)) = pending.pop() {
        if !node.span().overlaps_any(shown) {
            continue;
        }
        match node.kind() {
            Kind::Object => {
                let named = node.get("key").and_then(NodeRef::as_str).is_some_and(|key| is_secret(&key));
                let declared = node.get("secret").and_then(NodeRef::as_bool) == Some(true)
                    || node.get("type").is_some_and(|kind| kind.is_str("secret"));
                for (key, value) in node.members() {
                    let key = key.as_str().unwrap_or_default();
                    let judge = |key: &Cow<'_, str>| (ABOUT.contains(&&**key), is_secret(key));
                    let (about, is_named) = *known.entry(key).or_insert_with_key(judge);
                    let about = about && value.kind() == Kind::String;
                    pending.push((value, !about && (secret || named || declared || is_named)));
                }
            }
            Kind::Array => pending.extend(node.elements().map(|element| (element, secret))),
            Kind::String => {
                secret_bytes.extend(secret_words(node.source(), secret).map(|word| shifted(&word, node.span().start)));
            }
            Kind::Number if secret => secret_bytes.push(node.span().range()),
            Kind::Number | Kind::Bool(_) | Kind::Null => {}
        }
    }
    secret_bytes
}

/// Words of `text`: all of them, or those that look like a token, are a user in a URL, or stand behind a secret name.
pub(super) fn secret_words(text: &str, all: bool) -> impl Iterator<Item = Range<usize>> {
    let mut behind_secret = false;
    let mut at = 0;
    let has_secret = is_secret(text);
    text.split_inclusive(is_border).filter_map(move |piece| {
        let word = piece.trim_end_matches(is_border);
        let range = at..at + word.len();
        at += piece.len();
        // A sign between a name and its value is neither.
        if word.is_empty() || !all && !word.contains(char::is_alphanumeric) {
            return None;
        }
        // `key: "Authorization", value: "..."`, in whichever order.
        if has_secret && word.trim_end_matches(':').eq_ignore_ascii_case("value") {
            behind_secret = true;
            return None;
        }
        let is_variable = word.contains("{{") || word.contains("}}");
        let is_scheme = SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        let is_user = word.contains("://") && word.contains('@');
        if !is_variable && !is_scheme && (all || behind_secret || is_user || is_token_like(word)) {
            // `Token` is a scheme for some.
            behind_secret = is_secret(word);
            return Some(range);
        }
        if !is_scheme {
            behind_secret = is_secret(word) && !is_variable;
        }
        None
    })
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

const fn is_border(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\''
            | '`'
            | ' '
            | '\t'
            | '\r'
            | '\n'
            | ','
            | '('
            | ')'
            | '='
            | '&'
            | ';'
            | '\\'
            | '?'
            | '<'
            | '>'
            | '['
            | ']'
    )
}

pub(super) fn is_secret(name: &str) -> bool {
    // Most words are none: three letters say so.
    let begins = |letters: &[u8]| {
        matches!(
            &[letters[0], letters[1], letters[2]].map(|byte| byte.to_ascii_lowercase()),
            b"sec"
                | b"pas"
                | b"pwd"
                | b"tok"
                | b"aut"
                | b"api"
                | b"cre"
                | b"coo"
                | b"bea"
                | b"jwt"
                | b"sig"
                | b"pri"
                | b"acc"
        )
    };
    if !name.as_bytes().windows(3).any(begins) {
        return false;
    }
    let name = name.to_lowercase();
    SECRET.iter().any(|word| name.contains(word))
}

/// Long, letters and digits mixed, and no id that everybody may know.
fn is_token_like(word: &str) -> bool {
    let any = |test: fn(&u8) -> bool| word.as_bytes().iter().any(test);
    let is_uuid = word.len() == 36 && word.bytes().filter(|byte| *byte == b'-').count() == 4;
    let is_place = word.contains("://") || word.contains("/v2.") || word.starts_with('/');
    word.len() >= 20 && any(u8::is_ascii_digit) && any(u8::is_ascii_alphabetic) && !is_uuid && !is_place
}
