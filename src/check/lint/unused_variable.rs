//! The rule `lint/unused-variable`: a variable that nothing uses.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, Variable};

/// A variable that nothing uses.
pub const RULE: Rule = Rule {
    id: RuleId("lint/unused-variable"),
    severity: Severity::Note,
    confidence: Confidence::Low,
    what: "a variable of an environment or a collection that no collection uses",
    why: "People fill it in and keep it up to date for nothing, and it hides the variables that matter.",
    fix: "Remove it, unless something outside these files uses it.",
    wrong: &[
        Sample::Group(&[
            Sample::Values(
                r#"{"key": "BASE", "value": "https://api.example.com"}, {"key": «"OLD_BASE"», "value": "https://old.example.com"}"#,
            ),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]),
        Sample::Collection(
            r#""variable": [{"key": "A", "value": "1"}, {"key": «"B"», "value": "1"}], "item": [{"name": "Me", "request": {"method": "GET", "url": "https://api.example.com/{{A}}"}, "response": []}]"#,
        ),
    ],
    right: &[
        Sample::Group(&[
            Sample::Values(
                r#"{"key": "BASE", "value": "https://{{HOST}}"}, {"key": "HOST", "value": "api.example.com"}"#,
            ),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]), // A script uses the variable.
        Sample::Group(&[
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com"}, {"key": "A", "value": "1"}"#),
            Sample::Script("pm.test('a', () => pm.expect(pm.environment.get('A')).to.eql('1'));"),
        ]), // The environment belongs to another collection.
        Sample::Group(&[
            Sample::Values(r#"{"key": "OTHER", "value": "1"}"#),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]), // The name contains another variable.
        Sample::Group(&[
            Sample::Values(r#"{"key": "BASE", "value": "https://a.example"}, {"key": "ID_TEST", "value": "1"}"#),
            Sample::Request(r#""url": "{{BASE}}/{{ID_{{STAGE}}}}""#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    if group.collections().next().is_none() {
        return;
    }
    let usage = group.usage();
    if usage.may_use_any() {
        return;
    }
    let left_out: Vec<_> = group.left_out().map(|entity| entity.node).collect();
    for entity in group.entities.iter().filter(|entity| entity.kind != FileKind::Globals) {
        let is_used = |variable: Variable<'_>| variable.key().is_some_and(|key| group.uses(&key));
        // An environment that belongs to no collection here belongs to another one.
        if entity.kind.has_values() && left_out.contains(&entity.node) {
            continue;
        }
        for variable in entity.variables().filter(|variable| !is_used(*variable)) {
            let Some((node, key)) = variable.key_node().zip(variable.key()) else { continue };
            if !key.trim().is_empty() {
                reporter
                    .at(node, format!("variable `{}` is declared but not used", display_name(&key)))
                    .help("remove it, unless something outside these files uses it");
            }
        }
    }
}
