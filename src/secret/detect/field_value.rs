//! Whether the value of a field is a credential, from what its name says and what it looks like.

use super::evidence::Evidence;
use super::field_name::{FieldClass, field_class};
use super::placeholder::{is_masked, is_placeholder, is_placeholder_for};
use super::risk::Risk;
use super::token::{is_identifier, is_mixed, is_of_words, is_random, is_short_random};
use crate::secret::SecretKind;
use crate::secret::decode::{decode_base64_text, jwt};
use crate::secret::lexicon::placeholders::{FILE_ENDINGS, asks, is_filler, is_of_message};
use crate::secret::lexicon::public_keys::PUBLIC_KEY_BEGINNINGS;
use crate::secret::lexicon::published::is_published;
use crate::secret::lexicon::schemes::{ID_SCHEMES, SCRIPT_SCHEMES, TOKEN_SCHEMES};
use crate::secret::lexicon::words::words;
use crate::text::{is_hidden, percent};
use std::ops::Range;

/// Length in bytes of the longest password that a person chooses.
const LONGEST_PASSWORD: usize = 64;
/// Length in bytes of the longest scheme.
const LONGEST_SCHEME: usize = 24;
/// Fewest words of a recovery phrase.
const FEWEST_WORDS: usize = 12;
/// Most words of a recovery phrase.
const MOST_WORDS: usize = 24;
/// Length in bytes of a site key of reCAPTCHA.
const SITE_KEY: usize = 40;
/// Most words before the number of a phrase that is a key.
const MOST_WORDS_OF_PHRASE: usize = 3;
/// Length in bytes of the shortest base64 of `user:password` that is recognised without a name.
const SHORTEST_ENCODED_USER: usize = 12;
/// Length in bytes of the shortest base64 that is read as prose: a shorter text decodes to words by chance.
const SHORTEST_PROSE: usize = 12;
/// Length in bytes of the longest base64 that is read as prose.
const LONGEST_PROSE: usize = 1 << 10;
/// Length in bytes of the shortest value that the slot of a token alone proves: shorter ones are mostly symbols and words.
const SHORTEST_OF_SLOT: usize = 6;

/// A credential in a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ValueMatch {
    /// Its bytes in the value.
    pub(super) range: Range<usize>,
    pub(super) kind: SecretKind,
    pub(super) risk: Risk,
    pub(super) evidence: Evidence,
}

impl ValueMatch {
    /// The same match in a text that lacks the first `by` bytes.
    pub(super) fn back(self, by: usize) -> Self {
        Self { range: self.range.start - by..self.range.end - by, ..self }
    }

    /// The same match in a text that has `by` more bytes before the value.
    pub(super) fn shifted(self, by: usize) -> Self {
        Self { range: self.range.start + by..self.range.end + by, ..self }
    }
}

/// The credential in `value`, the value of a field whose name says `class`.
pub(super) fn check_value(class: FieldClass, value: &str) -> Option<ValueMatch> {
    let (start, bare) = without_quotes(value);
    if let Some((scheme, rest)) = bare.split_once(' ') {
        let skipped = start + scheme.len() + 1 + (rest.len() - rest.trim_start().len());
        let rest = rest.trim();
        let scheme = scheme.trim_end_matches(':').to_ascii_lowercase();
        if scheme == "basic" {
            return check_basic(rest).map(|found| found.shifted(skipped));
        }
        if TOKEN_SCHEMES.contains(&scheme.as_str()) && !rest.contains(char::is_whitespace) {
            return check_after_scheme(rest).map(|found| found.shifted(skipped));
        }
        // Every vendor may have a scheme of its own: `GenieKey`, `KakaoAK`.
        if class == FieldClass::Token && is_unknown_scheme(bare) && is_token68(rest) && is_random(rest) {
            return check_after_scheme(rest).map(|found| found.shifted(skipped));
        }
    }
    let named = if bare.starts_with("key=") { "key=".len() } else { 0 };
    check_bare(class, &bare[named..]).map(|found| found.shifted(start + named))
}

/// Whether `value` begins with a word of the form of a scheme (RFC 9110) that may have a credential behind it.
fn is_unknown_scheme(value: &str) -> bool {
    let scheme = value.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    scheme.len() <= LONGEST_SCHEME
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !ID_SCHEMES.contains(&scheme.as_str())
}

