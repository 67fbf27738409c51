//! Whether a built environment is what the manifest says: a template of the user's own may have left something out, or put something in.

use crate::document::{Document, NodeRef};
use crate::finding::{Finding, Location, RuleId};
use crate::postman::{Environment, Variable};
use crate::source::Manifest;
use std::collections::BTreeMap;

/// A variable of a built environment that is missing, there twice, undeclared, or a secret that is not empty.
const ENVIRONMENT: RuleId = RuleId("environment");

/// What is wrong in the built environment `document`.
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
            report(variable.node(), format!("the variable `{key}` stands in the environment twice"), "leave one out");
        }
        match manifest.variables.get(&*key) {
            None => {
                let help = "declare it in the manifest, or leave it out of the template";
                report(variable.node(), format!("the variable `{key}` is not declared in the manifest"), help);
            }
            Some(declared) if declared.secret && !is_empty_secret(variable) => {
                let message = format!("the secret `{key}` must be an empty value of type `secret`");
                report(variable.node(), message, "whoever imports the environment fills it in");
            }
            Some(_) => {}
        }
    }
    for name in manifest.variables.keys().filter(|name| !seen.contains_key(*name)) {
        let help = "print `environment.values` in environment.json.hbs";
        report(list, format!("the declared variable `{name}` is missing in the environment"), help);
    }
    findings
}

fn is_empty_secret(variable: Variable<'_>) -> bool {
    variable.is_secret() && variable.value().is_none_or(|value| value.is_empty())
}
