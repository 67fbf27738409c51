//! A variable that is declared twice in one file.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use std::collections::HashMap;

/// A variable that is declared twice in one file.
pub const RULE: Rule = Rule {
    id: RuleId("lint/duplicate-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable that stands twice in one environment, in the globals or in a collection",
    why: "Of two the last counts, in Postman and in Newman. Whoever changes the first changes nothing.",
    fix: "Take one out, or switch one off.",
    wrong: &[
        Sample::Values(
            r#"{"key": "BASE", "value": "https://a.example", "enabled": true},
{"key": «"BASE"», "value": "https://b.example", "enabled": true}"#,
        ),
        Sample::Collection(r#""variable": [{"key": "A", "value": "1"}, {"key": «"A"», "value": "1"}], "item": []"#),
    ],
    right: &[
        Sample::Values(
            r#"{"key": "BASE", "value": "https://a.example", "enabled": true},
{"key": "BASE", "value": "https://b.example", "enabled": false}"#,
        ),
        Sample::Collection(r#""variable": [{"key": "A", "value": "1"}, {"key": "a", "value": "1"}], "item": []"#),
        Sample::Values(r#"{"key": "", "value": ""}, {"key": "", "value": ""}"#),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for subject in &group.entities {
        let mut seen = HashMap::new();
        for variable in subject.variables().filter(|variable| variable.is_enabled()) {
            let Some((node, key)) = variable.key_node().zip(variable.key()).filter(|(_, key)| !key.is_empty()) else {
                continue;
            };
            let message = format!("the variable `{}` is declared above already", display_name(&key));
            let Some(first) = seen.insert(key, variable) else { continue };
            let report = reporter.at(node, message);
            if first.value() == variable.value() {
                report.help("take one out: both have the same value").severity(Severity::Note);
            } else {
                report.help("this one counts, whatever the first says: take one out, or switch one off");
            }
        }
    }
}
