//! A secret among the variables of a collection.

use crate::check::facts::{Group, Subject};
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};

/// A secret among the variables of a collection.
pub const RULE: Definition = Definition {
    id: Rule("lint/secret-collection-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable of a collection with the type `secret`",
    why: "The type only masks it on the screen: a collection is exported with the values of its variables in clear. The published schema knows no such type.",
    mend: "Declare it in an environment, with an empty value in the file.",
    wrong: &[Sample::Collection(r#""variable": [{"key": "API_KEY", "value": "", "type": «"secret"»}], "item": []"#)],
    right: &[
        Sample::Collection(r#""variable": [{"key": "API_KEY", "value": "{{KEY}}", "type": "string"}], "item": []"#),
        Sample::Values(r#"{"key": "API_KEY", "value": "", "type": "secret"}"#),
    ],
    judge: Judge::Group(judge),
};

fn judge(group: &Group<'_>, reporter: &mut Reporter<'_>) {
    for variable in group.collections().flat_map(Subject::variables).filter(|variable| variable.is_secret()) {
        let Some((node, key)) = variable.node().get("type").zip(variable.key()) else { continue };
        reporter
            .at(node, format!("the secret `{key}` is a variable of the collection, which is exported in clear"))
            .help("declare it in an environment, with an empty value in the file");
    }
}
