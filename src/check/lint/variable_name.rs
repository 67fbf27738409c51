//! A variable whose name cannot be used as one would think.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A variable whose name cannot be used as one would think.
pub const RULE: Rule = Rule {
    id: RuleId("lint/variable-name"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable whose name is empty, begins or ends with a blank, or holds braces",
    why: "Postman compares names to the letter and cuts no blanks off, so `{{NAME}}` does not find a variable named with a blank at its end. A name with braces is found by nothing.",
    fix: "Write the name without blanks around it and without braces; where that one is declared too, take this one out.",
    wrong: &[
        Sample::Values(r#"{"key": «"BASE_URL "», "value": "https://api.example.com", "enabled": true}"#),
        Sample::Values(r#"{"key": «"{{BASE_URL}}"», "value": "https://api.example.com", "enabled": true}"#),
        Sample::Values(r#"{"key": «" "», "value": "a"}"#),
        Sample::Values(r#"{"key": «""», "value": "a"}"#),
        Sample::Collection(r#""variable": [{"key": «"\tA"», "value": "1"}], "item": []"#),
    ],
    right: &[
        Sample::Values(r#"{"key": "BASE URL", "value": "https://api.example.com", "enabled": true}"#),
        Sample::Values(r#"{"key": "", "value": "", "enabled": true}"#),
        Sample::Values(r#"{"key": " ", "value": "", "enabled": false}"#), // Used with its blank, it is found.
        Sample::Group(&[
            Sample::Values(r#"{"key": "BASE ", "value": "https://api.example.com", "enabled": true}"#),
            Sample::Request(r#""url": "{{BASE }}/me""#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for subject in &group.entities {
        for variable in subject.variables().filter(|variable| variable.is_enabled()) {
            let Some((node, key)) = variable.key_node().zip(variable.key()) else { continue };
            let name = key.trim();
            if name.is_empty() {
                // An empty row of the app's table does no harm.
                if variable.value().is_some_and(|value| !value.is_empty()) {
                    reporter.at(node, "a variable has a value and no name").help("give it a name, or take it out");
                }
            } else if name.contains(['{', '}']) {
                reporter
                    .at(node, "the name of a variable holds braces, so nothing finds it")
                    .help("write the name alone: the braces belong where it is used");
            } else if name.len() < key.len() && !group.uses(&key) {
                let name = display_name(name);
                let message = format!(
                    "the name of the variable `{name}` has blanks around it, so `{{{{{name}}}}}` does not find it"
                );
                let mut others = subject.variables().filter(|other| other.is_enabled());
                let help = if others.any(|other| other.key().as_deref() == Some(key.trim())) {
                    format!("take this variable out: `{name}` is declared too")
                } else {
                    "take the blanks out".to_owned()
                };
                reporter.at(node, message).help(help);
            }
        }
    }
}
