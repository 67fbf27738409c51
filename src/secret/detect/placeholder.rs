//! Placeholders: what people write where a value belongs. Detection, check, env, bundle and doctor ask.

use super::field_name::{FieldClass, is_secret_name};
use super::token::is_random;
use crate::secret::lexicon::placeholders::{
    asks, asks_in_other_scripts, is_compound, is_count, is_default, is_filler, is_uninformative,
};
use crate::secret::lexicon::words::words;

/// Most characters in informative words of a text that asks for a value.
const REST: usize = 10;

/// Whether `value` is empty, a variable, or a text that asks for a value: `<password>`, `your-token`, `changeme`, `xxxx`, `{{OTHER}}`.
pub fn is_placeholder(value: &str) -> bool {
    is_placeholder_for(FieldClass::Token, value)
}

/// Whether `value` asks for another in plain words: `<client-id>`, `your-org`, `changeme`. Unlike [`is_placeholder`] it takes names,
/// numbers, addresses and words such as `test` for values.
pub fn asks_for_value(value: &str) -> bool {
    let value = value.trim();
    // `api.acme.example` is a host name.
    let may_ask = !value.contains(['.', '@', '/']);
    !value.contains("{{") && value.len() <= 200 && (is_enclosed(value) || may_ask && asks_in_words(value))
}

/// Whether `value` is a placeholder in a field of that class: `admin123` is a password but no token.
pub fn is_placeholder_for(class: FieldClass, value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || value.contains("{{") || value.contains("}}") {
        return true;
    }
    if value.len() > 200 {
        return is_masked(&value[..value.floor_char_boundary(200)]);
    }
    is_enclosed(value)
        || is_masked(value)
        || is_name(value)
        || is_uninformative_for(class, value)
        || (class != FieldClass::Password || value.len() > 11) && is_sequence(value)
}

/// Whether `value` is the name of a variable that holds the secret: `ACME_PASSWORD`, `shop_client_secret`, `loginPassword`.
fn is_name(value: &str) -> bool {
    let is_word = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let is_constant = value.contains('_')
        && value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    is_word && !is_random(value) && (is_constant || !has_digit && words(value).len() > 1 && is_secret_name(value))
}

/// Whether brackets or signs of a variable enclose `value`: `<token>`, `[token]`, `{token}`, `${TOKEN}`, `%TOKEN%`, `$TOKEN`, `--token--`; also behind other text: `abc<token>`.
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

/// Whether mask characters hide `value`, or it was cut off: `****`, `xxxx-xxxx`, `eyJhbGciOi...`, `aaaaaaa`.
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

/// Whether the words of `value` ask for a value.
fn asks_in_words(value: &str) -> bool {
    let compact = compact(value);
    let is_asked =
        matches!(compact.as_str(), "changeme" | "changeit" | "changethis" | "ändermich" | "cambiame" | "changezmoi");
    if is_asked || asks_in_other_scripts(&compact) {
        return true;
    }
    let words = words(value);
    let may_ask = |character: char| is_plain(character) || matches!(character, '!' | '?' | '(' | ')' | '@' | '$' | '#');
    // A short word may stand in a token by chance.
    let is_apart = |word: &str| {
        value.split(|character: char| !character.is_alphanumeric()).any(|part| part.to_lowercase() == word)
    };
    let does_ask = |word: &String| asks(word) && (word.len() > 3 || is_apart(word) && !is_random(value));
    let rest: usize = words.iter().filter(|word| !is_known(word)).map(String::len).sum();
    words.iter().any(|word| does_ask(word) || word.starts_with("your")) && rest < REST && value.chars().all(may_ask)
}

/// The letters and digits of `value`, in lower case.
fn compact(value: &str) -> String {
    value.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_plain(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | ' ' | '.' | '\'' | ',' | ':' | '/')
}

fn is_known(word: &str) -> bool {
    is_uninformative(word) || is_count(word) || is_compound(word)
}

/// Whether the words of `value` ask for a value or are all uninformative.
fn is_uninformative_for(class: FieldClass, value: &str) -> bool {
    if asks_in_words(value) {
        return true;
    }
    let (compact, words) = (compact(value), words(value));
    if words.iter().all(|word| is_filler(word)) && !words.is_empty() {
        return true;
    }
    // Punctuation between known words makes a password: `Secret!123`.
    if is_default(&compact)
        || !value.chars().all(is_plain)
        || !words.iter().any(|word| is_uninformative(word) || is_compound(word))
    {
        return false;
    }
    if class == FieldClass::Password {
        // Many people choose a compound of known words with a number behind it: `Password123`.
        let is_apart = value.contains(['-', '_', ' ']);
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        if compact.contains("password") && is_compound(&compact) {
            return true;
        }
        return words.iter().all(|word| is_uninformative(word) || is_count(word)) && (is_apart || !has_digit);
    }
    words.iter().all(|word| is_known(word))
}

/// Whether letters and digits follow each other as in the alphabet: `1234567890abcdef`, `a1b2c3d4e5f6`.
pub(super) fn is_sequence(value: &str) -> bool {
    let bytes: Vec<u8> =
        value.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    let follows = |at: usize| {
        let (this, before) = (bytes[at], bytes[at - 1]);
        this == before + 1
            || this + 1 == before
            || (before, this) == (b'9', b'0')
            || at > 1 && this == bytes[at - 2] + 1
    };
    bytes.len() >= 8 && (1..bytes.len()).filter(|at| follows(*at)).count() * 3 >= (bytes.len() - 1) * 2
}

#[cfg(test)]
mod tests {
    use super::{asks_for_value, is_placeholder, is_placeholder_for};
    use crate::secret::FieldClass;

    #[test]
    fn placeholders_are_no_values() {
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
            "your_api_key_12345",
            "your-256-bit-secret",
            "thisisasecretkey12345678",
            "1234567890abcdef",
            "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
            "dolor in ut",
            "YourPassword123!",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "abc-some-k5q8", "Granite#7528su9", "SecurePassword123!", "aboba", "admin", "5up3rpw"]
        {
            assert!(!is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn names_and_numbers_ask_for_nothing() {
        for value in ["<client-id>", "your-org", "changeme", "PUT YOUR ID HERE", "${ID}"] {
            assert!(asks_for_value(value), "{value}");
        }
        for value in
            ["", "1001", "test", "demo", "admin", "my_user", "{{A}}", "https://api.acme.example", "ana@acme.com"]
        {
            assert!(!asks_for_value(value), "{value}");
        }
    }

    #[test]
    fn a_placeholder_for_a_token_may_be_a_password() {
        for value in [
            "Admin.2020",
            "Password123",
            "admin123",
            "test123",
            "abcd1234",
            "12345678",
            "admin",
            "testpass",
            "dbs@1234",
        ] {
            assert!(!is_placeholder_for(FieldClass::Password, value), "{value}");
        }
        for value in ["password", "Password", "string", "my_password", "valid_password", "newPassword", "yourpassword1"]
        {
            assert!(is_placeholder_for(FieldClass::Password, value), "{value}");
        }
    }
}
