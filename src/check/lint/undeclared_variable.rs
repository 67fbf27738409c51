//! The rule `lint/undeclared-variable`: a variable that is used but not declared.

use crate::analysis::FileGroup;
use crate::analysis::VariableUse;
use crate::analysis::is_variable_name;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::FileKind;
use crate::text::typo;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

/// A variable that is used but not declared.
pub const RULE: Rule = Rule {
    id: RuleId("lint/undeclared-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable that neither the collection nor an environment nor a script declares",
    why: "Postman and Newman send the braces and the name unchanged: the API receives the text `{{TOKEN}}`.",
    fix: "Declare it in the environment (secrets with an empty value), or correct its name. The rule needs an environment that belongs to the collection: one of the same folder that declares at least a third of the variables that the collection needs, or one that `[[check.group]]` of the manifest names with it.",
    wrong: &[
        Sample::Group(&[
            Sample::Request(r#""url": "«{{BASE_ULR}}»/me""#),
            Sample::Values(r#"{"key": "BASE_URL", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // One finding for each name, at its first use.
        Sample::Group(&[
            Sample::Request(
                r#""url": "{{BASE}}/«{{TENANT}}»/me", "header": [{"key": "X-Tenant", "value": "{{TENANT}}"}]"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Request(
                r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "«{{TOKEN}}»", "type": "string"}]}"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // The inner variable is part of a name, so only the inner one can be checked.
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
        // Not sent: disabled, left over from another body mode or auth type, or a description.
        Sample::Group(&[
            Sample::Request(
                r#""url": "{{BASE}}/me", "header": [{"key": "X-Tenant", "value": "{{TENANT}}", "disabled": true}],
"method": "POST", "body": {"mode": "raw", "raw": "Hello {{ person }}, {{#if a}}", "urlencoded": [{"key": "a", "value": "{{A}}"}]},
"auth": {"type": "noauth", "bearer": [{"key": "token", "value": "{{TOKEN}}"}]}, "description": "{{B}}""#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // Left over from another auth type: a bearer block does not send it.
        Sample::Group(&[
            Sample::Request(
                r#""url": "{{BASE}}/me", "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{BASE}}"}, {"key": "password", "value": "{{PASSWORD}}"}]}"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        // The environment belongs to another collection.
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
    let usage = group.usage();
    // In a project the manifest lists every variable, so scripts with computed names do not matter.
    let sets_any = usage.scripts.sets_any && group.declared.is_empty();
    if sets_any || group.entities.iter().any(|entity| entity.kind == FileKind::CollectionV1) {
        return;
    }
    for (collection, uses) in usage.of_collections(group) {
        let Some(names) = group.known_names(collection) else { continue };
        let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        for (first, more) in undeclared(uses, &known) {
            let suggestion = suggest_declared_name(first.name.trim(), &known, group);
            let name = display_name(&first.name);
            let help = match suggestion {
                Some(suggestion) => format!("did you mean `{}`?", display_name(suggestion)),
                None if group.declared.is_empty() => "declare it in the environment".to_owned(),
                None => format!("declare it in the environment, or in a source as `[variables.{name}]`"),
            };
            reporter
                .part(first.node, first.range.clone(), format!("variable `{name}` is used but not declared"))
                .help(help)
                .more(more);
        }
    }
}

/// The declared name that `name` probably means: the same name trimmed or in another case, else a similar unused one, else any similar one.
fn suggest_declared_name<'k>(name: &str, known: &BTreeSet<&'k str>, group: &FileGroup<'_>) -> Option<&'k str> {
    let declared = || known.iter().copied();
    let differs_in_case = |known: &&str| known.eq_ignore_ascii_case(name);
    known
        .get(name)
        .copied()
        .or_else(|| declared().find(differs_in_case))
        .or_else(|| typo(name, declared().filter(|name| !group.uses(name))))
        .or_else(|| typo(name, declared()))
}

/// The first use of each name that is not in `known`, with the number of its other uses.
fn undeclared<'u, 'd>(uses: &'u [VariableUse<'d>], known: &BTreeSet<&str>) -> Vec<(&'u VariableUse<'d>, usize)> {
    let mut found: Vec<(&VariableUse<'d>, usize)> = Vec::new();
    let mut indexes = HashMap::new();
    for used in uses.iter().filter(|used| used.is_sent) {
        let name = used.name.as_str();
        if known.contains(name) || !is_variable_name(name) {
            continue;
        }
        match indexes.entry(name) {
            Entry::Occupied(index) => {
                if let Some((_, more)) = found.get_mut(*index.get()) {
                    *more += 1;
                }
            }
            Entry::Vacant(entry) => {
                entry.insert(found.len());
                found.push((used, 0));
            }
        }
    }
    found
}
