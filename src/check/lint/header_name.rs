//! A header name that is none.

use crate::check::facts::Request;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::document::{Kind, quote};
use crate::finding::{Rule, Severity};

/// A header name that is none.
pub const RULE: Definition = Definition {
    id: Rule("lint/header-name"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a header name with blanks or other signs that no header name has",
    why: "Newman and Postman refuse to send the request: `Header name must be a valid HTTP token` (measured with Newman 6.2.2).",
    mend: "Take blanks and the colon out: `--fix` does it at the ends.",
    wrong: &[
        Sample::Request(r#""header": [{"key": "Accept«:»", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "« »Accept", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "X« »Client", "value": "a"}]"#),
        Sample::Request(r#""header": [{"key": "Accept« »", "value": "a"}]"#),
    ],
    right: &[Sample::Request(
        r#""header": [{"key": "X-Client_1", "value": "a"}, {"key": "{{NAME}}", "value": "a"}, {"key": "X Y", "value": "a", "disabled": true}, {"key": "", "value": ""}]"#,
    )],
    judge: Judge::Request(judge),
};

fn judge(request: &Request<'_>, reporter: &mut Reporter<'_>) {
    for header in request.request.headers().iter().filter(|header| !header.disabled) {
        // The headers of one string have no keys of their own.
        let Some(node) = header.node.get("key").filter(|node| node.kind() == Kind::String) else { continue };
        let key = &*header.key;
        if key.contains("{{") || key.is_empty() {
            continue;
        }
        let bare = key.trim_matches(|letter: char| letter.is_whitespace() || letter == ':');
        let is_whole = !bare.is_empty() && bare.bytes().all(is_token);
        let wrong =
            if key.starts_with(bare) || !is_whole { key.bytes().position(|byte| !is_token(byte)) } else { Some(0) };
        let Some(start) = wrong else { continue };
        let start = key.floor_char_boundary(start);
        let length: usize = key[start..]
            .chars()
            .take_while(|letter| !letter.is_ascii() || !is_token(*letter as u8))
            .map(char::len_utf8)
            .sum();
        let report = reporter.part(node, start..start + length, "no header name has this sign in it");
        if is_whole {
            report.help("take it out").fix(node, quote(bare));
        } else {
            report.help("a header name is made of letters, digits and signs such as `-`");
        }
    }
}

/// A byte of a token (RFC 9110, section 5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}
