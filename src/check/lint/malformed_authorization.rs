//! An Authorization header that no server reads.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{NodeRef, quote};
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType};
use crate::secret::is_placeholder;
use crate::text::suggest;
use std::ops::Range;

/// The scheme of OAuth (RFC 6750). Case does not count.
const SCHEME: &str = "Bearer";
/// The scheme of user and password (RFC 7617).
const BASIC: &str = "Basic";
/// The signs of base64, in the order of their values.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// An Authorization header that no server reads.
pub const RULE: Rule = Rule {
    id: RuleId("lint/malformed-authorization"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an Authorization value that is not the scheme, one blank and the credential",
    why: "The server takes it for a request without a token and answers 401.",
    fix: "Write `Bearer {{TOKEN}}`, with exactly one blank. Behind `Basic` stands the base64 of `user:password`: an auth block of the type `basic` makes it.",
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
    for header in collection.requests().flat_map(|request| request.request.headers()) {
        let is_authorization = !header.disabled && header.key.trim().eq_ignore_ascii_case("authorization");
        if let Some(node) = header.node.get("value").filter(|_| is_authorization) {
            value(node, reporter);
        }
    }
    let requests = collection.requests().map(|request| request.request.node());
    for auth in collection.owners().chain(requests).filter_map(Auth::of) {
        if auth.auth_type() == Some(AuthType::Bearer) {
            auth.parameter("token").into_iter().for_each(|token| of_block(token, reporter));
        }
    }
}

/// The token of a bearer block, before which the block writes the scheme.
fn of_block(token: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    if let Some(text) = token.as_str()
        && let Some(rest) = strip_scheme(&text)
    {
        let range = 0..text.len() - rest.trim_start().len();
        let report = reporter.part(
            token,
            range,
            "the scheme is written before this token by the block itself, so it is sent twice",
        );
        report.help("write the token alone").fix(token, quote(rest.trim()));
    }
}

/// What stands behind `Bearer`, where nothing but blanks or a colon follows it.
fn strip_scheme(text: &str) -> Option<&str> {
    let rest =
        text.get(..SCHEME.len()).filter(|start| start.eq_ignore_ascii_case(SCHEME)).map(|_| &text[SCHEME.len()..])?;
    rest.starts_with([' ', '\t']).then_some(rest)
}

fn value(node: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    let Some(text) = node.as_str().filter(|text| !text.trim().is_empty()) else { return };
    let Some((range, wrong, cure)) = fault(&text) else { return };
    let is_basic = text.get(..BASIC.len()).is_some_and(|start| start.eq_ignore_ascii_case(BASIC));
    let help = if is_basic {
        "use an auth block of the type `basic`, which encodes user and password, or a variable"
    } else {
        "write `Bearer`, one blank and the token"
    };
    let report = reporter.part(node, range, wrong).help(help);
    if let Some(cure) = cure {
        report.fix(node, quote(&cure));
    }
}

/// Where the value is wrong, what is wrong there, and what it was meant to be when that is clear.
fn fault(text: &str) -> Option<(Range<usize>, &'static str, Option<String>)> {
    let start = text.get(..SCHEME.len()).filter(|start| start.eq_ignore_ascii_case(SCHEME));
    let Some(scheme) = start else { return basic_fault(text).or_else(|| other_fault(text)) };
    let rest = &text[SCHEME.len()..];
    let token = rest.trim_start_matches([' ', '\t', ':']);
    let gap = rest.len() - token.len();
    let begin = SCHEME.len();
    let bare = token.trim_end();
    if bare.is_empty() {
        return Some((0..text.trim_end().len().max(begin), "this header has no token", None));
    }
    let cure = Some(format!("{scheme} {bare}"));
    if gap == 0 {
        // A scheme of its own may begin so.
        let is_word = token.starts_with(|letter: char| letter.is_alphanumeric() || letter == '-');
        return (!is_word).then_some((0..text.len(), "there is no blank between the scheme and the token", cure));
    }
    if let Some(colon) = rest[..gap].find(':') {
        return Some((begin + colon..begin + colon + 1, "no colon stands behind the scheme", cure));
    }
    if gap > 1 || rest.starts_with('\t') {
        return Some((begin..begin + gap, "exactly one blank stands between the scheme and the token", cure));
    }
    if bare.len() < token.len() {
        return Some((begin + gap + bare.len()..text.len(), "there is a blank behind the token", cure));
    }
    if strip_scheme(token).is_some() {
        return Some((begin + gap..text.len(), "the scheme stands here twice", Some(token.trim().to_owned())));
    }
    let quoted = bare.len() > 1
        && [('"', '"'), ('\'', '\'')].iter().any(|(open, close)| bare.starts_with(*open) && bare.ends_with(*close));
    quoted.then(|| {
        (
            begin + gap..text.len(),
            "the token stands in quotes, which are sent as well",
            Some(format!("{scheme} {}", &bare[1..bare.len() - 1])),
        )
    })
}

/// Of `Basic`: what is no base64 of user and password (RFC 7617).
fn basic_fault(text: &str) -> Option<(Range<usize>, &'static str, Option<String>)> {
    let rest =
        text.get(..BASIC.len()).filter(|start| start.eq_ignore_ascii_case(BASIC)).map(|_| &text[BASIC.len()..])?;
    let credential = rest.trim();
    if credential.is_empty() {
        return Some((0..text.trim_end().len(), "this header has no credential", None));
    }
    if !rest.starts_with([' ', '\t'])
        || is_placeholder(credential)
        || decode(credential).is_some_and(|it| it.contains(&b':'))
    {
        return None;
    }
    let start = text.len() - rest.trim_start().len();
    Some((start..start + credential.len(), "this is no base64 of user and password with a colon between", None))
}

/// What base64 stands for; none when it is none. Padding may be missing.
fn decode(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    if bare.len() % 4 == 1 || text.len() - bare.len() > 2 {
        return None;
    }
    let (mut bytes, mut bits, mut count) = (Vec::with_capacity(bare.len()), 0_u32, 0);
    for byte in bare.bytes() {
        let value = ALPHABET.iter().position(|letter| *letter == byte)?;
        bits = (bits << 6 | u32::try_from(value).ok()?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// Of a value that does not begin with the scheme: a slip in it, or a JSON web token without it.
fn other_fault(text: &str) -> Option<(Range<usize>, &'static str, Option<String>)> {
    let word = text.split([' ', '\t', '{']).next().unwrap_or_default();
    let is_slip = word.len().abs_diff(SCHEME.len()) <= 1
        && suggest(word, [SCHEME]).is_some()
        && !["basic", "digest", "token", "hawk", "ntlm"].contains(&word.to_lowercase().as_str());
    if is_slip {
        let cure = text[word.len()..].trim();
        return Some((0..word.len(), "no such scheme exists", (!cure.is_empty()).then(|| format!("Bearer {cure}"))));
    }
    let is_token = text.starts_with("eyJ") && text.matches('.').count() == 2 && !text.contains([' ', '{']);
    is_token.then(|| (0..text.len(), "this token has no scheme before it", Some(format!("Bearer {}", text.trim()))))
}
