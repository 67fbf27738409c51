//! The rule `lint/variable-name`: a variable with a name that references do not find.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};

/// A variable with a name that references do not find.
pub const RULE: Rule = Rule {
    id: RuleId("lint/variable-name"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable whose name is missing or empty, begins or ends with whitespace, or contains braces",
    why: "Postman compares names exactly and does not trim them, so `{{NAME}}` does not find a variable whose name ends with a space. No reference finds a name with braces.",
    fix: "Write the name without braces and without whitespace around it. If a variable with that name is declared too, remove this one.",
    wrong: &[
        Sample::Values(r#"{"key": «"BASE_URL "», "value": "https://api.example.com", "enabled": true}"#),
        Sample::Values(r#"{"key": «"{{BASE_URL}}"», "value": "https://api.example.com", "enabled": true}"#),
        Sample::Values(r#"{"key": «" "», "value": "a"}"#),
        Sample::Values(r#"{"key": «""», "value": "a"}"#),
        Sample::Collection(r#""variable": [«{"value": "", "type": "string"}»], "item": []"#),
        Sample::Collection(r#""variable": [{"key": «"\tA"», "value": "1"}], "item": []"#),
    ],
    right: &[
        Sample::Values(r#"{"key": "BASE URL", "value": "https://api.example.com", "enabled": true}"#),
        Sample::Values(r#"{"key": "", "value": "", "enabled": true}"#),
        Sample::Values(r#"{"key": " ", "value": "", "enabled": false}"#), // A reference with the same space finds it.
        Sample::Group(&[
            Sample::Values(r#"{"key": "BASE ", "value": "https://api.example.com", "enabled": true}"#),
            Sample::Request(r#""url": "{{BASE }}/me""#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for entity in &group.entities {
        for variable in entity.variables().filter(|variable| variable.is_enabled()) {
            let Some((node, key)) = variable.key_node().zip(variable.key()) else {
                let is_nameless = variable.node().kind() == Kind::Object
                    && ["key", "id", "name"].iter().all(|key| variable.node().get(key).is_none_or(NodeRef::is_null));
                if is_nameless && entity.kind.is_collection() {
                    reporter
                        .at(variable.node(), "row of the variables has no name")
                        .help("remove it, or give it a name");
                }
                continue;
            };
            let name = key.trim();
            if name.is_empty() {
                // An empty row of the app's table is harmless.
                if variable.value().is_some_and(|value| !value.is_empty()) {
                    reporter.at(node, "variable has a value but no name").help("give it a name, or remove it");
                }
            } else if name.contains(['{', '}']) {
                reporter
                    .at(node, "name of the variable contains braces, so no reference finds it")
                    .help("remove the braces: they belong to references");
            } else if name.len() < key.len() && !group.uses(&key) {
                let name = display_name(name);
                let message = format!(
                    "name of the variable `{name}` begins or ends with whitespace, so `{{{{{name}}}}}` does not find it"
                );
                let mut others = entity.variables().filter(|other| other.is_enabled());
                let help = if others.any(|other| other.key().as_deref() == Some(key.trim())) {
                    format!("remove this variable: `{name}` is declared too")
                } else {
                    "remove the whitespace".to_owned()
                };
                reporter.at(node, message).help(help);
            }
        }
    }
}
