//! The rule `lint/missing-response`: a request that lacks `response`.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::text::Span;

/// A request that lacks `response`.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-response"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a request that lacks `response`",
    why: "The app always writes it, and leaves it empty if no example is saved. So the next export changes every request.",
    fix: "Add `\"response\": []`. `--fix` does it. Each collection gets one finding, at the first such request.",
    wrong: &[
        Sample::Item(r#"«{"name": "Me", "request": {"url": "{{BASE}}/me"}}»"#),
        Sample::Collection(
            r#""item": [«{"name": "Me", "request": {"url": "{{BASE}}/me"}}», {"name": "F", "item": [{"name": "You", "request": {"url": "{{BASE}}/you"}}]}]"#,
        ),
    ],
    right: &[
        Sample::Item(r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": []}"#),
        Sample::Item(r#"{"name": "Folder", "item": []}"#),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let items: Vec<_> = collection.requests().map(|request| request.item.node()).collect();
    let missing: Vec<_> = items.into_iter().filter(|item| item.get("response").is_none()).collect();
    let Some(first) = missing.first() else { return };
    let mut report = reporter
        .at(*first, "request has no `response`, which the app always writes")
        .help("add `\"response\": []`")
        .more(missing.len() - 1);
    for (span, text) in missing.into_iter().filter_map(insertion) {
        report = report.edit(span, text);
    }
}

/// The edit that adds `response` at the end of `item`, with the whitespace that the file has between members.
fn insertion(item: NodeRef<'_>) -> Option<(Span, String)> {
    let (key, last) = item.members().last()?;
    let before = &item.document().text()[..key.span().start];
    let separator = &before[before.trim_end().len()..];
    Some((Span::at(last.span().end), format!(",{separator}\"response\": []")))
}
