//! The rule `lint/missing-in-environment`: a variable that one environment lacks and similar ones declare.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, Variable};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A variable that one environment lacks and similar ones declare.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-in-environment"),
    severity: Severity::Note,
    confidence: Confidence::Low,
    what: "a variable that an environment lacks and that another one with nearly the same variables declares",
    why: "With this environment Postman sends the braces and the name unchanged, and the request fails only here.",
    fix: "Declare it here too, with an empty value if you have none.",
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
        ]), // Not similar.
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

/// The limit: more environments than this are not kept in step.
const MAX_ENVIRONMENTS: usize = 50;

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let environments: Vec<_> = group
        .values()
        .filter(|entity| entity.kind == FileKind::Environment)
        .map(|entity| (entity, entity.variables().filter_map(Variable::key).collect::<BTreeSet<_>>()))
        .collect();
    if environments.len() > MAX_ENVIRONMENTS {
        return;
    }
    let by_environment = uses_by_environment(group);
    for (entity, declared) in &environments {
        let used = by_environment.iter().filter(|(environment, _)| *environment == entity.node).map(|(_, used)| used);
        let used: Option<BTreeSet<&str>> = group.collections().next().map(|_| used.flatten().copied().collect());
        let mut missing = BTreeMap::new();
        for (other, keys) in
            environments.iter().filter(|(other, keys)| other.node != entity.node && are_similar(declared, keys))
        {
            // With a collection only what it uses is missed.
            let is_missed = |key: &str| !key.trim().is_empty() && used.as_ref().is_none_or(|used| used.contains(key));
            for key in keys.difference(declared).filter(|key| is_missed(key)) {
                missing.entry(key).or_insert(other.node);
            }
        }
        let node = ["name", "values"].into_iter().find_map(|key| entity.node.get(key)).unwrap_or(entity.node);
        for (key, other) in missing {
            reporter
                .at(node, format!("environment does not declare the variable `{}`", display_name(key)))
                .help(format!("declare it here too, or remove it from {}", other.document().path()));
        }
    }
}

/// The names that the collections to which an environment belongs use: one entry for each pair of the two.
fn uses_by_environment<'g, 'd>(group: &'g FileGroup<'d>) -> Vec<(NodeRef<'d>, BTreeSet<&'g str>)> {
    let mut all = Vec::new();
    for (collection, uses) in group.usage().of_collections(group) {
        for environment in group.values_of(collection) {
            all.push((environment.node, uses.iter().map(|used| used.name.as_str()).collect()));
        }
    }
    all
}

/// Whether the two share at least two names, and two thirds of the names of the larger one.
fn are_similar(one: &BTreeSet<Cow<'_, str>>, other: &BTreeSet<Cow<'_, str>>) -> bool {
    let common = one.intersection(other).count();
    common >= 2 && common * 3 >= one.len().max(other.len()) * 2
}
