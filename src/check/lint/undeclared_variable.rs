//! A variable that is used and that nothing declares.

use crate::analysis::VariableUse;
use crate::analysis::is_variable_name;
use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, Variable};
use crate::text::typo;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// A variable that is used and that nothing declares.
pub const RULE: Rule = Rule {
    id: RuleId("lint/undeclared-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable that neither the collection, an environment beside it nor a script declares",
    why: "Postman and Newman send the braces and the name as they stand: `{{TOKEN}}` goes to the API as text.",
    fix: "Declare it in the environment (secrets with an empty value), or mend its spelling. It is judged only where the files judged together hold an environment or globals.",
    wrong: &[
        Sample::Group(&[
            Sample::Request(r#""url": "«{{BASE_ULR}}»/me""#),
            Sample::Values(r#"{"key": "BASE_URL", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // Each name once, at the first place.
        Sample::Group(&[
            Sample::Request(
                r#""url": "{{BASE}}/«{{TENANT}}»/me", "header": [{"key": "X-Tenant", "value": "{{TENANT}}"}]"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // Postman cuts no blanks off.
        Sample::Group(&[
            Sample::Request(r#""url": "«{{ BASE }}»/me""#),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Request(
                r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "«{{TOKEN}}»", "type": "string"}]}"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // The name is made of a value: only what it is made of can be judged.
        Sample::Group(&[
            Sample::Request(r#""url": "{{BASE}}/{{ID_«{{STAGE}}»}}""#),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
    ],
    right: &[
        Sample::Group(&[
            Sample::Request(r#""url": "{{BASE_URL}}/me/{{$guid}}/{{vault:key}}""#),
            Sample::Values(r#"{"key": "BASE_URL", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Request(r#""url": "{{BASE_ULR}}/me""#),
        // Not sent: switched off, left over from another mode, another auth, text for people.
        Sample::Group(&[
            Sample::Request(
                r#""url": "{{BASE}}/me", "header": [{"key": "X-Tenant", "value": "{{TENANT}}", "disabled": true}],
"method": "POST", "body": {"mode": "raw", "raw": "Hello {{ person }}, {{#if a}}", "urlencoded": [{"key": "a", "value": "{{A}}"}]},
"auth": {"type": "noauth", "bearer": [{"key": "token", "value": "{{TOKEN}}"}]}, "description": "{{B}}""#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // A rest of another type, which no bearer block sends.
        Sample::Group(&[
            Sample::Request(
                r#""url": "{{BASE}}/me", "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{BASE}}"}, {"key": "password", "value": "{{PASSWORD}}"}]}"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // The environment belongs to something else.
        Sample::Group(&[
            Sample::Request(r#""url": "{{BASE}}/me""#),
            Sample::Values(r#"{"key": "shop_number", "value": "7", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Collection(
                r#""variable": [{"key": "A", "value": "a"}], "item": [{"name": "F", "variable": [{"key": "B", "value": "b"}],
"item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/{{A}}/{{B}}"}, "response": []}]}]"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    if group.values().next().is_none() && group.declared.is_empty() {
        return;
    }
    let usage = group.usage();
    // Whoever builds a collection says what is declared, whatever its scripts set.
    let sets_any = usage.scripts.sets_any && group.declared.is_empty();
    if sets_any || group.entities.iter().any(|subject| subject.kind == FileKind::CollectionV1) {
        return;
    }
    let keys: Vec<_> = group.values().flat_map(Entity::variables).filter_map(Variable::key).collect();
    for (collection, uses) in usage.of_collections(group) {
        let scoped = collection.items.iter().flat_map(|facts| Variable::list(facts.item.node().get("variable")));
        let own: Vec<_> = collection.variables().chain(scoped).filter_map(Variable::key).collect();
        let beside: BTreeSet<&str> = group.declared.iter().copied().chain(keys.iter().map(|key| &**key)).collect();
        // An environment of which the collection uses nothing belongs to something else.
        let is_beside = uses.iter().any(|used| beside.contains(&*used.name));
        let mut known = beside;
        known.extend(own.iter().map(|key| &**key).chain(usage.scripts.set.iter().map(String::as_str)));
        for (first, more) in undeclared(uses, &known) {
            let near = meant(first.name.trim(), &known, group);
            if near.is_none() && !is_beside {
                continue;
            }
            let name = &first.name;
            let help = match near {
                Some(near) => format!("did you mean `{}`?", display_name(near)),
                None if group.declared.is_empty() => "declare it in the environment".to_owned(),
                None => format!("declare it in the environment, or in a source as [variables.{name}]"),
            };
            reporter
                .part(first.node, first.range.clone(), format!("the variable `{name}` is used but not declared"))
                .help(help)
                .more(more);
        }
    }
}

/// What `name` was probably meant to be: the same in other letters, else one that nothing uses, else any that is near.
fn meant<'k>(name: &str, known: &BTreeSet<&'k str>, group: &FileGroup<'_>) -> Option<&'k str> {
    let all = || known.iter().copied();
    let is_same = |known: &&str| known.eq_ignore_ascii_case(name);
    known
        .get(name)
        .copied()
        .or_else(|| all().find(is_same))
        .or_else(|| typo(name, all().filter(|name| !group.uses(name))))
        .or_else(|| typo(name, all()))
}

/// The first use of each name that is not `known`, with the number of the others.
fn undeclared<'u, 'd>(uses: &'u [VariableUse<'d>], known: &BTreeSet<&str>) -> Vec<(&'u VariableUse<'d>, usize)> {
    let mut found: Vec<(&VariableUse<'d>, usize)> = Vec::new();
    let mut places = HashMap::new();
    for used in uses.iter().filter(|used| used.is_sent) {
        let name = used.name.as_str();
        if name.starts_with('$') || name.starts_with("vault:") || known.contains(name) || !is_name(name, known) {
            continue;
        }
        match places.entry(name) {
            Entry::Occupied(at) => {
                if let Some((_, more)) = found.get_mut(*at.get()) {
                    *more += 1;
                }
            }
            Entry::Vacant(free) => {
                free.insert(found.len());
                found.push((used, 0));
            }
        }
    }
    found
}

/// Whether it is meant as the name of a variable: bodies hold other languages with braces, which like blanks inside them.
fn is_name(name: &str, known: &BTreeSet<&str>) -> bool {
    let trimmed = name.trim();
    if trimmed.len() < name.len() {
        return known.contains(trimmed);
    }
    is_variable_name(name)
}
