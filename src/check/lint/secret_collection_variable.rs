//! The rule `lint/secret-collection-variable`: a secret in the variables of a collection.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::secret::{is_placeholder, is_secret_name};

/// The help of both findings.
const HELP: &str = "declare it in an environment, with an empty value in the file";

/// A secret in the variables of a collection.
pub const RULE: Rule = Rule {
    id: RuleId("lint/secret-collection-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a collection variable that has the type `secret`, or the name of a secret and a value",
    why: "The type masks the value on the screen only: Postman exports the variables of a collection in clear. The published schema does not have this type.",
    fix: "Declare it in an environment, with an empty value in the file. The type is a warning. The name with a value is a note, because the rules of the group `secret` report the value itself.",
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
                .at(
                    kind,
                    format!("collection variable `{name}` has the type `secret`, but its value is exported in clear"),
                )
                .help(HELP);
        } else if let Some(value) = variable.node().get("value").filter(|value| is_literal(*value))
            && is_secret_name(&key)
        {
            let message = format!("collection variable `{}` has the name of a secret and a value", display_name(&key));
            reporter.at(value, message).help(HELP).severity(Severity::Note);
        }
    }
}

/// Whether the value is a text and not a placeholder.
fn is_literal(value: NodeRef<'_>) -> bool {
    value.as_str().is_some_and(|text| !is_placeholder(&text))
}
