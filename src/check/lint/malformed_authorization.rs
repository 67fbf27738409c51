//! The rule `lint/malformed-authorization`: an Authorization header that servers cannot read.

use crate::analysis::{Entity, RequestContext};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{NodeRef, quote};
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType};
use crate::secret::is_placeholder;
use crate::text::{references, suggest};
use std::ops::Range;

/// The scheme of OAuth (RFC 6750), compared without case.
const BEARER: &str = "Bearer";
/// The scheme of user and password (RFC 7617).
const BASIC: &str = "Basic";
/// The characters of base64, in the order of their values.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// An Authorization header that servers cannot read.
pub const RULE: Rule = Rule {
    id: RuleId("lint/malformed-authorization"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an Authorization header whose value is not the scheme, one space and the credential",
    why: "The server treats the request as one without a token and answers 401.",
    fix: "Write `Bearer {{TOKEN}}`, with exactly one space. Where several requests of the collection send a token without a scheme, the API may expect that: then it is a note, and `--fix` changes nothing. After `Basic`, the server expects the base64 of `user:password`: an auth block of the type `basic` encodes it.",
    wrong: &[
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer«  »{{TOKEN}}"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "«Bearer{{TOKEN}}»"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer«:» {{TOKEN}}"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer {{TOKEN}}« »"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "«Bearer»"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer «Bearer {{TOKEN}}»"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "«Baerer» {{TOKEN}}"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer «\"{{TOKEN}}\"»"}]"#),
        Sample::Request(r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "«Bearer »{{TOKEN}}"}]}"#),
        Sample::Collection(
            r#""item": [], "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "«Bearer »{{TOKEN}}"}]}"#,
        ),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Basic «user:hunter2»"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "basic «dXNlcg==»"}]"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "«Basic»"}]"#),
    ],
    right: &[
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer {{TOKEN}}"}]"#),
        Sample::Request(
            r#""header": [{"key": "Authorization", "value": "bearer {{TOKEN}}"}, {"key": "authorization", "value": "{{AUTH}}"}, {"key": "Authorization", "value": "Basic {{CREDENTIALS}}"}, {"key": "Authorization", "value": "Basic dXNlcjpodW50ZXIy"}, {"key": "Authorization", "value": "Basic dXNlcjo"}, {"key": "Authorization", "value": "Basic <credentials>"}, {"key": "Authorization", "value": "Token {{KEY}}"}, {"key": "Authorization", "value": ""}, {"key": "Authorization", "value": "Bearer <token>"}, {"key": "X-Other", "value": "Bearer  a"}]"#,
        ),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer  a", "disabled": true}]"#),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let headers = collection.requests().flat_map(RequestContext::headers);
    let headers: Vec<_> =
        headers.filter(|header| !header.disabled && header.key.trim().eq_ignore_ascii_case("authorization")).collect();
    // An API that takes a token without a scheme gets one from several requests.
    let sends_bare_tokens = headers.iter().filter(|header| is_bare_token(&header.value)).count() > 1;
    for node in headers.iter().filter_map(|header| header.node.get("value")) {
        check_header_value(node, sends_bare_tokens, reporter);
    }
    let requests = collection.requests().map(|request| request.request.node());
    for auth in collection.owners().chain(requests).filter_map(Auth::of) {
        if auth.auth_type() == Some(AuthType::Bearer) {
            auth.parameter("token").into_iter().for_each(|token| check_block_token(token, reporter));
        }
    }
}

/// Reports a scheme in the token of a bearer block: the block itself writes the scheme.
fn check_block_token(token: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    if let Some(text) = token.as_str()
        && let Some(rest) = strip_scheme(&text)
    {
        let range = 0..text.len() - rest.trim_start().len();
        let report = reporter.part(
            token,
            range,
            "token of the `bearer` auth block begins with the scheme, which the block writes itself, so it is sent twice",
        );
        report.help("remove the scheme").fix(token, quote(rest.trim()));
    }
}

/// The text after `Bearer`, if a space or tab follows it.
fn strip_scheme(text: &str) -> Option<&str> {
    let rest =
        text.get(..BEARER.len()).filter(|start| start.eq_ignore_ascii_case(BEARER)).map(|_| &text[BEARER.len()..])?;
    rest.starts_with([' ', '\t']).then_some(rest)
}

/// Reports the first mistake in the value of an Authorization header.
fn check_header_value(node: NodeRef<'_>, sends_bare_tokens: bool, reporter: &mut Reporter<'_>) {
    let Some(text) = node.as_str().filter(|text| !text.trim().is_empty()) else { return };
    let Some((range, message, corrected)) = find_mistake(&text) else { return };
    let is_basic = text.get(..BASIC.len()).is_some_and(|start| start.eq_ignore_ascii_case(BASIC));
    let help = if is_basic {
        "use an auth block of the type `basic`, which encodes user and password, or use a variable"
    } else {
        "write `Bearer`, one space and the token"
    };
    let report = reporter.part(node, range, message).help(help);
    if sends_bare_tokens && is_bare_token(&text) {
        report.severity(Severity::Note);
    } else if let Some(corrected) = corrected {
        report.fix(node, quote(&corrected));
    }
}

