//! The rule `lint/duplicate-variable`: a variable that is declared twice in one file.

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
    what: "a variable that is declared twice in one environment, globals file or collection",
    why: "Postman and Newman use the last one. A change of the first has no effect.",
    fix: "Remove one, or disable one.",
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
    for entity in &group.entities {
        let mut seen = HashMap::new();
        for variable in entity.variables().filter(|variable| variable.is_enabled()) {
            let Some((node, key)) = variable.key_node().zip(variable.key()).filter(|(_, key)| !key.is_empty()) else {
                continue;
            };
            let message = format!("variable `{}` is declared twice", display_name(&key));
            let Some(first) = seen.insert(key, variable) else { continue };
            let report = reporter.at(node, message);
            if first.value() == variable.value() {
                report.help("remove one of the two: both have the same value").severity(Severity::Note);
            } else {
                report.help("remove or disable one of the two: this one is used, not the first");
            }
        }
    }
}
