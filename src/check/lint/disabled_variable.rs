//! A variable that is switched off for the app only.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use std::collections::HashMap;

/// A variable that is switched off for the app only.
pub const RULE: Rule = Rule {
    id: RuleId("lint/disabled-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable of an environment that is switched off with `enabled: false`, which Newman does not heed",
    why: "The app ignores it, Newman sends its value all the same: a run on the command line is another one than on the screen, and sends an empty text or a placeholder.",
    fix: "Take the variable out, or switch it on.",
    wrong: &[
        Sample::Group(&[
            Sample::Values(r#"{"key": "TENANT", "value": "<your tenant>", "enabled": «false»}"#),
            Sample::Request(r#""url": "{{BASE}}/{{TENANT}}""#),
        ]),
        Sample::Group(&[
            Sample::Values(r#"{"key": "TENANT", "value": "", "enabled": «false»}"#),
            Sample::Request(r#""url": "{{BASE}}/{{TENANT}}""#),
        ]),
        Sample::Group(&[
            Sample::Values(r#"{"key": "TENANT", "value": "7", "enabled": «false»}"#),
            Sample::Request(r#""url": "{{BASE}}/{{TENANT}}""#),
        ]),
        Sample::Values(r#"{"key": "TENANT", "value": "7", "enabled": «false»}"#),
    ],
    right: &[
        Sample::Group(&[
            Sample::Values(r#"{"key": "TENANT", "value": "<your tenant>", "enabled": true}"#),
            Sample::Request(r#""url": "{{BASE}}/{{TENANT}}""#),
        ]),
        Sample::Group(&[
            Sample::Values(r#"{"key": "OLD", "value": "", "enabled": false}"#),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]), // The last one counts in Newman too.
        Sample::Values(r#"{"key": "A", "value": "", "enabled": false}, {"key": "A", "value": "7", "enabled": true}"#),
    ],
    check: Check::Group(check_group),
};

/// What stands for a value that is still to be given.
const PLACEHOLDERS: &[&str] = &["changeme", "change_me", "change-me", "todo", "tbd", "placeholder"];

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for values in group.values().filter(|values| values.variables().any(|variable| is_off(variable).is_some())) {
        // Of variables with one name Newman takes the last.
        let mut last = HashMap::new();
        last.extend(values.variables().filter_map(|variable| Some((variable.key()?, variable))));
        for (key, variable) in values.variables().filter_map(|variable| Some((variable.key()?, variable))) {
            let Some(node) = is_off(variable) else { continue };
            if key.is_empty() || last.get(&key).is_some_and(|counts| counts.node() != variable.node()) {
                continue;
            }
            let is_judged = group.collections().next().is_some();
            if is_judged && !group.uses(&key) {
                continue;
            }
            let report = reporter
                .at(
                    node,
                    format!("the variable `{}` is switched off for the app, but Newman uses it", display_name(&key)),
                )
                .help("take it out, or switch it on");
            if !is_judged || !variable.value().is_none_or(|value| is_placeholder(&value)) {
                report.severity(Severity::Note);
            }
        }
    }
}

/// Where it says that it is switched off.
fn is_off(variable: Variable<'_>) -> Option<NodeRef<'_>> {
    variable.node().get("enabled").filter(|node| node.as_bool() == Some(false))
}

fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let is_in = |open, close| value.starts_with(open) && value.ends_with(close);
    value.is_empty()
        || is_in("<", ">")
        || is_in("{{", "}}")
        || value.starts_with("your-")
        || value.starts_with("your_")
        || value.len() >= 3 && value.bytes().all(|letter| letter == b'x')
        || PLACEHOLDERS.contains(&value.as_str())
}
