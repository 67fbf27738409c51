//! Checks that a built environment has the variables of the manifest: a template of the source may omit or add some.

use crate::document::{Document, NodeRef};
use crate::finding::{Finding, Location, RuleId};
use crate::postman::{Environment, Variable};
use crate::source::Manifest;
use std::collections::BTreeMap;

/// The rule of findings about a variable that is missing, duplicate or undeclared, or about a secret that is not empty.
const ENVIRONMENT: RuleId = RuleId("environment");

/// Checks the built environment `document`.
pub(super) fn check(manifest: &Manifest, document: &Document) -> Vec<Finding> {
    let environment = Environment::new(document.root());
    let list = environment.node().get("values").unwrap_or_else(|| document.root());
    let mut seen: BTreeMap<String, NodeRef<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut report = |node, message: String, help: &str| {
        findings.push(Finding::error(ENVIRONMENT, Location::of(node), message).help(help));
    };
    for variable in environment.variables() {
        let Some(key) = variable.key() else { continue };
        if seen.insert(key.clone().into_owned(), variable.node()).is_some() {
            report(variable.node(), format!("the environment has the variable `{key}` twice"), "remove one of them");
        }
        match manifest.variables.get(&*key) {
            None => {
                let help = "declare it in the manifest, or remove it from the template";
                report(variable.node(), format!("the variable `{key}` is not declared in the manifest"), help);
            }
            Some(declared) if declared.secret && !is_empty_secret(variable) => {
                let message = format!("the secret `{key}` is not an empty value of type `secret`");
                report(
                    variable.node(),
                    message,
                    "remove the value from the template; each person enters it in Postman",
                );
            }
            Some(_) => {}
        }
    }
    for name in manifest.variables.keys().filter(|name| !seen.contains_key(*name)) {
        let help = "print `environment.values` in `environment.json.hbs`";
        report(list, format!("the environment lacks the declared variable `{name}`"), help);
    }
    findings
}

fn is_empty_secret(variable: Variable<'_>) -> bool {
    variable.is_secret() && variable.value().is_none_or(|value| value.is_empty())
}