/// Whether the value is a token without a scheme: a JSON Web Token, or one variable.
fn is_bare_token(value: &str) -> bool {
    let value = value.trim();
    let is_variable = references(value).next().is_some_and(|used| used.range == (0..value.len()));
    is_variable || is_web_token(value)
}

/// Whether the text is a JSON Web Token.
fn is_web_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() == 2 && !text.contains([' ', '{'])
}

/// The range of the first mistake, the message, and the corrected value if only one is possible.
fn find_mistake(text: &str) -> Option<(Range<usize>, &'static str, Option<String>)> {
    let start = text.get(..BEARER.len()).filter(|start| start.eq_ignore_ascii_case(BEARER));
    let Some(scheme) = start else { return find_basic_mistake(text).or_else(|| find_scheme_mistake(text)) };
    let rest = &text[BEARER.len()..];
    let token = rest.trim_start_matches([' ', '\t', ':']);
    let gap = rest.len() - token.len();
    let scheme_end = BEARER.len();
    let bare = token.trim_end();
    if bare.is_empty() {
        return Some((0..text.trim_end().len().max(scheme_end), "Authorization header has no token", None));
    }
    let corrected = Some(format!("{scheme} {bare}"));
    if gap == 0 {
        // The name of another scheme may begin with `Bearer`.
        let is_word = token.starts_with(|character: char| character.is_alphanumeric() || character == '-');
        return (!is_word).then_some((
            0..text.len(),
            "Authorization header has no space between scheme and token",
            corrected,
        ));
    }
    if let Some(colon) = rest[..gap].find(':') {
        return Some((
            scheme_end + colon..scheme_end + colon + 1,
            "Authorization header has a colon after the scheme",
            corrected,
        ));
    }
    if gap > 1 || rest.starts_with('\t') {
        return Some((
            scheme_end..scheme_end + gap,
            "Authorization header has more than one space, or a tab, between scheme and token",
            corrected,
        ));
    }
    if bare.len() < token.len() {
        return Some((
            scheme_end + gap + bare.len()..text.len(),
            "Authorization header has whitespace after the token",
            corrected,
        ));
    }
    if strip_scheme(token).is_some() {
        return Some((
            scheme_end + gap..text.len(),
            "Authorization header has the scheme twice",
            Some(token.trim().to_owned()),
        ));
    }
    let quoted = bare.len() > 1
        && [('"', '"'), ('\'', '\'')].iter().any(|(open, close)| bare.starts_with(*open) && bare.ends_with(*close));
    quoted.then(|| {
        (
            scheme_end + gap..text.len(),
            "token is in quotes, which are sent with it",
            Some(format!("{scheme} {}", &bare[1..bare.len() - 1])),
        )
    })
}

/// The same for `Basic`: a credential that is not the base64 of user and password (RFC 7617).
fn find_basic_mistake(text: &str) -> Option<(Range<usize>, &'static str, Option<String>)> {
    let rest =
        text.get(..BASIC.len()).filter(|start| start.eq_ignore_ascii_case(BASIC)).map(|_| &text[BASIC.len()..])?;
    let credential = rest.trim();
    if credential.is_empty() {
        return Some((0..text.trim_end().len(), "Authorization header has no credential", None));
    }
    if !rest.starts_with([' ', '\t'])
        || is_placeholder(credential)
        || decode_base64(credential).is_some_and(|decoded| decoded.contains(&b':'))
    {
        return None;
    }
    let start = text.len() - rest.trim_start().len();
    Some((start..start + credential.len(), "credential is not the base64 of `user:password`", None))
}

/// The bytes that base64 encodes, or `None` if it is invalid. Padding may be missing.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    if bare.len() % 4 == 1 || text.len() - bare.len() > 2 {
        return None;
    }
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(bare.len()), 0_u32, 0);
    for byte in bare.bytes() {
        let value = ALPHABET.iter().position(|character| *character == byte)?;
        bits = (bits << 6 | u32::try_from(value).ok()?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// The same for a value that begins with neither scheme: a typo in `Bearer`, or a JSON Web Token without a scheme.
fn find_scheme_mistake(text: &str) -> Option<(Range<usize>, &'static str, Option<String>)> {
    let word = text.split([' ', '\t', '{']).next().unwrap_or_default();
    let is_typo = word.len().abs_diff(BEARER.len()) <= 1
        && suggest(word, [BEARER]).is_some()
        && !["basic", "digest", "token", "hawk", "ntlm"].contains(&word.to_lowercase().as_str());
    if is_typo {
        let token = text[word.len()..].trim();
        return Some((
            0..word.len(),
            "Authorization header has an unknown scheme",
            (!token.is_empty()).then(|| format!("Bearer {token}")),
        ));
    }
    is_web_token(text).then(|| {
        (0..text.len(), "Authorization header has a token without a scheme", Some(format!("Bearer {}", text.trim())))
    })
}
