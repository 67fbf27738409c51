//! The rule `lint/header-value`: a header value with a character that cannot be sent.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, quote};
use crate::finding::{RuleId, Severity};
use crate::text::references;
use std::ops::Range;

/// A header value with a character that cannot be sent.
pub const RULE: Rule = Rule {
    id: RuleId("lint/header-value"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a header value that contains a newline, or a character beyond Latin-1",
    why: "Newman refuses to send the request: `Invalid character in header content` (measured with Newman 6.2.2). The newline is usually pasted along with the value, the character with a text: a dash, a curly quote, a letter of another script.",
    fix: "Remove the newline; `--fix` does it at the beginning and the end. Write ASCII, or encode the text as the API expects it.",
    wrong: &[
        Sample::Request(r#""header": [{"key": "X-Client", "value": "a«\n»"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "«\r\n»{{CLIENT}}"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "a«\n»b\nc"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "a «–» b"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "«日本»{{é}}"}]"#),
    ],
    right: &[Sample::Request(
        r#""header": [{"key": "X-Client", "value": "a\tbé{{日本}}"}, {"key": "X-Other", "value": "a\n", "disabled": true}]"#,
    )],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    for header in request.headers().iter().filter(|header| !header.disabled && !header.key.is_empty()) {
        // Headers that are written as one string end at their lines.
        let Some(node) = header.node.get("value").filter(|node| node.kind() == Kind::String) else { continue };
        let is_newline = |character: char| matches!(character, '\r' | '\n');
        let Some(start) = header.value.find(is_newline) else {
            if let Some(range) = beyond_latin_1(&header.value) {
                reporter
                    .part(node, range, "header value contains a character beyond Latin-1, so the request is not sent")
                    .help("write ASCII, or encode the text as the API expects it");
            }
            continue;
        };
        let rest = &header.value[start..];
        let length = rest.len() - rest.trim_start_matches(is_newline).len();
        let report = reporter.part(node, start..start + length, "header value contains a newline");
        let trimmed = header.value.trim_matches(is_newline);
        if trimmed.contains(is_newline) {
            report.help("write the value on one line");
        } else {
            report.help("remove the newline").fix(node, quote(trimmed));
        }
    }
}

/// The first run of characters above U+00FF, those in the names of variables left out.
fn beyond_latin_1(value: &str) -> Option<Range<usize>> {
    if value.is_ascii() {
        return None;
    }
    let names: Vec<_> = references(value).map(|used| used.range).collect();
    let is_beyond =
        |(at, character): &(usize, char)| u32::from(*character) > 0xff && !names.iter().any(|name| name.contains(at));
    let (start, _) = value.char_indices().find(is_beyond)?;
    let run = value[start..].chars().take_while(|character| u32::from(*character) > 0xff);
    Some(start..start + run.map(char::len_utf8).sum::<usize>())
}
