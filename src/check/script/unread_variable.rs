//! The rule `script/unread-variable`: a variable that scripts set and nothing reads.

use crate::analysis::{Entity, FileGroup, VariableAccess, named_variable};
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use crate::text::misspelling;
use std::collections::{BTreeSet, HashSet};

/// A variable that scripts set and nothing reads.
pub const RULE: Rule = Rule {
    id: RuleId("script/unread-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable that a script sets, and that no request and no script reads",
    why: "If its name is misspelt, the requests that use the right name send an old value, or the braces and the name.",
    fix: "Correct the name. A name that resembles no name that is read is a note: another collection may read it.",
    wrong: &[
        Sample::Item(
            r#"{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me", "header": [{"key": "X", "value": "{{access_token}}"}]}, "response": [],
"event": [{"listen": "test", "script": {"exec": ["pm.environment.set(«'acess_token'», 'a');"]}}]}"#,
        ),
        Sample::Item(
            r#"{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/{{test}}"}, "response": [],
"event": [{"listen": "prerequest", "script": {"exec": ["pm.environment.set(«'test '», 'a');"]}}]}"#,
        ),
        Sample::Script("pm.environment.set(«'started'», Date.now());"),
    ],
    right: &[
        Sample::Item(
            r#"{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me", "header": [{"key": "X", "value": "{{TOKEN}}"}]}, "response": [],
"event": [{"listen": "test", "script": {"exec": ["pm.environment.set('TOKEN', 'a'); pm.environment.set('seen', 1); pm.environment.get('seen');"]}}]}"#,
        ),
        Sample::Script(
            "pm.environment.set('started', Date.now());\nconst name = 'started';\npm.environment.get(name);",
        ),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let usage = group.usage();
    if usage.may_use_any() {
        return;
    }
    let has_value = |variable: &Variable<'_>| variable.value().is_some_and(|value| !value.is_empty());
    let filled: HashSet<_> =
        group.values().flat_map(Entity::variables).filter(has_value).filter_map(Variable::key).collect();
    // A name that is read and that something else fills is not the one that was meant.
    let is_filled = |name: &str| usage.scripts.set.contains(name) || filled.contains(name);
    let meant: Vec<&str> = usage.read_names().filter(|name| !is_filled(name)).collect();
    let mut seen = BTreeSet::new();
    for script in group.collections().flat_map(|collection| &collection.scripts) {
        for chain in &script.script.chains {
            let is_set = matches!(VariableAccess::of(chain), Some(VariableAccess::Set));
            let Some((name, range)) = named_variable(chain).filter(|_| is_set) else { continue };
            if usage.reads(name) || !seen.insert(name.to_owned()) {
                continue;
            }
            let message = format!("script sets the variable `{}`, which nothing reads", display_name(name));
            let report = reporter.script(&script.program, range, message);
            let trimmed = Some(name.trim()).filter(|trimmed| trimmed.len() < name.len() && usage.reads(trimmed));
            match trimmed.or_else(|| misspelling(name, meant.iter().copied())) {
                Some(near) => report.help(format!("did you mean `{}`?", display_name(near))),
                None => report.help("remove it, unless another collection reads it").severity(Severity::Note),
            };
        }
    }
}
