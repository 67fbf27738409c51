//! The scan of a text: pairs of names and values, schemes, URLs with a password, private keys, tokens of vendors. The document scan calls it for
//! every string; bundle and masks call it for texts that are no document.

use super::evidence::Evidence;
use super::field::Reading;
use super::field_name::{FieldClass, field_class, is_key_name};
use super::field_value::{self, ValueMatch, check_value};
use super::joined::Joined;
use super::keyword::{Hit, Sign, hits};
use super::pairs::{self, Notation};
use super::placeholder::{is_masked, is_placeholder, is_sequence};
use super::position::Position;
use super::risk::Risk;
use super::token::is_random;
use super::{call, cursor, userinfo};
use crate::secret::decode::{Escapes, decode_base64_text, jwt, unescape};
use crate::secret::lexicon::published::is_published;
use crate::secret::{SecretKind, vendor};
use crate::text::Span;
use std::ops::Range;

/// Length in bytes of the longest PEM block of a private key.
const LONGEST_PEM: usize = 1 << 14;

/// Most bytes before a pair that has a line of its own.
const LONGEST_MARK: usize = 40;

/// Length in bytes of the longest base64 that is decoded.
const LONGEST_BASE64: usize = 1 << 14;

/// A credential in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSecret {
    /// Its bytes in the text: the credential alone.
    pub range: Range<usize>,
    /// How it was recognised.
    pub kind: SecretKind,
    /// How much harm it does in the wrong hands.
    pub risk: Risk,
    /// What proves it.
    pub evidence: Evidence,
    /// The name of its field; empty when nothing names it.
    pub field: String,
}

/// Every credential in clear in `text`, which is at `position` of a file, in the order of the text and without overlaps.
///
/// At [`Position::Header`] the text is a list of header lines. The text itself may contain JSON, scripts, forms or command lines.
pub fn scan_text(text: &str, position: Position) -> Vec<TextSecret> {
    settled(secrets_at(text, &hits(text), 0, position))
}

/// Every credential in clear in `value`, the value of the field `name` at `position`: by what the name says, and as a text.
pub fn scan_field(name: &str, value: &str, position: Position) -> Vec<TextSecret> {
    let reading = Reading::of(name, position);
    let of_field = reading.map(|reading| reading.credentials(name, value)).unwrap_or_default();
    let of_field = of_field.into_iter().map(|(field, found)| in_text(found, 0, &field));
    settled(of_field.chain(secrets_at(value, &hits(value), 0, position)).collect())
}

/// The credentials at `hits` of `text`; the hits count from `base`. They may overlap.
pub(super) fn secrets_at(text: &str, hits: &[Hit], base: usize, position: Position) -> Vec<TextSecret> {
    let mut found = Vec::new();
    let mut done = 0;
    for hit in hits {
        let at = hit.start as usize - base..hit.end as usize - base;
        match hit.sign() {
            Sign::Vendor(beginning) => found.extend(vendor_token(text, beginning, at.start)),
            Sign::Encoded => found.extend(web_token(text, at.start).or_else(|| encoded_json(text, at.start, position))),
            Sign::PrivateKey => found.extend(private_key(text, at.start)),
            Sign::Url => found.extend(userinfo::password_of_url(text, at.end)),
            Sign::User => found.extend(userinfo::password_of_user(text, &at)),
            Sign::Scheme => found.extend(token_after_scheme(text, &at)),
            Sign::Encoder => found.extend(call::encoded_user(text, at.end)),
            Sign::Hmac => found.extend(call::hmac_key(text, at.end)),
            Sign::FunctionKey => found.extend(userinfo::function_key(text, at.end)),
            Sign::Oracle => found.extend(userinfo::password_of_oracle(text, at.end)),
            Sign::Name => {}
        }
        if hit.may_be_name() && at.start >= done {
            let name = pairs::word(text, at);
            done = name.end;
            if let Some((secret, end)) = value_of(text, &name, position) {
                found.extend(secret);
                // A value without quotes contains no further name.
                done = end.max(done);
            }
        }
    }
    found
}

/// `found` in the order of the file without overlaps: of those that share bytes the one with more evidence stays. `key` gives the bytes, the
/// risk and the kind.
pub(super) fn without_overlaps<T>(mut found: Vec<T>, key: impl Fn(&T) -> (Span, Risk, SecretKind)) -> Vec<T> {
    found.sort_by_key(|secret| {
        let (span, _, kind) = key(secret);
        (span.start, span.end, std::cmp::Reverse(kind))
    });
    // Of two of the same kind the longer one has more evidence.
    let evidence = |secret: &T| {
        let (span, risk, kind) = key(secret);
        let kind = if let SecretKind::Vendor(_) = kind { SecretKind::Vendor(0) } else { kind };
        (risk, kind, span.len())
    };
    let mut settled: Vec<T> = Vec::with_capacity(found.len());
    for secret in found {
        match settled.last_mut().filter(|last| key(last).0.end > key(&secret).0.start) {
            Some(last) if evidence(&secret) > evidence(last) => *last = secret,
            Some(_) => {}
            None => settled.push(secret),
        }
    }
    settled
}

