//! A header name that is none.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, quote};
use crate::finding::{RuleId, Severity};
use crate::text::references;
use std::ops::Range;

/// A header name that is none.
pub const RULE: Rule = Rule {
    id: RuleId("lint/header-name"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a header name with blanks or other signs that no header name has",
    why: "Newman and Postman refuse to send the request: `Header name must be a valid HTTP token` (measured with Newman 6.2.2). A header without a name is left out: that is a warning.",
    fix: "Take blanks and the colon out: `--fix` does it at the ends.",
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
    for header in request.request.headers().iter().filter(|header| !header.disabled) {
        // The headers of one string have no keys of their own.
        let Some(node) = header.node.get("key").filter(|node| node.kind() == Kind::String) else { continue };
        let key = &*header.key;
        if key.is_empty() {
            if !header.value.trim().is_empty() {
                let report = reporter.at(node, "this header has no name, so it is not sent");
                report.help("write its name, or take it out").severity(Severity::Warning);
            }
            continue;
        }
        let Some(range) = wrong_signs(key) else { continue };
        let (start, end) = (range.start, range.end);
        let what = match &key[range.clone()] {
            blank if !blank.trim().is_empty() => "this sign in it",
            _ if start == 0 => "a blank at the beginning",
            _ if end == key.len() => "a blank at the end",
            _ => "a blank in it",
        };
        let report = reporter.part(node, range, format!("no header name has {what}"));
        let bare = key.trim_matches(|letter: char| letter.is_whitespace() || letter == ':');
        if !bare.is_empty() && wrong_signs(bare).is_none() {
            report.help("take it out").fix(node, quote(bare));
        } else {
            report.help("a header name is made of letters, digits and signs such as `-`");
        }
    }
}

/// The first signs that no header name has. What variables (`X-{{NAME}}`) bring is nobody's to know.
fn wrong_signs(key: &str) -> Option<Range<usize>> {
    let variables: Vec<_> = references(key).map(|reference| reference.range).collect();
    let is_wrong = |at: usize, letter: char| {
        let is_known = u8::try_from(letter).is_ok_and(is_token);
        !is_known && !variables.iter().any(|variable| variable.contains(&at))
    };
    let (start, _) = key.char_indices().find(|(at, letter)| is_wrong(*at, *letter))?;
    let wrong = key[start..].char_indices().take_while(|(at, letter)| is_wrong(start + at, *letter));
    Some(start..start + wrong.map(|(_, letter)| letter.len_utf8()).sum::<usize>())
}

/// A byte of a token (RFC 9110, section 5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}
