//! Texts that stand where a value belongs.

use super::name::is_secret_name;
use super::strength::is_random;
use super::words::{set, words};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that say that the value is still to come, in the languages of real files.
static ASKING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    your yours changeme placeholder todo tbd example beispiel ejemplo exemple exemplo esempio dummy redacted hidden masked \
    insert enter replace paste fixme lorem votre deine dein ihr ihre tu tus su sua seu tuo tua jouw uw twoj twój sizin \
    fill here hier aqui aquí ici somewhere xxx xxxx abcd abcdef")
});
/// Words that tell nothing: a value of nothing else is the name of one.
static EMPTY: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    set("\
    a an the my mein some any this that is of for to from with and or not no access account admin api apikey app application \
    auth authorization bad basic bar baz bearer bot broken card client clientid code consumer correct credential credentials \
    customer data default demo dev developer empty env expired fake fob foo foobar format generated github google guest guid \
    id integration invalid invitation jwt key live local login long malformed manager missing mock name new nonexistent null \
    oauth old one original other partner pass passwd password passwort please postman private prod production psk public put \
    pwd qux random real refresh refreshed role root sample sandbox secret secrete secure server service session short \
    signature signing some something staging stage string strong super temp temporary test tests testing text tok token \
    tokens unauthorized undefined unknown updated use user userid username uuid valid value var variable very webhook with \
    wrong contraseña contrasena clave senha motdepasse mot de passe jeton wachtwoord geheim schlüssel secreto ficha hasło \
    haslo şifre sifre пароль токен секрет 密码 令牌 密钥 パスワード トークン 비밀번호 토큰 none nil true false abc xyz abcxyz x")
});

/// The same in scripts that put no blanks between words, or that change their ends.
const IN_OTHER_SCRIPTS: &[&str] = &["ваш", "你的", "您的", "あなたの", "请输入", "入力", "입력"];

/// Words that are a default password when they stand alone, though they tell nothing beside others.
const DEFAULTS: &[&str] =
    &["admin", "root", "guest", "demo", "test", "postman", "secret", "foobar", "user", "qwerty", "sandbox"];

/// Whether `value` is none, a variable, or a text that asks for one: `<password>`, `your-token`, `changeme`, `xxxx`, `{{OTHER}}`.
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || value.contains("{{") || value.contains("}}") {
        return true;
    }
    if value.len() > 200 {
        return is_masked(&value[..value.floor_char_boundary(200)]);
    }
    is_enclosed(value) || is_masked(value) || is_name(value) || says_nothing(value)
}

/// The name of a variable that holds it, and not the value: `ACME_PASSWORD`, `shop_client_secret`, `loginPassword`.
fn is_name(value: &str) -> bool {
    let is_word = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let is_constant = value.contains('_')
        && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    is_word && !is_random(value) && (is_constant || !has_digit && words(value).len() > 1 && is_secret_name(value))
}

/// `<token>`, `[token]`, `{token}`, `${TOKEN}`, `%TOKEN%`, `$TOKEN`, `--token--`; with something before: `abc<token>`.
fn is_enclosed(value: &str) -> bool {
    let ends = |open: char, close: char| value.starts_with(open) && value.ends_with(close) && value.len() > 1;
    let is_named = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    ends('<', '>')
        || ends('[', ']')
        || ends('{', '}')
        || ends('%', '%')
        || value.contains("${")
        || value.contains("<%")
        || value.ends_with('>') && value.contains('<')
        || value.strip_prefix('$').is_some_and(is_named)
        || value.starts_with("process.env")
        || value.starts_with("pm.")
}

/// Signs that stand for others: `****`, `xxxx-xxxx`, `eyJhbGciOi...`, `aaaaaaa`; or one that was cut.
pub(super) fn is_masked(value: &str) -> bool {
    let Some(&first) = value.as_bytes().first() else { return true };
    let is_mask = |byte: u8| matches!(byte, b'*' | b'.' | b'x' | b'X' | b'-' | b'_' | b'#' | b'?' | b'0');
    let is_all = |test: &dyn Fn(u8) -> bool| value.bytes().all(test);
    value.len() > 2 && is_all(&|byte| byte == first)
        || is_all(&is_mask)
        || value.contains("***")
        || value.contains('•')
        || value.contains('●')
        || value.contains("...")
        || value.contains('…')
        || value.to_ascii_lowercase().contains("xxxx")
}

/// Whether its words ask for a value, or are all of the kind that tells nothing.
fn says_nothing(value: &str) -> bool {
    let compact: String =
        value.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if IN_OTHER_SCRIPTS.iter().any(|word| compact.contains(word)) {
        return true;
    }
    if matches!(
        compact.as_str(),
        "changeme" | "changeit" | "changethis" | "letmein0" | "ändermich" | "cambiame" | "changezmoi"
    ) {
        return true;
    }
    // Words with signs of a password between them are one: `Secret!123`.
    let is_plain =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ' | '.' | '\'' | ',' | ':' | '/');
    let words = words(value);
    let asks = words.iter().any(|word| ASKING.contains(word.as_str()));
    if asks
        && !is_random(value)
        && value.chars().all(|letter| is_plain(letter) || matches!(letter, '!' | '?' | '(' | ')'))
    {
        return true;
    }
    if DEFAULTS.contains(&compact.as_str()) || !value.chars().all(is_plain) {
        return false;
    }
    let is_empty = |word: &String| EMPTY.contains(word.as_str());
    words.iter().any(is_empty) && words.iter().all(|word| is_empty(word) || is_count(word))
}

/// Digits as people count: `1`, `02`, `123`, `12345`, `000`.
fn is_count(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.iter().all(u8::is_ascii_digit)
        && (bytes.len() <= 2
            || bytes.windows(2).all(|pair| pair[1] == pair[0] + 1)
            || bytes.iter().all(|digit| *digit == bytes[0]))
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn placeholders_are_told_from_values() {
        for value in [
            "",
            " ",
            "{{A}}",
            "{{a}}-{{b}}",
            "<password>",
            "your-token",
            "YOUR_KEY_HERE",
            "changeme",
            "CHANGE_ME",
            "xxxx",
            "***",
            "[token]",
            "${TOKEN}",
            "null",
            "undefined",
            "my_password",
            "user-token",
            "client-guid-here",
            "randomSecretToken",
            "PUT YOUR TOKEN HERE!",
            "foo.test.secret.key",
            "test-client-123",
            "token123",
            "--ids_client_secret_here--",
            "invalid_token_12345",
            "super-secret-password-123",
            "abc123def456...",
            "tu_contraseña",
            "votre-jeton",
            "mein passwort",
            "sua senha",
            "ваш-токен",
            "你的密码",
            "eyJhbGciOi...",
            "valid_password",
            "TALLYFY_PASSWORD",
            "shop_client_secret",
            "string",
            "$API_KEY",
            "process.env.TOKEN",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in [
            "hunter2",
            "abc-sample-k5",
            "Admin.2020",
            "SecurePassword123!",
            "aboba",
            "testpass",
            "admin",
            "123456",
            "5up3rpw",
        ] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
