//! The template of a private environment: a shared environment and the required variables that it lists.

use crate::check::check;
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::postman::{Environment, FileKind, recognise};
use crate::requirements::{FilledBy, RequiredVariable, of_files};
use crate::secret::asks_for_value;
use indexmap::IndexMap;
use std::borrow::Cow;

/// A shared environment and what is known of its variables.
#[derive(Debug)]
pub struct EnvironmentTemplate {
    document: Document,
    variables: Vec<RequiredVariable>,
}

/// The reason why a file cannot be a template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file is not an environment.
    #[error("{path} is not an environment{}", .is.map(|kind| format!(" but of the kind `{}`", kind.name())).unwrap_or_default())]
    NotAnEnvironment {
        /// The file.
        path: String,
        /// The kind of the file, if it is a Postman file.
        is: Option<FileKind>,
    },
    /// The environment has errors, which the private environment would inherit.
    #[error("the environment has errors")]
    Findings(Vec<Finding>),
}

impl EnvironmentTemplate {
    /// The environment `document`, whose variables are described by `described`. A described variable is kept if the environment lists it or a
    /// person fills it in. Variables that only the environment lists are described by their names and values.
    ///
    /// # Errors
    /// When the document is not an environment, or has errors.
    pub fn new(document: Document, described: Vec<RequiredVariable>) -> Result<Self, TemplateError> {
        match recognise(document.root()) {
            Some((FileKind::Environment, _)) => {}
            other => {
                let (path, is) = (document.path().to_string(), other.map(|(kind, _)| kind));
                return Err(TemplateError::NotAnEnvironment { path, is });
            }
        }
        // A secret in the template is no reason to refuse it: the secret is only copied into the private file.
        let is_error = |finding: &Finding| finding.severity == Severity::Error && finding.rule.group() != "secret";
        let errors: Vec<_> = check(&document).into_iter().filter(is_error).collect();
        if !errors.is_empty() {
            return Err(TemplateError::Findings(errors));
        }
        let listed = of_files([&document], &IndexMap::default());
        let is_listed = |name: &str| listed.iter().any(|variable| variable.name == name);
        let is_kept = |variable: &RequiredVariable| variable.filled_by == FilledBy::Person || is_listed(&variable.name);
        let mut variables: Vec<RequiredVariable> = Vec::new();
        for variable in described.into_iter().filter(is_kept) {
            if variables.iter().all(|known| known.name != variable.name) {
                variables.push(variable);
            }
        }
        let is_new = |variable: &RequiredVariable| variables.iter().all(|known| known.name != variable.name);
        let undescribed: Vec<_> = listed.into_iter().filter(is_new).collect();
        variables.extend(undescribed);
        let environment = Environment::new(document.root());
        for variable in &mut variables {
            let own: Vec<_> =
                environment.variables().filter(|own| own.key().as_deref() == Some(&variable.name)).collect();
            // One mark is enough: a secret that was shown while it was typed cannot be hidden again.
            variable.secret |= own.iter().any(|own| own.is_secret());
            // A text such as `<your token>` is not a shared value.
            if variable.filled_by == FilledBy::Template
                && own.iter().any(|own| own.value().is_some_and(|text| asks_for_value(&text)))
            {
                variable.filled_by = FilledBy::Person;
            }
        }
        Ok(Self { document, variables })
    }

    /// The document of the environment.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The required variables.
    pub fn variables(&self) -> &[RequiredVariable] {
        &self.variables
    }

    /// The required variable `name`.
    pub fn variable(&self, name: &str) -> Option<&RequiredVariable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The view of the environment.
    pub fn environment(&self) -> Environment<'_> {
        Environment::new(self.document.root())
    }

    /// The name of the environment in Postman.
    pub fn name(&self) -> Cow<'_, str> {
        self.environment().name().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{EnvironmentTemplate, TemplateError};
    use crate::document::Document;
    use crate::requirements::{FilledBy, RequiredVariable};

    fn json(text: &str) -> Document {
        Document::json("e.json", text).unwrap()
    }

    #[test]
    fn described_variables_come_first_and_listed_ones_are_added() {
        let variable = |name: &str, filled_by| RequiredVariable {
            description: Some("d".to_owned()),
            filled_by,
            ..RequiredVariable::named(name)
        };
        let described = vec![
            variable("USED", FilledBy::Person),
            variable("OF_COLLECTION", FilledBy::Template),
            variable("B", FilledBy::Scripts),
            variable("USED", FilledBy::Person),
        ];
        let environment = json(r#"{"name": "e", "values": [{"key": "A", "value": "1"}, {"key": "B", "value": ""}]}"#);
        let template = EnvironmentTemplate::new(environment, described).unwrap();
        let found: Vec<_> =
            template.variables().iter().map(|variable| (variable.name.as_str(), variable.filled_by)).collect();
        assert_eq!(found, [("USED", FilledBy::Person), ("B", FilledBy::Scripts), ("A", FilledBy::Template)]);
    }

    #[test]
    fn template_that_is_not_a_valid_environment_is_refused() {
        let error = EnvironmentTemplate::new(json("{}"), Vec::new()).unwrap_err().to_string();
        assert_eq!(error, "e.json is not an environment");
        let globals = r#"{"name": "g", "values": [], "_postman_variable_scope": "globals"}"#;
        let error = EnvironmentTemplate::new(json(globals), Vec::new()).unwrap_err().to_string();
        assert_eq!(error, "e.json is not an environment but of the kind `globals`");
        let broken = r#"{"name": "e", "values": [{"key": 5, "value": "1"}], "_postman_variable_scope": "environment"}"#;
        assert!(matches!(EnvironmentTemplate::new(json(broken), Vec::new()), Err(TemplateError::Findings(_))));
    }
}
