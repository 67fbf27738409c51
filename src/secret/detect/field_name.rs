//! What the name of a field or variable says of its value. Detection, check, env and doctor ask.

use crate::secret::lexicon::field_names::{
    ABOUT_WORDS, ACCESS_WORDS, HARMLESS_WORDS, PASSWORD_WORDS, PHRASE_NAMES, PUBLIC_KEY_WORDS, QUESTION_WORDS,
    SESSION_WORDS, SINGLE_USE_WORDS, TOKEN_ENDINGS, TOKEN_PAIRS, TOKEN_WORDS,
};
use crate::secret::lexicon::words::words;
use std::collections::HashSet;

/// What the name of a field or variable says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FieldClass {
    /// Nothing.
    Other,
    /// It belongs to one session, or is a signature: it expires without being revoked.
    Session,
    /// It is a key, token or secret that a machine made.
    Token,
    /// It is a password, which a person chooses.
    Password,
}

/// What the field name `name` says of its value.
pub fn field_class(name: &str) -> FieldClass {
    if name.is_empty() || name.len() > 100 {
        return FieldClass::Other;
    }
    let words = words(name);
    let trimmed: Vec<&str> = words.iter().map(String::as_str).filter(|word| !is_number(word)).collect();
    let (Some(first), Some(last)) = (trimmed.first(), trimmed.last()) else { return FieldClass::Other };
    // `password_user` is the password of the user, not about it.
    let is_whose = PASSWORD_WORDS.contains(first)
        && matches!(*last, "user" | "username" | "test" | "service" | "server" | "email");
    let compact: String = trimmed.concat();
    // The header of a request that holds its credentials, and the id of a key in a signed URL.
    let is_header = compact.ends_with("authheader");
    if ABOUT_WORDS.contains(last) && !is_whose && !is_header || compact == "xamzcredential" {
        return FieldClass::Other;
    }
    // Words that others write apart are one word too: `motDePasse`, `security_code`.
    let joined: Vec<String> = [2, 3].iter().flat_map(|count| trimmed.windows(*count)).map(<[&str]>::concat).collect();
    let any = |list: &HashSet<&str>| {
        trimmed.iter().any(|word| list.contains(word)) || joined.iter().any(|word| list.contains(word.as_str()))
    };
    let is_access = trimmed.windows(2).any(|pair| ACCESS_WORDS.contains(&pair[0]) && pair[1] == "token");
    let is_once =
        trimmed.contains(&"token") && !is_access && trimmed.iter().any(|word| SINGLE_USE_WORDS.contains(word));
    // A token of a session gives the access of a log-in, and its secret signs all sessions.
    let is_of_login = matches!(*last, "token" | "secret") && trimmed.contains(&"session");
    let is_session = any(&SESSION_WORDS) && !is_of_login;
    if is_once || is_session || compact == "requestverificationtoken" || name == "_token" {
        return FieldClass::Session;
    }
    if QUESTION_WORDS.contains(first) || any(&HARMLESS_WORDS) {
        return FieldClass::Other;
    }
    if any(&PASSWORD_WORDS) && !(trimmed.len() > 1 && *first == "pass")
        || compact.contains("password")
        || compact.contains("passwd")
        || compact.ends_with("pwd")
    {
        return FieldClass::Password;
    }
    let is_token = any(&TOKEN_WORDS)
        || trimmed.windows(2).any(|pair| TOKEN_PAIRS.contains(&(pair[0], pair[1])))
        || trimmed.iter().any(|word| TOKEN_ENDINGS.iter().any(|part| word.ends_with(part)))
        || TOKEN_ENDINGS.iter().any(|part| compact.ends_with(part));
    if is_token { FieldClass::Token } else { FieldClass::Other }
}

/// Whether `name` names a phrase from which a wallet is recovered.
pub(super) fn is_phrase_name(name: &str) -> bool {
    let name = words(name).concat();
    PHRASE_NAMES.iter().any(|known| name.ends_with(known))
}

/// Whether `name` names a key of any kind: only a random value in it is a credential.
pub(super) fn is_key_name(name: &str) -> bool {
    let words = words(name);
    words.last().is_some_and(|last| matches!(last.as_str(), "key" | "appid" | "ticket" | "seed"))
        && !words.iter().any(|word| PUBLIC_KEY_WORDS.contains(&word.as_str()))
}

/// Whether a field or variable with this name holds a secret: `access_token`, `clientSecret`, `API-KEY`; not `token_type`, `tokenUrl`, `publicKey`.
pub fn is_secret_name(name: &str) -> bool {
    matches!(field_class(name), FieldClass::Token | FieldClass::Password)
}

/// Whether `name` is the name of a header that holds a secret. A field without a hyphen may belong to anything but `Authorization`.
pub fn is_secret_header(name: &str) -> bool {
    let name = name.to_lowercase();
    // `Access-Control-Allow-Credentials` says yes or no; a token against CSRF is good for one session.
    let is_other = name.starts_with("access-control-") || name.contains("csrf") || name.contains("xsrf");
    name == "authorization" || name.contains('-') && !is_other && is_secret_name(&name)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::is_secret_name;

    #[test]
    fn names_of_secrets_differ_from_names_about_secrets() {
        for name in [
            "password",
            "access_token",
            "accessToken",
            "ACME_CLIENT_SECRET",
            "API-KEY",
            "apiKey",
            "x-api-key",
            "token",
            "token2",
            "JWTToken",
            "bearerToken",
            "refresh token",
            "userPassword",
            "privateKey",
            "Authorization",
            "authToken",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "token_type",
            "expireToken",
            "tokenUrl",
            "TOKEN_EXPIRY",
            "expires_in",
            "publicKey",
            "client_id",
            "tokenId",
            "is_token_valid",
            "author",
            "passenger",
            "key",
            "",
            "secretName",
            "TALLYFY_TOKEN_LIFETIME",
            "compass",
            "tokenization",
            "monkey",
            "csrfToken",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
