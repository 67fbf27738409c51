//! Names that secrets have.

use super::words::{set, words};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What the name of a field or variable says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Nothing.
    Other,
    /// It is of one session, or a signature: it dies by itself.
    Session,
    /// It is a key, a token, a secret that a machine made.
    Token,
    /// It is a password, which people think up.
    Password,
}

/// Words that name a password, in the languages of real files.
static PASSWORD: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    password passwd pwd passphrase passcode pass passw pswd psw passwort kennwort senha contrasena contraseña \
    motdepasse mdp wachtwoord haslo hasło heslo salasana parola sifre şifre matkhau sandi пароль 密码 パスワード 비밀번호")
});
/// Words that name what a machine made.
static TOKEN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    secret token jwt bearer credential credentials apikey authorization accesskey authkey secretkey appkey")
});
/// Pairs of words that do.
const PAIRS: &[(&str, &str)] = &[
    ("api", "key"),
    ("app", "key"),
    ("access", "key"),
    ("account", "key"),
    ("admin", "key"),
    ("auth", "key"),
    ("encryption", "key"),
    ("aes", "key"),
    ("hmac", "key"),
    ("master", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("security", "key"),
    ("service", "key"),
    ("shared", "key"),
    ("signing", "key"),
    ("subscription", "key"),
    ("x", "auth"),
    ("github", "pat"),
    ("gitlab", "pat"),
    ("azure", "pat"),
    ("merchant", "key"),
    ("server", "key"),
    ("license", "key"),
    ("integration", "key"),
    ("functions", "key"),
    ("webhook", "key"),
    ("sign", "key"),
];
/// The same within a word that is written in one.
const WITHIN: &[&str] =
    &["password", "passwd", "token", "secret", "apikey", "accesskey", "authkey", "privatekey", "secretkey", "appkey"];
/// Words of what dies with a session.
static SESSION: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    session sessionid sid sessid jsessionid phpsessid csrf xsrf csrftoken xsrftoken signature sig nonce csrfmiddlewaretoken remember rememberme")
});
/// Last words that make it a name of something about the secret.
static ABOUT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    type expiry expires expire expiration exp in at url uri endpoint name id ids count length lifetime ttl header prefix \
    path host issuer field param params response request time timestamp date hint policy limit status valid validity age \
    user username email version algorithm alg method symbol address contract enabled required var variable service server \
    placement format scope scopes info details message error description label title link page rule rules usage cost price \
    strength reset secs seconds mode source used flow to for tests test is verification ts updated created changed regex \
    pattern chars charset alphabet percentage rate rates salt")
});
/// First words that do.
static ASKED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    is has public invalid wrong expired csrf xsrf use no max min publishable valid bad incorrect bypass count num total \
    should expire boarding season ski day test")
});
/// Words beside `token` that make it no credential: places in a list, Postman's own request number, money.
static HARMLESS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    page next continuation pagination sync cursor postman previous prev design completion prompt input output erc nft scroll \
    resume skip delta skiptoken nexttoken deltatoken mint contract base quote")
});

/// Words beside `token` that make it one for a single use, or for one device: it dies by itself.
const ONCE: &[&str] = &[
    "payment",
    "card",
    "cart",
    "checkout",
    "order",
    "invite",
    "invitation",
    "verify",
    "verification",
    "confirmation",
    "confirm",
    "reset",
    "activation",
    "activate",
    "unsubscribe",
    "device",
    "fcm",
    "push",
    "registration",
    "otp",
    "captcha",
    "recaptcha",
    "setup",
    "temporary",
];

/// What a name says.
pub fn class(name: &str) -> Class {
    if name.is_empty() || name.len() > 100 {
        return Class::Other;
    }
    let words = words(name);
    let trimmed: Vec<&str> = words.iter().map(String::as_str).filter(|word| !is_number(word)).collect();
    let (Some(first), Some(last)) = (trimmed.first(), trimmed.last()) else { return Class::Other };
    // `password_user` is the password of the user, not about it.
    let is_whose =
        PASSWORD.contains(first) && matches!(*last, "user" | "username" | "test" | "service" | "server" | "email");
    if ABOUT.contains(last) && !is_whose {
        return Class::Other;
    }
    let compact: String = trimmed.concat();
    let any = |list: &HashSet<&str>| trimmed.iter().any(|word| list.contains(word));
    let is_once = trimmed.contains(&"token") && trimmed.iter().any(|word| ONCE.contains(word));
    if is_once || any(&SESSION) || compact == "requestverificationtoken" || name == "_token" {
        return Class::Session;
    }
    if ASKED.contains(first) || any(&HARMLESS) {
        return Class::Other;
    }
    if any(&PASSWORD) && !(trimmed.len() > 1 && *first == "pass")
        || compact.contains("password")
        || compact.contains("passwd")
        || compact.ends_with("pwd")
    {
        return Class::Password;
    }
    let is_token = any(&TOKEN)
        || trimmed.windows(2).any(|pair| PAIRS.contains(&(pair[0], pair[1])))
        || trimmed.iter().any(|word| WITHIN.iter().any(|part| word.ends_with(part)))
        || WITHIN.iter().any(|part| compact.ends_with(part));
    if is_token { Class::Token } else { Class::Other }
}

/// Words beside `key` that make it one for everybody, or none of that kind.
const PUBLIC_KEY: &[&str] = &[
    "public",
    "consumer",
    "publishable",
    "primary",
    "foreign",
    "sort",
    "partition",
    "cache",
    "idempotency",
    "object",
    "bucket",
    "file",
    "upload",
    "issue",
    "language",
    "site",
    "websocket",
    "routing",
    "project",
    "message",
    "translation",
    "i18n",
    "unique",
    "row",
    "hash",
    "range",
    "shared",
];

/// Whether a field is called a key, of whatever: a random value in it is a credential, nothing else is.
pub(super) fn is_key(name: &str) -> bool {
    let words = words(name);
    words.last().is_some_and(|last| last == "key" || last == "appid")
        && !words.iter().any(|word| PUBLIC_KEY.contains(&word.as_str()))
}

/// Whether a variable or field of this name holds a secret: `access_token`, `clientSecret`, `API-KEY`; not `token_type`, `tokenUrl`, `publicKey`.
pub fn is_secret_name(name: &str) -> bool {
    matches!(class(name), Class::Token | Class::Password)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
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
