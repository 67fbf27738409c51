//! A request without `response`.

use crate::check::facts::Request;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};
use crate::text::Span;

/// A request without `response`.
pub const RULE: Definition = Definition {
    id: Rule("lint/missing-response"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a request without `response`",
    why: "The app always writes it, empty when nothing was saved: without it the next export changes every request.",
    mend: "Add `\"response\": []`. `--fix` does it.",
    wrong: &[Sample::Item(r#"«{"name": "Me", "request": {"url": "{{BASE}}/me"}}»"#)],
    right: &[
        Sample::Item(r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": []}"#),
        Sample::Item(r#"{"name": "Folder", "item": []}"#),
    ],
    judge: Judge::Request(judge),
};

fn judge(request: &Request<'_>, reporter: &mut Reporter<'_>) {
    let item = request.item.node();
    if item.get("response").is_some() {
        return;
    }
    let report = reporter.at(item, "this request has no `response`, which the app always writes");
    let report = report.help("add `\"response\": []`");
    let Some((key, last)) = item.members().last() else { return };
    // Before the last key stands what stands between members in this file.
    let text = item.document().text();
    let before = &text[..key.span().start];
    let blank = &before[before.trim_end().len()..];
    report.edit(Span::at(last.span().end), format!(",{blank}\"response\": []"));
}
