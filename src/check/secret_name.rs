//! Names that secrets have.

/// Words that make a name one of a secret.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "jwt",
    "bearer",
    "credential",
    "credentials",
    "apikey",
    "authorization",
];
/// Pairs of words that do.
const PAIRS: &[(&str, &str)] = &[
    ("api", "key"),
    ("access", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("auth", "key"),
    ("subscription", "key"),
    ("client", "secret"),
    ("pass", "word"),
    ("encryption", "key"),
    ("signing", "key"),
];
/// Last words that make it a name of something about the secret.
const ABOUT: &[&str] = &[
    "type",
    "expiry",
    "expires",
    "expire",
    "expiration",
    "exp",
    "in",
    "at",
    "url",
    "uri",
    "endpoint",
    "name",
    "id",
    "ids",
    "count",
    "length",
    "lifetime",
    "ttl",
    "header",
    "prefix",
    "path",
    "host",
    "issuer",
    "field",
    "param",
    "response",
    "request",
    "time",
    "timestamp",
    "date",
    "hint",
    "policy",
    "limit",
    "status",
    "valid",
    "validity",
    "age",
    "user",
    "username",
    "email",
    "version",
    "algorithm",
    "alg",
    "method",
    "symbol",
    "address",
    "contract",
    "enabled",
    "required",
];
/// First words that do.
const ASKED: &[&str] =
    &["is", "has", "public", "invalid", "wrong", "expired", "csrf", "xsrf", "use", "no", "max", "min"];

/// Whether a variable or field of this name holds a secret: `access_token`, `clientSecret`, `API-KEY`; not `token_type`, `tokenUrl`, `publicKey`.
pub(super) fn is_secret_name(name: &str) -> bool {
    if name.len() > 100 {
        return false;
    }
    let words = words(name);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if ABOUT.contains(&last.as_str()) || ASKED.contains(&first.as_str()) {
        return false;
    }
    let named = words.iter().any(|word| SECRET.contains(&word.trim_end_matches(|digit: char| digit.is_ascii_digit())));
    named || words.windows(2).any(|pair| PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())))
}

/// The words of a name in lower case: `accessToken`, `access_token` and `ACCESS-TOKEN` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(index + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit())
                || before.is_some_and(char::is_uppercase) && after.is_some_and(|after| after.is_lowercase()));
        if (!letter.is_alphanumeric() || begins) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::is_secret_name;

    #[test]
    fn secrets_are_told_from_what_is_about_them() {
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
