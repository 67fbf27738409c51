//! The rule `lint/duplicate-variable`: a variable that is declared twice in one file.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use std::borrow::Cow;
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
        Sample::Values(r#"{"key": "A", "value": "1"}, {"key": "A", "value": "2"}, {"key": «"A"», "value": "1"}"#),
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
        let mut declared: Vec<(Cow<'_, str>, Vec<Variable<'_>>)> = Vec::new();
        let mut indexes: HashMap<Cow<'_, str>, usize> = HashMap::new();
        for variable in entity.variables().filter(|variable| variable.is_enabled()) {
            let Some(key) = variable.key().filter(|key| !key.is_empty()) else { continue };
            let index = *indexes.entry(key.clone()).or_insert_with(|| {
                declared.push((key, Vec::new()));
                declared.len() - 1
            });
            declared[index].1.push(variable);
        }
        for (key, variables) in &declared {
            let [others @ .., last] = variables.as_slice() else { continue };
            let Some(node) = last.key_node().filter(|_| !others.is_empty()) else { continue };
            let times = if others.len() == 1 { "twice".to_owned() } else { format!("{} times", variables.len()) };
            let report = reporter.at(node, format!("variable `{}` is declared {times}", display_name(key)));
            if others.iter().all(|other| other.value() == last.value()) {
                report.help("keep one of them: all have the same value").severity(Severity::Note);
            } else {
                report.help("keep one of them: this one is used, as the last");
            }
        }
    }
}
