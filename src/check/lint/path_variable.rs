//! Path variables that do not fit the path.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Kind;
use crate::finding::{RuleId, Severity};
use crate::postman::{Url, Variable};
use std::collections::HashMap;

/// Path variables that do not fit the path.
pub const RULE: Rule = Rule {
    id: RuleId("lint/path-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a path variable without an entry or with two, or an entry without a path variable",
    why: "A `:name` that has no entry is sent as it stands; an entry that no segment names is never used; of two for one name the last counts (measured with Newman 6.2.2). One with an empty value is a note: it is mostly left for whoever sends the request.",
    fix: "Add the entry to `url.variable`, or take it out.",
    wrong: &[
        Sample::Request(r#""url": {"raw": "{{BASE}}/users/:id", "host": ["{{BASE}}"], "path": ["users", «":id"»]}"#),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/users", "host": ["{{BASE}}"], "path": ["users"], "variable": [«{"key": "id", "value": "1"}»]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/users/:id", "host": ["{{BASE}}"], "path": ["users", ":id"], "variable": [{"key": "id", "value": «""»}]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/users/:id", "host": ["{{BASE}}"], "path": ["users", ":id"], "variable": [{"key": "id", "value": "1"}, «{"key": "id", "value": "2"}»]}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/users/:id", "host": ["{{BASE}}"], "path": ["users", ":id"], "variable": [{"key": "id", "value": "1"}]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/a:b/:/{{c}}", "host": ["{{BASE}}"], "path": ["a:b", ":", "{{c}}"]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/:id.json", "host": ["{{BASE}}"], "path": [":id.json"], "variable": [{"key": "id", "value": "1"}]}"#,
        ),
        Sample::Request(r#""url": "{{BASE}}/users/:id""#),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(url) = request.request.url().map(Url::node) else { return };
    let Some(path) = url.get("path").filter(|path| path.kind() == Kind::Array) else { return };
    let segments: Vec<_> = path.elements().filter_map(|node| Some((node, node.as_str()?))).collect();
    let entries: Vec<_> = Variable::list(url.get("variable")).filter_map(|entry| Some((entry, entry.key()?))).collect();
    for (node, segment) in &segments {
        let Some(name) = named(segment) else { continue };
        if !entries.iter().any(|(_, key)| key == name) {
            reporter
                .at(*node, "this path variable has no entry in `variable`, so it is sent as it stands")
                .help("add an entry with its key and a value");
        }
    }
    let mut seen: HashMap<&str, Variable<'_>> = HashMap::with_capacity(entries.len());
    for (entry, key) in &entries {
        if let Some(first) = seen.insert(key, *entry).filter(|_| !key.is_empty()) {
            let report = reporter.at(entry.node(), "this path variable has an entry above already");
            if first.value() == entry.value() {
                report.help("take one out: both have the same value").severity(Severity::Note);
            } else {
                report.help("the value of the last entry is sent, even when it is switched off: take one out");
            }
            continue;
        }
        let is_used = segments.iter().any(|(_, segment)| named(segment).is_some_and(|name| name == key));
        if !is_used && !key.is_empty() {
            reporter
                .at(entry.node(), "no segment of the path names this variable")
                .help("take it out, or mend its key");
            continue;
        }
        let value = entry.node().get("value");
        if let Some(value) = value.filter(|value| value.is_null() || value.as_str().is_some_and(|text| text.is_empty()))
        {
            reporter
                .at(value, "this path variable has no value, so its name is sent as it stands")
                .help("write an example, or a variable")
                .severity(Severity::Note);
        }
    }
}

/// The name of a path variable: behind the colon, up to a dot (`:id.json`). A colon elsewhere begins none.
fn named(segment: &str) -> Option<&str> {
    segment.strip_prefix(':')?.split('.').next().filter(|name| !name.is_empty())
}