/// Whether `value` is one token behind a scheme (`token68` of RFC 9110, and `:` between two parts), no list of parameters.
fn is_token68(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=:".contains(&byte))
}

/// Whether `word` is a scheme with a token behind it.
pub(super) fn is_scheme(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    TOKEN_SCHEMES.contains(&word.as_str()) && word != "secret" && word != "key"
}

/// The credential in `token`, which stands behind a scheme.
pub(super) fn check_after_scheme(token: &str) -> Option<ValueMatch> {
    // `Token token="..."` of Rails, `key=...` of Firebase.
    let named = ["token=", "key="].iter().find(|name| token.starts_with(**name)).map_or(0, |name| name.len());
    let (start, bare) = without_quotes(&token[named..]);
    check_bare(FieldClass::Token, bare).map(|found| found.shifted(named + start))
}

/// The credential behind `Basic`: base64 of `user:password` (RFC 7617).
pub(super) fn check_basic(value: &str) -> Option<ValueMatch> {
    let (start, bare) = without_quotes(value);
    if bare.contains("{{") || is_published(bare) || bare.len() < 4 {
        return None;
    }
    let range = start..start + bare.len();
    let found = |risk| Some(ValueMatch { range, kind: SecretKind::Named, risk, evidence: evidence_of(risk) });
    match decode_base64_text(bare).filter(|text| !text.chars().any(char::is_control)) {
        Some(text) => {
            let (user, password) = text.split_once(':')?;
            if is_published(password) || jwt::is_sample(password) || (password.is_empty() && !is_random(user)) {
                return None;
            }
            let is_shown = matches!(user, "user" | "username") && matches!(password, "pass" | "password" | "passwd");
            let is_asked = is_placeholder_for(FieldClass::Password, password)
                && password.contains(['{', '<', '*', '_', '-', '.', ' ']);
            if is_shown
                || is_asked
                || is_masked(password)
                || is_enclosed(password)
                || is_identifier(password)
                || is_asking(password)
            {
                return None;
            }
            found(if is_strong(password) || password.is_empty() { Risk::High } else { Risk::Medium })
        }
        // Some servers take a token there.
        None if is_random(bare) && !is_placeholder(bare) => found(Risk::High),
        None => None,
    }
}

/// The credential in `value` if that is base64 of `user:password` with letters and digits in the password, under any name.
pub(super) fn check_encoded_user(value: &str) -> Option<ValueMatch> {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if value.len() < SHORTEST_ENCODED_USER || !value.bytes().all(is_base64) {
        return None;
    }
    let text = decode_base64_text(value)?;
    let (user, password) = text.split_once(':')?;
    let is_user = user.len() > 1
        && user.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'@' | b'+'));
    // `Product:123`, `gid://shop/1` and `urn:uuid:...` are ids of other kinds.
    let is_type = user.starts_with(|first: char| first.is_ascii_uppercase())
        && user.bytes().all(|byte| byte.is_ascii_alphabetic());
    let has = |is: fn(&u8) -> bool| password.bytes().any(|byte| is(&byte));
    let is_password = password.bytes().all(|byte| byte.is_ascii_graphic())
        && !password.contains(['/', ':'])
        && !password.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && check_value(FieldClass::Password, password).is_some();
    let found = (is_user && !is_type && is_password).then(|| check_basic(value)).flatten()?;
    Some(ValueMatch { evidence: Evidence::Decoded, ..found })
}

fn check_bare(class: FieldClass, value: &str) -> Option<ValueMatch> {
    // What nobody sees, such as half of a surrogate pair or a zero-width space, does not make a token a text.
    let is_unseen = |character| character == char::REPLACEMENT_CHARACTER || is_hidden(character);
    let seen = value.trim_start_matches(is_unseen);
    check_seen(class, seen.trim_end_matches(is_unseen)).map(|found| found.shifted(value.len() - seen.len()))
}

