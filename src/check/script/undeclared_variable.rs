//! The rule `script/undeclared-variable`: a variable that a script reads and nothing sets.

use crate::analysis::{Entity, FileGroup, VariableAccess, named_variable};
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::text::misspelling;
use std::collections::BTreeSet;

/// A variable that a script reads and nothing sets.
pub const RULE: Rule = Rule {
    id: RuleId("script/undeclared-variable"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a variable that a script reads, and that neither a file declares nor a script sets",
    why: "The script gets `undefined`, and sends it or compares with it.",
    fix: "Correct the name, or declare the variable. A name that resembles no known name is a note, because scripts often read variables that may be missing. The rule needs an environment that belongs to the collection, as `lint/undeclared-variable` does.",
    wrong: &[
        Sample::Group(&[
            Sample::Prerequest("const base = pm.environment.get(«'BASE_ULR'»);"),
            Sample::Values(
                r#"{"key": "BASE_URL", "value": "https://api.example.com", "enabled": true}, {"key": "BASE", "value": "a", "enabled": true}"#,
            ),
        ]),
        Sample::Group(&[
            Sample::Script(
                "pm.environment.set('access_token', 'a');\nconst token = pm.environment.get(«'acess_token'»);",
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Script("console.log(pm.variables.get(«\"BASE \"»));"),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Script("console.log(pm.globals.get(«'TENANT'»));"),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
    ],
    right: &[
        Sample::Group(&[
            Sample::Prerequest("const base = pm.environment.get('BASE');\npm.variables.get('$guid');"),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Script("pm.environment.set(name, 'a');\nlet name;\npm.environment.get('NAME');"),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Script("pm.environment.get('BASE');"),
        // Whether it exists is the question.
        Sample::Group(&[
            Sample::Script(
                "pm.environment.has('TENANT');\nif (!pm.environment.get('TENANT')) { pm.environment.set('TENANT', 'a'); }",
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let usage = group.usage();
    if usage.scripts.sets_any {
        return;
    }
    for collection in group.collections() {
        if let Some(known) = group.known_names(collection) {
            check_collection(collection, &known, reporter);
        }
    }
}

fn check_collection(collection: &Entity<'_>, known: &BTreeSet<String>, reporter: &mut Reporter<'_>) {
    let mut seen = BTreeSet::new();
    for script in &collection.scripts {
        for chain in &script.script.chains {
            let is_read =
                matches!(VariableAccess::of(chain), Some(VariableAccess::Read)) && chain.words().last() != Some(&"has");
            let Some((name, range)) = named_variable(chain).filter(|_| is_read) else { continue };
            if name.trim().is_empty() || name.starts_with('$') || known.contains(name) || !seen.insert(name.to_owned())
            {
                continue;
            }
            let message = format!("variable `{}` is read, but nothing declares or sets it", display_name(name));
            let report = reporter.script(&script.program, range, message);
            let near = known
                .get(name.trim())
                .map(String::as_str)
                .or_else(|| misspelling(name, known.iter().map(String::as_str)));
            match near {
                Some(near) => report.help(format!("did you mean `{}`?", display_name(near))),
                None => report.help("declare it in the environment, or correct its name").severity(Severity::Note),
            };
        }
    }
}