fn settled(found: Vec<TextSecret>) -> Vec<TextSecret> {
    without_overlaps(found, |secret| (secret.range.clone().into(), secret.risk, secret.kind))
}

/// A credential in a value that begins at `start` of the text.
pub(super) fn in_text(found: ValueMatch, start: usize, field: &str) -> TextSecret {
    let ValueMatch { range, kind, risk, evidence } = found.shifted(start);
    TextSecret { range, kind, risk, evidence, field: field.to_owned() }
}

/// The credential in the field `name`, and the offset where the search for names goes on. None when the field holds no credential.
fn value_of(text: &str, name: &Range<usize>, position: Position) -> Option<(Option<TextSecret>, usize)> {
    let is_lines = position == Position::Header;
    let pair = pairs::pair(text, name, is_lines)?;
    let field = &text[pair.name.clone()];
    let class = field_class(field.trim_matches(['-', '_', '.', '$']));
    let (start, end) = (pair.value.start, pair.value.end);
    let before = text[..name.start].chars().next_back();
    let is_in_literal = before.is_some_and(|character| matches!(character, '"' | '\'' | '`' | '?' | '&'));
    let is_bare = pair.notation == Notation::Bare;
    let written = text.get(pair.value.clone())?;
    // `$password: String!` and `password: $password` of GraphQL name variables.
    let is_variable = is_bare && (before == Some('$') || field.len() < name.len() || written.starts_with('$'));
    // In a body a key of any kind is a credential when its value is random.
    let is_key = class == FieldClass::Other
        && pair.notation == Notation::Quoted
        && position == Position::Body
        && is_random(written)
        && is_key_name(field);
    let class = if is_key { FieldClass::Token } else { class };
    if class == FieldClass::Other || is_variable {
        return None;
    }
    // A quoted key has an expression behind it too: `'password': encode(x)`.
    let is_quoted_key = is_in_literal && is_bare && is_quoted_name(text, name, start);
    let is_whole_line = is_bare && is_own_line(text, name.start, end);
    let is_comment = position.is_program() && is_whole_line && is_in_comment(text, name.start);
    let is_expression = is_bare && position.is_program() && (!is_in_literal || is_quoted_key) && !is_comment;
    if is_expression {
        // `read('token') || 'abc'`, `'Bearer ' + 'abc'`
        let found = cursor::literals(text, start).find_map(|literal| {
            let found = check_escaped(class, text.get(literal.clone())?)?;
            (found.evidence == Evidence::SlotAndShape).then(|| in_text(found, literal.start, field))
        });
        return Some((found, start));
    }
    let is_joined = pair.notation != Notation::Bare && position.is_program();
    if let Some(joined) = is_joined.then(|| Joined::of(text, &pair.value)).flatten() {
        let found = check_escaped(class, &joined.value);
        let found = found.filter(|found| found.evidence == Evidence::SlotAndShape);
        return Some((
            found.map(|found| in_text(ValueMatch { range: joined.in_text(&found.range), ..found }, 0, field)),
            start,
        ));
    }
    if is_computed(text, written, end) {
        return None;
    }
    let behind = if pair.notation == Notation::Bare { end } else { start };
    // In `Authorization: Token abc` without quotes the token is the next word.
    let found = if pair.notation == Notation::Bare
        && !is_lines
        && field_value::is_scheme(written)
        && text[end..].starts_with(' ')
    {
        let from = end + 1;
        let to = text.floor_char_boundary(cursor::token_end(text.as_bytes(), from));
        field_value::check_after_scheme(text.get(from..to)?).map(|found| found.shifted(from - start))
    } else {
        check_escaped(class, written)
    };
    // `'' || 'abc'`
    let found = found.or_else(|| {
        let other = alternative(text, end)?;
        check_escaped(class, text.get(other.clone())?).map(|found| found.shifted(other.start).back(start))
    });
    let Some(found) = found else { return Some((None, behind)) };
    // Quotes, tags and the position prove that a word is a password and no part of a sentence.
    let is_password = found.evidence == Evidence::Slot && found.kind != SecretKind::Session;
    let is_proven = match pair.notation {
        Notation::Quoted | Notation::Element => true,
        // After a verb most words describe the credential.
        Notation::Sentence => !is_password || is_in_quotes(text, start) && has_digit(written),
        Notation::Argument => is_setter_call(text, name.start) || !is_password,
        Notation::Bare => {
            !is_password
                || is_lines
                || is_in_literal
                || before == Some(';')
                || is_whole_line && has_digit(written)
                || matches!(position, Position::Body | Position::Url | Position::Form)
        }
    };
    // A link in a response is for one use.
    let is_link = position == Position::SavedExample && matches!(before, Some('?' | '&'));
    // A signed URL works for everybody who has it, and a variable keeps it.
    let is_signed_url = found.kind == SecretKind::Session
        && matches!(position, Position::Environment | Position::Variable)
        && matches!(before, Some('?' | '&'));
    let (kind, risk) = match found {
        _ if is_link => (SecretKind::Session, Risk::Low),
        _ if is_signed_url => (SecretKind::Named, Risk::Medium),
        _ => (found.kind, found.risk),
    };
    let found = ValueMatch { kind, risk, ..found };
    Some((is_proven.then(|| in_text(found, start, field)), behind))
}