fn check_seen(class: FieldClass, value: &str) -> Option<ValueMatch> {
    // The text scan finds JSON Web Tokens.
    let is_web_token = value.starts_with("eyJ") && jwt::token(value, 0).is_some();
    if class == FieldClass::Other
        || is_web_token
        || jwt::is_cut(value)
        || is_placeholder_for(class, value)
        || is_published(value)
        || is_public_key(value)
        || is_encoded_placeholder(class, value)
        || is_encoded_prose(value)
    {
        return None;
    }
    let risk = match class {
        FieldClass::Session => (value.len() >= 6 && !value.contains(' ')).then_some(Risk::Low)?,
        _ if is_strong(value) => Risk::High,
        FieldClass::Password if is_chosen(value) => Risk::Medium,
        FieldClass::Token if is_chosen(value) && is_of_slot(value) => Risk::Medium,
        _ => return None,
    };
    let kind = if risk == Risk::Low { SecretKind::Session } else { SecretKind::Named };
    let evidence = evidence_of(risk);
    let risk =
        if risk == Risk::Medium && class == FieldClass::Token && is_short_random(value) { Risk::High } else { risk };
    Some(ValueMatch { range: 0..value.len(), kind, risk, evidence })
}

/// Whether `value` may be a credential because the slot of a token holds it: no prose, label, file name or expression.
fn is_of_slot(value: &str) -> bool {
    let is_label = !value.bytes().any(|byte| byte.is_ascii_digit()) && words(value).len() > 1 && is_of_words(value);
    value.len() >= SHORTEST_OF_SLOT
        && (value.bytes().all(|byte| byte.is_ascii_graphic()) || is_numbered_phrase(value))
        && !is_label
        && !is_file_name(value)
}

/// Whether `value` is a phrase that somebody made up as a key: one to three words and a number, with none of the words of sentences.
fn is_numbered_phrase(value: &str) -> bool {
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !is_filler(word);
    let is_number = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit());
    value.rsplit_once(' ').is_some_and(|(words, number)| {
        is_number(number) && words.split(' ').count() <= MOST_WORDS_OF_PHRASE && words.split(' ').all(is_word)
    })
}

