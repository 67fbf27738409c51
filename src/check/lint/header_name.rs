//! The rule `lint/header-name`: a header name with a character that is not allowed.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, quote};
use crate::finding::{RuleId, Severity};
use crate::text::references;
use std::ops::Range;

/// A header name with a character that is not allowed.
pub const RULE: Rule = Rule {
    id: RuleId("lint/header-name"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a header name with a space or another character that is not allowed",
    why: "Newman and Postman refuse to send the request: `Header name must be a valid HTTP token` (measured with Newman 6.2.2). They leave out a header without a name: that is a warning.",
    fix: "Remove the character. `--fix` removes whitespace and colons at the beginning and the end.",
    wrong: &[
        Sample::Request(r#""header": [{"key": "Accept«:»", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "« »Accept", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "X« »Client", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "Accept« »", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "X« »{{CLIENT}}", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "{{CLIENT}}« »", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": «""», "value": "a"}]"#),
    ],
    right: &[Sample::Request(
        r#""header": [{"key": "X-Client_1", "value": "a"}, {"key": "X-{{NAME}}", "value": "a"}, {"key": "{{a name}}", "value": "a"}, {"key": "", "value": "a", "disabled": true}, {"key": "X Y", "value": "a", "disabled": true}, {"key": "", "value": ""}]"#,
    )],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    for header in request.headers().iter().filter(|header| !header.disabled) {
        // Headers that are written as one string have no key nodes.
        let Some(node) = header.node.get("key").filter(|node| node.kind() == Kind::String) else { continue };
        let key = &*header.key;
        if key.is_empty() {
            if !header.value.trim().is_empty() {
                let report = reporter.at(node, "header has a value but no name, so it is not sent");
                report.help("write its name, or remove the header").severity(Severity::Warning);
            }
            continue;
        }
        let Some(range) = forbidden_characters(key) else { continue };
        let (start, end) = (range.start, range.end);
        let what = match &key[range.clone()] {
            found if !found.trim().is_empty() => "contains a character that is not allowed",
            _ if start == 0 => "begins with whitespace",
            _ if end == key.len() => "ends with whitespace",
            _ => "contains whitespace",
        };
        let is_whitespace = key[range.clone()].trim().is_empty();
        let report = reporter.part(node, range, format!("header name {what}"));
        let trimmed = key.trim_matches(|character: char| character.is_whitespace() || character == ':');
        if !trimmed.is_empty() && forbidden_characters(trimmed).is_none() {
            report
                .help(if is_whitespace { "remove the whitespace" } else { "remove the character" })
                .fix(node, quote(trimmed));
        } else {
            report.help("use only letters, digits and characters such as `-`");
        }
    }
}

/// The first run of characters that are not allowed in a header name. Variables (`X-{{NAME}}`) are skipped: their values are unknown here.
fn forbidden_characters(key: &str) -> Option<Range<usize>> {
    let variables: Vec<_> = references(key).map(|reference| reference.range).collect();
    let is_forbidden = |at: usize, character: char| {
        let is_allowed = u8::try_from(character).is_ok_and(is_token);
        let next = variables.partition_point(|variable| variable.end <= at);
        !is_allowed && !variables.get(next).is_some_and(|variable| variable.contains(&at))
    };
    let (start, _) = key.char_indices().find(|(at, character)| is_forbidden(*at, *character))?;
    let forbidden = key[start..].char_indices().take_while(|(at, character)| is_forbidden(start + at, *character));
    Some(start..start + forbidden.map(|(_, character)| character.len_utf8()).sum::<usize>())
}

/// Whether `byte` may occur in a token (RFC 9110, section 5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}