/// Whether `text` has the quote of a quoted key and a colon between `name` and the value at `start`.
fn is_quoted_name(text: &str, name: &Range<usize>, start: usize) -> bool {
    text.get(name.end..start).is_some_and(|between| between.contains(['"', '\'']) && between.contains(':'))
        && !text[start..].starts_with(|first: char| first.is_ascii_digit())
}

/// Whether the pair from `start` to `end` has a line of its own, perhaps behind the mark of a list or a comment.
fn is_own_line(text: &str, start: usize, end: usize) -> bool {
    let is_mark = |byte: u8| byte.is_ascii_digit() || b" \t*-+#/.)>_\r".contains(&byte);
    let Some(before) = mark_before(text, start) else { return false };
    let behind = &text.as_bytes()[end..text.len().min(end + LONGEST_MARK)];
    let behind = behind.split(|byte| *byte == b'\n').next().unwrap_or_default();
    before.bytes().all(is_mark) && behind.len() < LONGEST_MARK && behind.iter().all(|byte| b" \r*_/".contains(byte))
}

/// Whether the line before `start` begins with the sign of a comment.
fn is_in_comment(text: &str, start: usize) -> bool {
    let is_sign = |before: &str| ["//", "/*", "*"].iter().any(|sign| before.trim_start().starts_with(sign));
    mark_before(text, start).is_some_and(is_sign)
}

/// The line before `start`. None when it is longer than a mark: a long line is not searched for its beginning again and again.
fn mark_before(text: &str, start: usize) -> Option<&str> {
    let from = text.ceil_char_boundary(start.saturating_sub(LONGEST_MARK));
    match text[from..start].rsplit_once('\n') {
        Some((_, line)) => Some(line),
        None => (from == 0).then(|| &text[..start]),
    }
}

/// The literal behind `||` or `??` that follows the literal ending at `end`.
fn alternative(text: &str, end: usize) -> Option<Range<usize>> {
    let behind = text[end..].trim_start_matches(['"', '\'', '`']).trim_start();
    let is_either = behind.len() < text.len() - end && (behind.starts_with("||") || behind.starts_with("??"));
    is_either.then(|| cursor::literals(text, text.len() - behind.len() + 2).next()).flatten()
}

