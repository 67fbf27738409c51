//! The rule `lint/path-variable`: path variables that do not match the path.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Kind;
use crate::finding::{RuleId, Severity};
use crate::postman::{Url, Variable};
use std::collections::HashMap;

/// Path variables that do not match the path.
pub const RULE: Rule = Rule {
    id: RuleId("lint/path-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a path variable without exactly one entry in `url.variable`, or an entry without a path variable",
    why: "Postman sends a `:name` without an entry unchanged, never uses an entry that no segment names, and uses the last of two entries with one name (measured with Newman 6.2.2). An entry with an empty value is a note: usually the user fills it in before sending.",
    fix: "Add the missing entry to `url.variable`, or remove the extra one.",
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
        let Some(name) = path_variable_name(segment) else { continue };
        if !entries.iter().any(|(_, key)| key == name) {
            reporter
                .at(*node, "path variable has no entry in `variable`, so it is sent unchanged")
                .help("add an entry with its name as `key` and a value");
        }
    }
    let mut seen: HashMap<&str, Variable<'_>> = HashMap::with_capacity(entries.len());
    for (entry, key) in &entries {
        if let Some(first) = seen.insert(key, *entry).filter(|_| !key.is_empty()) {
            let report = reporter.at(entry.node(), "path variable has two entries in `variable`");
            if first.value() == entry.value() {
                report.help("remove one of the two: both have the same value").severity(Severity::Note);
            } else {
                report.help("remove one of the two: the value of the last is sent, even if it is disabled");
            }
            continue;
        }
        let is_used = segments.iter().any(|(_, segment)| path_variable_name(segment).is_some_and(|name| name == key));
        if !is_used && !key.is_empty() {
            reporter
                .at(entry.node(), "entry in `variable` matches no segment of the path")
                .help("remove it, or correct its `key`");
            continue;
        }
        let value = entry.node().get("value");
        if let Some(value) = value.filter(|value| value.is_null() || value.as_str().is_some_and(|text| text.is_empty()))
        {
            reporter
                .at(value, "path variable has no value, so its name is sent unchanged")
                .help("write an example value or a variable")
                .severity(Severity::Note);
        }
    }
}

/// The name of a path variable: between the colon at the beginning and the first dot (`:id.json`).
fn path_variable_name(segment: &str) -> Option<&str> {
    segment.strip_prefix(':')?.split('.').next().filter(|name| !name.is_empty())
}