/// Whether `value` ends like the name of a file: `service-account.json`.
fn is_file_name(value: &str) -> bool {
    value.rsplit_once('.').is_some_and(|(_, ending)| FILE_ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

/// Whether `value` in the slot of a credential may be one: it is no placeholder, no name of code, no published sample, and no key that its
/// owner publishes.
pub fn may_be_credential(value: &str) -> bool {
    !is_placeholder(value)
        && !is_identifier(value)
        && !is_published(value)
        && !jwt::is_sample(value)
        && !is_public_key(value)
}

/// Whether `value` is a key that its owner publishes: the public half of a pair, or a key for web pages.
fn is_public_key(value: &str) -> bool {
    PUBLIC_KEY_BEGINNINGS.iter().any(|beginning| value.starts_with(beginning))
        || value.len() == SITE_KEY && value.starts_with("6L") && value.contains("AAAAA")
}

/// Whether `value` is a placeholder once its percent-encoding is undone: `%3Ctoken%3E`.
fn is_encoded_placeholder(class: FieldClass, value: &str) -> bool {
    value.contains('%') && is_placeholder_for(class, &percent::decode(value))
}

/// Whether base64 in `value` says something to people: a sentence, a label.
fn is_encoded_prose(value: &str) -> bool {
    (SHORTEST_PROSE..=LONGEST_PROSE).contains(&value.len())
        && decode_base64_text(value).is_some_and(|text| {
            text.chars().all(|character| !character.is_control()) && text.contains(' ') && is_of_words(&text)
        })
}

/// What proves a value in a slot whose looks alone have given it that risk.
const fn evidence_of(risk: Risk) -> Evidence {
    match risk {
        Risk::High => Evidence::SlotAndShape,
        Risk::Medium | Risk::Low => Evidence::Slot,
    }
}

/// The credential in `value`, the value of a variable of the type `secret`.
pub(super) fn check_declared(name: &str, value: &str) -> Option<ValueMatch> {
    let (start, bare) = without_quotes(value);
    if is_placeholder(bare) || is_published(bare) || is_identifier(bare) || jwt::token(bare, 0).is_some() {
        return None;
    }
    let is_known = field_class(name) != FieldClass::Other;
    let is_public = !is_known && (bare.contains("://") || bare.contains('@') || is_public_name(name));
    let risk = if is_strong(bare) && !is_public { Risk::High } else { Risk::Medium };
    Some(ValueMatch {
        range: start..start + bare.len(),
        kind: SecretKind::Variable,
        risk,
        evidence: Evidence::VariableType,
    })
}

fn is_strong(value: &str) -> bool {
    let is_made = is_random(value) || is_mixed(value) && !is_identifier(value) && !is_of_code(value);
    is_made && !is_public_value(value) && !is_leet(value) || is_recovery_phrase(value)
}

/// Whether `value` is a phrase from which a wallet is recovered (BIP 39): 12 to 24 words of 3 to 8 small letters, a multiple of three, with
/// none of the words of sentences.
pub(super) fn is_recovery_phrase(value: &str) -> bool {
    let is_word = |word: &str| {
        (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_filler(word)
    };
    let count = value.split(' ').take(MOST_WORDS + 1).count();
    (FEWEST_WORDS..=MOST_WORDS).contains(&count)
        && count.is_multiple_of(3)
        && value
            .split(' ')
            .all(|word| is_word(word) && !matches!(word, "the" | "and" | "you" | "your" | "for" | "this" | "with"))
}

/// Whether `value` is a common password with signs in place of letters: `P@ssw0rd`.
fn is_leet(value: &str) -> bool {
    let plain_letter = |character: char| match character {
        '@' | '4' => 'a',
        '$' | '5' => 's',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        other => other.to_ascii_lowercase(),
    };
    let plain: String = value.chars().map(plain_letter).collect();
    value.len() < 24 && ["passw", "admin", "welcome", "secret"].iter().any(|word| plain.contains(word))
}

/// Whether `value` is a date or the address of a blockchain account.
fn is_public_value(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_date =
        bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[..4].iter().all(u8::is_ascii_digit);
    is_date || value.len() == 42 && value.starts_with("0x")
}

/// Whether `value` is a version, a media type or a path: characters of several sorts, and no password.
fn is_of_code(value: &str) -> bool {
    is_public_value(value)
        || value.contains("://")
        || value.starts_with('/')
        || value.bytes().filter(|byte| matches!(byte, b'/' | b':' | b'.')).count() > 3
}

/// Whether a person may have chosen `value` as a password.
fn is_chosen(value: &str) -> bool {
    let has = |test: fn(&char) -> bool| value.chars().any(|character| test(&character));
    (4..=LONGEST_PASSWORD).contains(&value.len())
        && has(char::is_ascii_alphanumeric)
        && !is_sentence(value)
        && !is_of_code(value)
        && !is_identifier(value)
        && !matches!(value, "true" | "false" | "TRUE" | "FALSE" | "True" | "False" | "sha256" | "base64" | "bcrypt")
        && !value.starts_with("data:")
        && !value.starts_with("mailto:")
        && !value.starts_with(['$', '*', '#'])
        && !value.starts_with("0x")
        && !value.contains(['(', '<', '{', '\\', '\n', '|', '\u{a0}'])
}

/// Whether `value` is a phrase about a password (`Password required`, `nueva contraseña`) or a rule (`min:8`).
fn is_sentence(value: &str) -> bool {
    let words = words(value);
    let spaces = value.matches(char::is_whitespace).count();
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    spaces > 2
        || spaces > 0 && (!has_digit || words.iter().any(|word| is_of_message(word) && word.len() > 6))
        || ["min:", "max:", "same:", "required"].iter().any(|rule| value.contains(rule))
        || value.ends_with(['?', ':'])
}

/// Whether `value` asks the reader for a value: `changeme`, `your...`.
fn is_asking(value: &str) -> bool {
    is_placeholder(value) && words(value).iter().any(|word| asks(word) || word == "changeme")
}

/// Whether a field with this name holds what others may know: an id, a user, an address.
fn is_public_name(name: &str) -> bool {
    let last = words(name).pop().unwrap_or_default();
    matches!(last.as_str(), "id" | "url" | "uri" | "host" | "user" | "username" | "email" | "name" | "phone" | "region")
}

/// `value` without a scheme of the header `Authorization` before it.
pub fn without_scheme(value: &str) -> &str {
    let value = value.trim();
    match value.split_once(' ').unwrap_or((value, "")) {
        (scheme, credential) if SCRIPT_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) => credential,
        _ => value,
    }
}

fn is_enclosed(value: &str) -> bool {
    value.starts_with(['<', '[', '{']) && value.ends_with(['>', ']', '}'])
}

/// `value` without whitespace and one pair of quotes around it, and the offset of its first byte.
fn without_quotes(value: &str) -> (usize, &str) {
    let start = value.len() - value.trim_start().len();
    let trimmed = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return (start + 1, inner);
        }
    }
    (start, trimmed)
}
