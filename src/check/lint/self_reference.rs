//! The rule `lint/self-reference`: a variable whose value refers to itself.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use crate::text::references;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A variable whose value refers to itself.
pub const RULE: Rule = Rule {
    id: RuleId("lint/self-reference"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable whose value refers to the variable itself, directly or through other variables of its file",
    why: "Postman and Newman cannot resolve it. They stop after 19 rounds and send the text that they have by then, with its braces.",
    fix: "Write the value itself, or refer to another variable.",
    wrong: &[
        Sample::Values(r#"{"key": "BASE", "value": "https://«{{BASE}}»/v1", "enabled": true}"#),
        Sample::Values(
            r#"{"key": "A", "value": "«{{B}}»", "enabled": true}, {"key": "B", "value": "{{A}}", "enabled": true}"#,
        ),
        Sample::Collection(r#""variable": [{"key": "A", "value": "«{{A}}»"}], "item": []"#),
    ],
    right: &[
        Sample::Values(
            r#"{"key": "BASE", "value": "https://{{HOST}}/v1", "enabled": true}, {"key": "HOST", "value": "api.example.com", "enabled": true}"#,
        ), // The environment overrides the value.
        Sample::Group(&[
            Sample::Collection(r#""variable": [{"key": "A", "value": "{{A}}"}], "item": []"#),
            Sample::Values(r#"{"key": "A", "value": "a", "enabled": true}"#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let has_references = |entity: &Entity<'_>| entity.variables().any(|variable| referring_value(variable).is_some());
    for entity in group.entities.iter().filter(|entity| has_references(entity)) {
        let mut variables: HashMap<_, _> = HashMap::new();
        variables.extend(
            entity
                .variables()
                .filter(|variable| variable.is_enabled())
                .filter_map(|variable| Some((variable.key()?, variable))),
        );
        if entity.kind.is_collection() {
            // An environment overrides the variables of the collection.
            let overriding: HashSet<_> = group.values().flat_map(Entity::variables).filter_map(Variable::key).collect();
            variables.retain(|key, _| !overriding.contains(key));
        }
        report_cycles(&variables, entity, reporter);
    }
}

/// The value of a variable, if it refers to other variables.
fn referring_value(variable: Variable<'_>) -> Option<Cow<'_, str>> {
    variable.node().get("value")?.as_str().filter(|value| value.contains("{{"))
}

/// Reports each cycle of references: a depth-first search that visits every variable once.
fn report_cycles<'d>(
    variables: &HashMap<Cow<'d, str>, Variable<'d>>,
    entity: &Entity<'d>,
    reporter: &mut Reporter<'_>,
) {
    let mut done: HashSet<String> = HashSet::new();
    for key in entity.variables().filter_map(Variable::key) {
        if done.contains(&*key) {
            continue;
        }
        // The path from `key`: each variable with the references that the search has not followed yet.
        let mut path = vec![Step::new(key.into_owned(), variables)];
        let mut indexes: HashMap<String, usize> = HashMap::from_iter([(path[0].key.clone(), 0)]);
        while let Some(step) = path.last_mut() {
            let Some((name, range)) = step.left.pop() else {
                indexes.remove(&step.key);
                done.insert(std::mem::take(&mut step.key));
                path.pop();
                continue;
            };
            step.followed = range;
            if let Some(first) = indexes.get(&name).and_then(|index| path.get(*index)) {
                if let Some(node) = variables.get(name.as_str()).and_then(|variable| variable.node().get("value")) {
                    reporter
                        .part(
                            node,
                            first.followed.clone(),
                            format!("value of the variable `{}` refers to the variable itself", display_name(&name)),
                        )
                        .help("write the value itself, or refer to another variable");
                }
            } else if !done.contains(&name) && variables.contains_key(name.as_str()) {
                indexes.insert(name.clone(), path.len());
                path.push(Step::new(name, variables));
            }
        }
    }
}

/// A variable on the path of the search.
struct Step {
    key: String,
    /// The references that the search has not followed yet, in reverse order.
    left: Vec<(String, Range<usize>)>,
    /// The range of the reference that the search follows.
    followed: Range<usize>,
}

impl Step {
    fn new(key: String, variables: &HashMap<Cow<'_, str>, Variable<'_>>) -> Self {
        let value = variables.get(key.as_str()).and_then(|variable| referring_value(*variable)).unwrap_or_default();
        let mut left: Vec<_> = references(&value).map(|used| (used.name.to_owned(), used.range)).collect();
        left.reverse();
        Self { key, left, followed: 0..0 }
    }
}
