//! What stands in a text: pairs of names and values, schemes, URLs with a password, private keys, tokens of vendors.

use super::base64::decode_text;
use super::keyword::{Hit, Sign, hits};
use super::name::{Class, class};
use super::named::{self, Found};
use super::pairs::{self, Form};
use super::placeholder::{is_masked, is_placeholder, is_sequence};
use super::position::Position;
use super::sample::is_sample;
use super::strength::Strength;
use super::{Kind, cursor, jwt, userinfo, vendor};
use std::ops::Range;

/// Longest armour of a private key.
const ARMOUR: usize = 1 << 14;

/// Longest base64 that is decoded.
const ENCODED: usize = 1 << 14;

/// A credential in a text.
pub(super) struct InText {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    pub(super) strength: Strength,
    /// The name that it was found by; empty when none.
    pub(super) field: String,
}

/// What stands at `hits` of `text`, which count from `base`. `is_lines` tells a list of header lines.
pub(super) fn scan(text: &str, hits: &[Hit], base: usize, position: Position, is_lines: bool) -> Vec<InText> {
    let mut found = Vec::new();
    let mut done = 0;
    for hit in hits {
        let at = hit.start as usize - base..hit.end as usize - base;
        match hit.sign() {
            Sign::Vendor(beginning) => found.extend(vendor_token(text, beginning, at.start)),
            Sign::Encoded => found.extend(web_token(text, at.start).or_else(|| encoded(text, at.start, position))),
            Sign::PrivateKey => found.extend(private_key(text, at.start)),
            Sign::Url => found.extend(userinfo::password_of_url(text, at.end)),
            Sign::User => found.extend(userinfo::password_of_user(text, &at)),
            Sign::Scheme => found.extend(behind_scheme(text, &at)),
            Sign::Name => {}
        }
        if hit.may_be_name() && at.start >= done {
            let name = pairs::word(text, at);
            done = name.end;
            if let Some((in_text, end)) = value_of(text, &name, position, is_lines) {
                found.extend(in_text);
                // No name stands in a value without quotes.
                done = end.max(done);
            }
        }
    }
    found
}

/// What the field `name` holds, and up to where nothing else is to be looked for; none when it is no field of a credential.
fn value_of(text: &str, name: &Range<usize>, position: Position, is_lines: bool) -> Option<(Option<InText>, usize)> {
    let pair = pairs::pair(text, name, is_lines)?;
    let field = &text[pair.name.clone()];
    let class = class(field.trim_matches(['-', '_', '.', '$']));
    let (start, end) = (pair.value.start, pair.value.end);
    let before = text[..name.start].chars().next_back();
    let is_in_text = before.is_some_and(|letter| matches!(letter, '"' | '\'' | '`' | '?' | '&'));
    let is_expression = pair.form == Form::Bare && position.is_program() && !is_in_text;
    let written = text.get(pair.value.clone())?;
    // `$password: String!` and `password: $password` of GraphQL name variables.
    let is_variable =
        pair.form == Form::Bare && (before == Some('$') || field.len() < name.len() || written.starts_with('$'));
    if class == Class::Other || is_variable {
        return None;
    }
    if is_expression {
        // `read('token') || 'abc'`, `'Bearer ' + 'abc'`
        let found = cursor::literals(text, start).find_map(|literal| {
            let found = judge_written(class, text.get(literal.clone())?)?;
            (found.strength == Strength::Strong).then(|| found.shifted(literal.start))
        });
        let in_text = found.map(|found| InText {
            range: found.range,
            kind: found.kind,
            strength: found.strength,
            field: field.to_owned(),
        });
        return Some((in_text, start));
    }
    if is_put_together(text, written, end) {
        return None;
    }
    let behind = if pair.form == Form::Bare { end } else { start };
    // `Authorization: Token abc` without quotes: the token is the next word.
    let found = if pair.form == Form::Bare && !is_lines && named::is_scheme(written) && text[end..].starts_with(' ') {
        let from = end + 1;
        let to = text.floor_char_boundary(cursor::token_end(text.as_bytes(), from));
        named::of_scheme(text.get(from..to)?).map(|found| found.shifted(from - start))
    } else {
        judge_written(class, written)
    };
    let Some(found) = found else { return Some((None, behind)) };
    // What people think up is told from other words by its quotes or tags, and by the form that asks for it.
    let is_weak = found.strength == Strength::Weak;
    let is_told = match pair.form {
        Form::Quoted | Form::Element => true,
        Form::Argument => sets(text, name.start) || !is_weak,
        Form::Bare => {
            !is_weak || is_lines || is_in_text || matches!(position, Position::Body | Position::Url | Position::Form)
        }
    };
    // A link of an answer is used once.
    let is_link = position == Position::Answer && matches!(before, Some('?' | '&'));
    let (kind, strength) = if is_link { (Kind::Session, Strength::Ephemeral) } else { (found.kind, found.strength) };
    let range = start + found.range.start..start + found.range.end;
    Some((is_told.then(|| InText { range, kind, strength, field: field.to_owned() }), behind))
}

/// Whether the value is made of parts when a program runs.
fn is_put_together(text: &str, value: &str, end: usize) -> bool {
    let behind = text[end..].trim_start_matches(['\\', '"', '\'']);
    ["${", "\" +", "' +"].iter().any(|sign| value.contains(sign))
        || behind.len() < text.len() - end && behind.starts_with(" + ")
}

