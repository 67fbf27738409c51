//! A secret among the variables of a collection.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::secret::{is_placeholder, is_secret_name};

/// What to do.
const HELP: &str = "declare it in an environment, with an empty value in the file";

/// A secret among the variables of a collection.
pub const RULE: Rule = Rule {
    id: RuleId("lint/secret-collection-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable of a collection with the type `secret`, or named like a secret and with a value",
    why: "The type only masks it on the screen: a collection is exported with the values of its variables in clear. The published schema knows no such type.",
    fix: "Declare it in an environment, with an empty value in the file. The type is a warning; the name with a value is a note, as the rules of the group `secret` report the value itself.",
    wrong: &[
        Sample::Collection(
            r#""variable": [{"key": "API_PASSWORD", "value": «"Summer!2031"», "type": "string"}], "item": []"#,
        ),
        Sample::Collection(r#""variable": [{"key": "API_KEY", "value": "", "type": «"secret"»}], "item": []"#),
    ],
    right: &[
        Sample::Collection(r#""variable": [{"key": "API_KEY", "value": "{{KEY}}", "type": "string"}], "item": []"#),
        Sample::Collection(r#""variable": [{"key": "API_KEY", "value": "<your key>", "type": "string"}], "item": []"#),
        Sample::Values(r#"{"key": "API_KEY", "value": "", "type": "secret"}"#),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for variable in group.collections().flat_map(Entity::variables) {
        let Some(key) = variable.key() else { continue };
        if let Some(kind) = variable.node().get("type").filter(|_| variable.is_secret()) {
            let name = display_name(&key);
            reporter
                .at(kind, format!("the secret `{name}` is a variable of the collection, which is exported in clear"))
                .help(HELP);
        } else if let Some(value) = variable.node().get("value").filter(|value| is_literal(*value))
            && is_secret_name(&key)
        {
            let message = format!(
                "the variable `{}` of the collection is named like a secret and has a value",
                display_name(&key)
            );
            reporter.at(value, message).help(HELP).severity(Severity::Note);
        }
    }
}

/// Whether it is a text of its own: no other variable's, and none that asks for one.
fn is_literal(value: NodeRef<'_>) -> bool {
    value.as_str().is_some_and(|text| !is_placeholder(&text))
}
