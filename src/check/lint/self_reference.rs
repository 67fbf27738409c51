//! A variable whose value needs itself.

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

/// A variable whose value needs itself.
pub const RULE: Rule = Rule {
    id: RuleId("lint/self-reference"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable whose value refers to the variable itself, directly or in a circle with others of its file",
    why: "It can never be resolved. Postman and Newman give up after 19 rounds and send what there is by then, braces included.",
    fix: "Write the value itself, or refer to a variable with another name.",
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
        ), // The environment has another value for it.
        Sample::Group(&[
            Sample::Collection(r#""variable": [{"key": "A", "value": "{{A}}"}], "item": []"#),
            Sample::Values(r#"{"key": "A", "value": "a", "enabled": true}"#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let has_references = |subject: &Entity<'_>| subject.variables().any(|variable| value(variable).is_some());
    for subject in group.entities.iter().filter(|subject| has_references(subject)) {
        let mut own: HashMap<_, _> = HashMap::new();
        own.extend(
            subject.variables().filter(|variable| variable.is_enabled()).filter_map(|one| Some((one.key()?, one))),
        );
        if subject.kind.is_collection() {
            // What an environment declares counts before the collection.
            let beside: HashSet<_> = group.values().flat_map(Entity::variables).filter_map(Variable::key).collect();
            own.retain(|key, _| !beside.contains(key));
        }
        circles(&own, subject, reporter);
    }
}

/// The value of a variable that refers to others.
fn value(variable: Variable<'_>) -> Option<Cow<'_, str>> {
    variable.node().get("value")?.as_str().filter(|value| value.contains("{{"))
}

/// Follows the references from each variable in turn; every variable is walked once.
fn circles<'d>(own: &HashMap<Cow<'d, str>, Variable<'d>>, subject: &Entity<'d>, reporter: &mut Reporter<'_>) {
    let mut done: HashSet<String> = HashSet::new();
    for key in subject.variables().filter_map(Variable::key) {
        if done.contains(&*key) {
            continue;
        }
        // The way from `key`: each variable with the references that are still to be followed.
        let mut way = vec![Step::new(key.into_owned(), own)];
        let mut on_way: HashMap<String, usize> = HashMap::from_iter([(way[0].key.clone(), 0)]);
        while let Some(step) = way.last_mut() {
            let Some((name, range)) = step.left.pop() else {
                on_way.remove(&step.key);
                done.insert(std::mem::take(&mut step.key));
                way.pop();
                continue;
            };
            step.followed = range;
            if let Some(first) = on_way.get(&name).and_then(|at| way.get(*at)) {
                if let Some(node) = own.get(name.as_str()).and_then(|variable| variable.node().get("value")) {
                    reporter
                        .part(
                            node,
                            first.followed.clone(),
                            format!("the value of the variable `{}` needs the variable itself", display_name(&name)),
                        )
                        .help("write the value itself, or refer to a variable with another name");
                }
            } else if !done.contains(&name) && own.contains_key(name.as_str()) {
                on_way.insert(name.clone(), way.len());
                way.push(Step::new(name, own));
            }
        }
    }
}

/// A variable on the way.
struct Step {
    key: String,
    /// The references of its value that are still to be followed, the first last.
    left: Vec<(String, Range<usize>)>,
    /// The one that the way follows.
    followed: Range<usize>,
}

impl Step {
    fn new(key: String, own: &HashMap<Cow<'_, str>, Variable<'_>>) -> Self {
        let value = own.get(key.as_str()).and_then(|variable| value(*variable)).unwrap_or_default();
        let mut left: Vec<_> = references(&value).map(|used| (used.name.to_owned(), used.range)).collect();
        left.reverse();
        Self { key, left, followed: 0..0 }
    }
}
