//! The rule `lint/disabled-variable`: a variable that only the app treats as disabled.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use std::collections::HashMap;

/// A variable that only the app treats as disabled.
pub const RULE: Rule = Rule {
    id: RuleId("lint/disabled-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable of an environment with `enabled: false`, which Newman ignores",
    why: "The app leaves the variable out, but Newman sends its value. A run on the command line then differs from a run in the app, and sends an empty text or a placeholder.",
    fix: "Remove the variable, or enable it. If another variable of the same name is enabled, the app sends that one and Newman the last one (measured in Newman 6.2.2): remove one of them.",
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
        // Newman sends the last one, the app the one that is enabled.
        Sample::Values(
            r#"{"key": "A", "value": "1", "enabled": true}, {"key": "A", "value": "7", "enabled": «false»}"#,
        ),
        Sample::Values(
            r#"{"key": "A", "value": "1"}, {"key": "A", "value": "2", "enabled": false}, {"key": "A", "value": "3", "enabled": «false»}"#,
        ),
    ],
    right: &[
        Sample::Group(&[
            Sample::Values(r#"{"key": "TENANT", "value": "<your tenant>", "enabled": true}"#),
            Sample::Request(r#""url": "{{BASE}}/{{TENANT}}""#),
        ]),
        Sample::Group(&[
            Sample::Values(r#"{"key": "OLD", "value": "", "enabled": false}"#),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]), // Newman also uses the last one.
        Sample::Values(r#"{"key": "A", "value": "", "enabled": false}, {"key": "A", "value": "7", "enabled": true}"#),
        Sample::Values(r#"{"key": "A", "value": "7", "enabled": true}, {"key": "A", "value": "7", "enabled": false}"#),
        // Newman does not use a collection variable that is disabled.
        Sample::Collection(
            r#""variable": [{"key": "A", "value": "1"}, {"key": "A", "value": "2", "disabled": true}], "item": []"#,
        ),
    ],
    check: Check::Group(check_group),
};

/// Values that ask the user for a real value.
const PLACEHOLDERS: &[&str] = &["changeme", "change_me", "change-me", "todo", "tbd", "placeholder"];

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for values in group.values().filter(|values| values.variables().any(|variable| disabling_node(variable).is_some()))
    {
        let named = || values.variables().filter_map(|variable| Some((variable.key()?, variable)));
        // Of variables with one name Newman uses the last, and the app the last that is enabled.
        let last: HashMap<_, _> = named().collect();
        let last_enabled: HashMap<_, _> = named().filter(|(_, variable)| variable.is_enabled()).collect();
        for (key, variable) in named() {
            let Some(node) = disabling_node(variable) else { continue };
            if key.is_empty() || last.get(&key).is_some_and(|used| used.node() != variable.node()) {
                continue;
            }
            let has_collections = group.collections().next().is_some();
            if has_collections && !group.uses(&key) {
                continue;
            }
            if let Some(other) = last_enabled.get(&key) {
                if other.value() != variable.value() {
                    let name = display_name(&key);
                    let message = format!(
                        "variable `{name}` is declared twice: Newman uses this one, which is disabled, and the app the other"
                    );
                    reporter.at(node, message).help("remove one of the two");
                }
                continue;
            }
            let report = reporter
                .at(node, format!("variable `{}` is disabled in the app, but Newman uses it", display_name(&key)))
                .help("remove it, or enable it");
            if !has_collections || !variable.value().is_none_or(|value| is_placeholder(&value)) {
                report.severity(Severity::Note);
            }
        }
    }
}

/// The `enabled: false` of the variable.
fn disabling_node(variable: Variable<'_>) -> Option<NodeRef<'_>> {
    variable.node().get("enabled").filter(|node| node.as_bool() == Some(false))
}

/// Whether the value is empty or a placeholder.
fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let is_between = |open, close| value.starts_with(open) && value.ends_with(close);
    value.is_empty()
        || is_between("<", ">")
        || is_between("{{", "}}")
        || value.starts_with("your-")
        || value.starts_with("your_")
        || value.len() >= 3 && value.bytes().all(|byte| byte == b'x')
        || PLACEHOLDERS.contains(&value.as_str())
}
