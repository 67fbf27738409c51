//! A variable that one environment lacks and its siblings have.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, Variable};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A variable that one environment lacks and its siblings have.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-in-environment"),
    severity: Severity::Note,
    confidence: Confidence::Low,
    what: "a variable that an environment lacks, though another one with nearly the same variables declares it",
    why: "With this environment selected the braces and the name are sent as they stand, and the request fails only there.",
    fix: "Declare it here too, with an empty value when there is none.",
    wrong: &[Sample::Group(&[
        Sample::File(
            r#"{"name": «"Test"», "values": [{"key": "A", "value": "1"}, {"key": "B", "value": "1"}, {"key": "C", "value": "1"}], "_postman_variable_scope": "environment"}"#,
        ),
        Sample::File(
            r#"{"name": "Live", "values": [{"key": "A", "value": "1"}, {"key": "B", "value": "1"}, {"key": "C", "value": "1"}, {"key": "D", "value": "1"}], "_postman_variable_scope": "environment"}"#,
        ),
    ])],
    right: &[
        Sample::Group(&[
            Sample::File(
                r#"{"name": "Test", "values": [{"key": "A", "value": "1"}, {"key": "B", "value": "1"}, {"key": "C", "value": "1"}], "_postman_variable_scope": "environment"}"#,
            ),
            Sample::File(
                r#"{"name": "Live", "values": [{"key": "A", "value": "1"}, {"key": "B", "value": "1"}, {"key": "C", "value": "1"}], "_postman_variable_scope": "environment"}"#,
            ),
        ]), // Not of one kind.
        Sample::Group(&[
            Sample::File(
                r#"{"name": "Test", "values": [{"key": "A", "value": "1"}], "_postman_variable_scope": "environment"}"#,
            ),
            Sample::File(
                r#"{"name": "Shop", "values": [{"key": "A", "value": "1"}, {"key": "X", "value": "1"}, {"key": "Y", "value": "1"}], "_postman_variable_scope": "environment"}"#,
            ),
        ]),
    ],
    check: Check::Group(check_group),
};

/// More environments than this are no siblings that somebody keeps in step.
const MOST: usize = 50;

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let environments: Vec<_> = group
        .values()
        .filter(|subject| subject.kind == FileKind::Environment)
        .map(|subject| (subject, subject.variables().filter_map(Variable::key).collect::<BTreeSet<_>>()))
        .collect();
    if environments.len() > MOST {
        return;
    }
    for (subject, own) in &environments {
        let mut missing = BTreeMap::new();
        for (other, keys) in
            environments.iter().filter(|(other, keys)| other.node != subject.node && are_siblings(own, keys))
        {
            for key in keys.difference(own).filter(|key| !key.trim().is_empty()) {
                missing.entry(key).or_insert(other.node);
            }
        }
        let place = ["name", "values"].into_iter().find_map(|key| subject.node.get(key)).unwrap_or(subject.node);
        for (key, other) in missing {
            reporter
                .at(place, format!("this environment does not declare the variable `{}`", display_name(key)))
                .help(format!("{} declares it: declare it here too, or there no more", other.document().path()));
        }
    }
}

/// Whether two thirds of the names of the larger one are common to both.
fn are_siblings(one: &BTreeSet<Cow<'_, str>>, other: &BTreeSet<Cow<'_, str>>) -> bool {
    let common = one.intersection(other).count();
    common >= 2 && common * 3 >= one.len().max(other.len()) * 2
}
