//! A variable that is used and that nothing declares.

use crate::check::facts::Group;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::check::uses::{ByScripts, uses};
use crate::finding::{Rule, Severity};
use crate::postman::Variable;
use crate::text::suggest;
use std::collections::BTreeSet;

/// A variable that is used and that nothing declares.
pub const RULE: Definition = Definition {
    id: Rule("lint/undeclared-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable that neither the collection, an environment beside it nor a script declares",
    why: "Postman and Newman send the braces and the name as they stand: `{{TOKEN}}` goes to the API as text.",
    mend: "Declare it in the environment (secrets with an empty value), or mend its spelling. It is judged only where the files judged together hold an environment or globals.",
    wrong: &[Sample::Group(&[
        Sample::Request(r#""url": "«{{BASE_ULR}}»/me""#),
        Sample::Values(r#"{"key": "BASE_URL", "value": "https://api.example.com", "enabled": true}"#),
    ])],
    right: &[
        Sample::Group(&[
            Sample::Request(r#""url": "{{BASE_URL}}/me/{{$guid}}/{{vault:key}}""#),
            Sample::Values(r#"{"key": "BASE_URL", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Request(r#""url": "{{BASE_ULR}}/me""#),
    ],
    judge: Judge::Group(judge),
};

fn judge(group: &Group<'_>, reporter: &mut Reporter<'_>) {
    if group.values().next().is_none() && group.declared.is_empty() {
        return;
    }
    let scripts = ByScripts::of(group);
    if scripts.sets_any {
        return;
    }
    let keys: Vec<_> = group.values().flat_map(|subject| subject.variables()).filter_map(Variable::key).collect();
    for collection in group.collections() {
        let own: Vec<_> = collection.variables().filter_map(Variable::key).collect();
        let scoped: Vec<_> = collection
            .items
            .iter()
            .flat_map(|facts| Variable::list(facts.item.node().get("variable")))
            .filter_map(Variable::key)
            .collect();
        let mut known: BTreeSet<&str> = group.declared.iter().copied().collect();
        known.extend(keys.iter().chain(&own).chain(&scoped).map(|key| &**key));
        known.extend(scripts.set.iter().map(String::as_str));
        for used in uses(collection.node) {
            let name = used.name.as_str();
            if name.starts_with('$') || name.starts_with("vault:") || known.contains(name) {
                continue;
            }
            let report =
                reporter.part(used.node, used.range, format!("the variable `{name}` is used but not declared"));
            match suggest(name, known.iter().copied()) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help(format!("declare it in the environment, or in a source as [variables.{name}]")),
            };
        }
    }
}