/// Judges a value with JSON's escapes in it; the place is that of what is written.
fn judge_written(class: Class, written: &str) -> Option<Found> {
    if !written.contains('\\') {
        return named::judge(class, written);
    }
    let clean = unescaped(written);
    let found = named::judge(class, &clean)?;
    let start = if written.starts_with(&clean[..found.range.start]) { found.range.start } else { 0 };
    let behind = clean.len() - found.range.end;
    let end = if written.ends_with(&clean[found.range.end..]) { written.len() - behind } else { written.len() };
    Some(Found { range: start..end.max(start), ..found })
}

/// Without backslashes, whatever they stand before.
fn unescaped(written: &str) -> String {
    let mut letters = written.chars();
    let mut clean = String::with_capacity(written.len());
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            clean.push(letter);
            continue;
        }
        match letters.clone().next() {
            Some('n' | 'r' | 't') => {
                letters.next();
                clean.push('\n');
            }
            Some('\\') | None => {}
            Some(other) => {
                letters.next();
                clean.push(other);
            }
        }
    }
    clean
}

/// Whether the call whose first argument begins before `at` sets something.
fn sets(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(40));
    let before = text[from..at].trim_end_matches(['"', '\'', '`', '\\', ' ']);
    let Some(before) = before.strip_suffix('(') else { return false };
    let name =
        before.rsplit(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    ["set", "append", "add", "upsert", "put"].iter().any(|word| name.contains(word))
}

fn behind_scheme(text: &str, at: &Range<usize>) -> Option<InText> {
    let bytes = text.as_bytes();
    if at.start > 0 && bytes[at.start - 1].is_ascii_alphanumeric() {
        return None;
    }
    let skip = bytes[at.end..].iter().take_while(|byte| **byte == b' ').count();
    let start = at.end + skip;
    let end = text.floor_char_boundary(cursor::token_end(bytes, start));
    let value = text.get(start..end)?;
    let is_basic = text[at.clone()].eq_ignore_ascii_case("basic ");
    let found = if is_basic { named::basic(value) } else { named::of_scheme(value) }?;
    // Words of a sentence stand there as well.
    let is_told = found.strength == Strength::Strong || is_basic || value.bytes().any(|byte| byte.is_ascii_digit());
    let field = if is_basic { "basic credentials" } else { "access token" };
    let range = start + found.range.start..start + found.range.end;
    (is_told && jwt::token(text, start).is_none()).then(|| InText {
        range,
        kind: found.kind,
        strength: found.strength,
        field: field.to_owned(),
    })
}

fn web_token(text: &str, start: usize) -> Option<InText> {
    // The search takes capitals for small letters.
    if !text[start..].starts_with("eyJ") {
        return None;
    }
    let range = jwt::token(text, start)?;
    let is_shown = jwt::is_sample(&text[range.clone()]) || is_sample(&text[range.clone()]);
    (!is_shown).then(|| InText { range, kind: Kind::Jwt, strength: Strength::Strong, field: String::new() })
}

/// JSON in base64 that holds a credential: the whole of it, as no part of it can be taken out.
fn encoded(text: &str, start: usize, position: Position) -> Option<InText> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    if start.checked_sub(1).is_some_and(|before| is_letter(&text.as_bytes()[before])) {
        return None;
    }
    let length = text.as_bytes()[start..].iter().take(ENCODED).take_while(|byte| is_letter(byte)).count();
    if length < 24 {
        return None;
    }
    let inner = decode_text(&text[start..start + length]).filter(|inner| inner.starts_with('{'))?;
    // No deeper than that: what is encoded twice is nobody's form.
    let (tokens, hits): (Vec<Hit>, Vec<Hit>) = hits(&inner).into_iter().partition(|hit| hit.sign() == Sign::Encoded);
    let tokens = tokens.iter().filter_map(|hit| web_token(&inner, hit.start as usize));
    let found = scan(&inner, &hits, 0, position, false).into_iter().chain(tokens);
    let worst = found.filter(|found| found.strength > Strength::Ephemeral).max_by_key(|found| found.strength)?;
    Some(InText { range: start..start + length, kind: Kind::Named, ..worst })
}

/// A key in PEM's armour (RFC 7468), PGP's or OpenSSH's; its line ends may be escapes.
fn private_key(text: &str, start: usize) -> Option<InText> {
    let window = &text[start..text.floor_char_boundary(text.len().min(start + ARMOUR))];
    let head = window.get(5..)?;
    let title = &head[..head.find("-----")?];
    if title.len() > 40 || !title.contains("PRIVATE KEY") {
        return None;
    }
    let from = 5 + title.len() + 5;
    let close = from + window.get(from..)?.find("-----END")?;
    let end = close + 8 + window.get(close + 8..)?.find("-----")? + 5;
    let letters = window[from..close].bytes().filter(u8::is_ascii_alphanumeric).count();
    let is_empty = letters < 40
        || is_placeholder(window[from..close].trim_matches(|letter: char| !letter.is_ascii_alphanumeric()));
    (!is_empty).then(|| InText {
        range: start..start + end,
        kind: Kind::PrivateKey,
        strength: Strength::Strong,
        field: String::new(),
    })
}

fn vendor_token(text: &str, beginning: usize, start: usize) -> Option<InText> {
    let (rule, range) = vendor::token(text, beginning, start)?;
    let value = text.get(range.clone())?;
    // The scope of a signature names the key's id, which signs nothing.
    let is_scope = ["/2", "%2F2"].iter().any(|sign| text[range.end..].starts_with(sign));
    let (kind, strength) =
        if is_scope { (Kind::Session, Strength::Ephemeral) } else { (Kind::Vendor(rule), Strength::Strong) };
    let is_shown = is_sample(value) || is_masked(value) || is_sequence(value);
    (!is_shown).then(|| InText { range, kind, strength, field: String::new() })
}