fn is_in_quotes(text: &str, start: usize) -> bool {
    text[..start].ends_with(['"', '\'', '`'])
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a program computes the value from parts.
fn is_computed(text: &str, value: &str, end: usize) -> bool {
    let behind = text[end..].trim_start_matches(['\\', '"', '\'']);
    ["${", "\" +", "' +"].iter().any(|sign| value.contains(sign))
        || behind.len() < text.len() - end && behind.starts_with(" + ")
}

/// The credential in a value that may contain JSON's escapes. Its range counts the bytes as written.
fn check_escaped(class: FieldClass, written: &str) -> Option<ValueMatch> {
    if !written.contains('\\') {
        return check_value(class, written);
    }
    let clean = unescape(&written.replace("\\\n", ""), Escapes::Program);
    let found = check_value(class, &clean)?;
    let start = if written.starts_with(&clean[..found.range.start]) { found.range.start } else { 0 };
    let behind = clean.len() - found.range.end;
    let end = if written.ends_with(&clean[found.range.end..]) { written.len() - behind } else { written.len() };
    Some(ValueMatch { range: start..end.max(start), ..found })
}

/// Whether the call whose first argument begins before `at` stores something.
fn is_setter_call(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(40));
    let before = text[from..at].trim_end_matches(['"', '\'', '`', '\\', ' ']);
    let Some(before) = before.strip_suffix('(') else { return false };
    let name = before
        .rsplit(|character: char| !character.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    ["set", "append", "add", "upsert", "put"].iter().any(|word| name.contains(word))
}

fn token_after_scheme(text: &str, at: &Range<usize>) -> Option<TextSecret> {
    let bytes = text.as_bytes();
    if at.start > 0 && bytes[at.start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let skip = bytes[at.end..].iter().take_while(|byte| **byte == b' ').count();
    let start = at.end + skip;
    let end = text.floor_char_boundary(cursor::token_end(bytes, start));
    let value = text.get(start..end)?;
    let is_basic = text[at.clone()].eq_ignore_ascii_case("basic ");
    let found = if is_basic { field_value::check_basic(value) } else { field_value::check_after_scheme(value) }?;
    // The next word of a sentence is no credential.
    let is_proven =
        found.evidence == Evidence::SlotAndShape || is_basic || value.bytes().any(|byte| byte.is_ascii_digit());
    let field = if is_basic { "basic credentials" } else { "access token" };
    (is_proven && jwt::token(text, start).is_none()).then(|| in_text(found, start, field))
}

fn web_token(text: &str, start: usize) -> Option<TextSecret> {
    // The keyword search ignores case.
    if !text[start..].starts_with("eyJ") {
        return None;
    }
    let range = jwt::token(text, start)?;
    let is_sample = jwt::is_sample(&text[range.clone()]) || is_published(&text[range.clone()]);
    (!is_sample).then(|| TextSecret {
        range,
        kind: SecretKind::Jwt,
        risk: Risk::High,
        evidence: Evidence::Format,
        field: String::new(),
    })
}

/// JSON in base64 with a credential in it. The whole of it is reported, because no part of it can be replaced.
fn encoded_json(text: &str, start: usize, position: Position) -> Option<TextSecret> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    if start.checked_sub(1).is_some_and(|before| is_base64(&text.as_bytes()[before])) {
        return None;
    }
    let length = text.as_bytes()[start..].iter().take(LONGEST_BASE64).take_while(|byte| is_base64(byte)).count();
    if length < 24 {
        return None;
    }
    let inner = decode_base64_text(&text[start..start + length]).filter(|inner| inner.starts_with('{'))?;
    // One level is enough: nobody encodes twice.
    let (tokens, hits): (Vec<Hit>, Vec<Hit>) = hits(&inner).into_iter().partition(|hit| hit.sign() == Sign::Encoded);
    let tokens = tokens.iter().filter_map(|hit| web_token(&inner, hit.start as usize));
    let found = secrets_at(&inner, &hits, 0, position).into_iter().chain(tokens);
    let worst = found.filter(|found| found.risk > Risk::Low).max_by_key(|found| found.risk)?;
    Some(TextSecret { range: start..start + length, kind: SecretKind::Named, evidence: Evidence::Decoded, ..worst })
}

/// The PEM block (RFC 7468) of a private key, also of PGP and OpenSSH; its line ends may be escapes.
fn private_key(text: &str, start: usize) -> Option<TextSecret> {
    let window = &text[start..text.floor_char_boundary(text.len().min(start + LONGEST_PEM))];
    let head = window.get(5..)?;
    let title = &head[..head.find("-----")?];
    if title.len() > 40 || !title.contains("PRIVATE KEY") {
        return None;
    }
    let from = 5 + title.len() + 5;
    let close = from + window.get(from..)?.find("-----END")?;
    let end = close + 8 + window.get(close + 8..)?.find("-----")? + 5;
    let characters = window[from..close].bytes().filter(u8::is_ascii_alphanumeric).count();
    let is_empty = characters < 40
        || is_placeholder(window[from..close].trim_matches(|character: char| !character.is_ascii_alphanumeric()));
    (!is_empty).then(|| TextSecret {
        range: start..start + end,
        kind: SecretKind::PrivateKey,
        risk: Risk::High,
        evidence: Evidence::Format,
        field: String::new(),
    })
}

fn vendor_token(text: &str, beginning: usize, start: usize) -> Option<TextSecret> {
    let (pattern, range) = vendor::token(text, beginning, start)?;
    let value = text.get(range.clone())?;
    // The scope of a signature contains the id of the key, which signs nothing.
    let is_scope = ["/2", "%2F2"].iter().any(|sign| text[range.end..].starts_with(sign));
    let (kind, risk) =
        if is_scope { (SecretKind::Session, Risk::Low) } else { (SecretKind::Vendor(pattern), Risk::High) };
    let is_sample = is_published(value) || is_masked(value) || is_sequence(value);
    (!is_sample).then(|| TextSecret { range, kind, risk, evidence: Evidence::Vendor, field: String::new() })
}
