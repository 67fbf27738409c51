//! The shared environment that a private one is made from, and what it needs.

use crate::bundle::{self, VERSION};
use crate::check::check;
use crate::document::{Document, NodeRef};
use crate::finding::{DATA, Finding, Location, Severity};
use crate::postman::{Environment, FileKind, recognise};
use crate::requirements::{FilledBy, RequiredVariable, of_files};
use crate::secret::asks_for_value;
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// An environment with what is known of its variables.
#[derive(Debug)]
pub struct Template {
    document: Document,
    needs: Vec<RequiredVariable>,
}

/// Why a file is no template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It is something else.
    #[error("{path} is no environment{}", .is.map(|kind| format!(", but of the kind: {}", kind.name())).unwrap_or_default())]
    NotAnEnvironment {
        /// The file.
        path: String,
        /// What it is, when that can be told.
        is: Option<FileKind>,
    },
    /// It has mistakes, which the private environment would have as well.
    #[error("the environment has mistakes")]
    Findings(Vec<Finding>),
}

impl Template {
    /// The environment `document`, whose variables are described by `needs`. Of these count those that the environment lists, and those that a person
    /// fills in; what it lists and `needs` do not know is found out by its name and value.
    pub fn new(document: Document, needs: Vec<RequiredVariable>) -> Result<Self, TemplateError> {
        match recognise(document.root()) {
            Some((FileKind::Environment, _)) => {}
            other => {
                let (path, is) = (document.path().to_string(), other.map(|(kind, _)| kind));
                return Err(TemplateError::NotAnEnvironment { path, is });
            }
        }
        // A template may hold what `scan` calls a secret: it stays where it is.
        let is_mistake = |finding: &Finding| finding.severity == Severity::Error && finding.rule.group() != "secret";
        let mistakes: Vec<_> = check(&document).into_iter().filter(is_mistake).collect();
        if !mistakes.is_empty() {
            return Err(TemplateError::Findings(mistakes));
        }
        let own = of_files([&document], &IndexMap::default());
        let is_own = |name: &str| own.iter().any(|need| need.name == name);
        let mut all: Vec<RequiredVariable> = Vec::new();
        for need in needs.into_iter().filter(|need| need.filled_by == FilledBy::Person || is_own(&need.name)) {
            if all.iter().all(|known| known.name != need.name) {
                all.push(need);
            }
        }
        let more: Vec<_> = own.into_iter().filter(|need| all.iter().all(|known| known.name != need.name)).collect();
        all.extend(more);
        // What shows while it is typed cannot be taken back, so one word is enough.
        let is_secret = |name: &str| {
            let mut own = Environment::new(document.root()).variables();
            own.any(|own| own.key().as_deref() == Some(name) && own.is_secret())
        };
        for need in &mut all {
            need.secret |= is_secret(&need.name);
        }
        // A text such as `<your token>` is no value that everybody shares.
        let asks = |name: &str| {
            let mut variables = Environment::new(document.root()).variables();
            variables
                .any(|own| own.key().as_deref() == Some(name) && own.value().is_some_and(|text| asks_for_value(&text)))
        };
        for need in all.iter_mut().filter(|need| need.filled_by == FilledBy::Template && asks(&need.name)) {
            need.filled_by = FilledBy::Person;
        }
        Ok(Self { document, needs: all })
    }

    /// The file.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// What has to be filled in.
    pub fn needs(&self) -> &[RequiredVariable] {
        &self.needs
    }

    /// The need of the variable `name`.
    pub fn need(&self, name: &str) -> Option<&RequiredVariable> {
        self.needs.iter().find(|need| need.name == name)
    }

    /// The environment in the file.
    pub fn environment(&self) -> Environment<'_> {
        Environment::new(self.document.root())
    }

    /// The name that Postman shows.
    pub fn name(&self) -> Cow<'_, str> {
        self.environment().name().unwrap_or_default()
    }

    /// What a bundle's `bundle.json` says of the variables; its other members are of no matter here.
    pub fn described(bundle: &Document) -> Result<Vec<RequiredVariable>, Finding> {
        member(bundle, "variables")
    }

    /// The environments and globals of a bundle.
    pub fn bundled(bundle: &Document) -> Result<Vec<bundle::Environment>, Finding> {
        member(bundle, "environments")
    }
}

/// One member of `bundle.json`, when it has the version that this program reads: another may mean anything else.
fn member<T: DeserializeOwned>(bundle: &Document, name: &str) -> Result<T, Finding> {
    const HELP: &str = "unpack the bundle again, or take this file away";
    let wrong = |message: String| Finding::error(DATA, Location::of(bundle.root()), message);
    match bundle.root().get("version").and_then(|version| Some(version.as_number()?.to_owned())) {
        Some(version) if version == VERSION.to_string() => {}
        Some(version) => {
            let message = format!("this bundle has version {version}, and this program reads version {VERSION}");
            return Err(wrong(message).help("use a newer postsmith"));
        }
        None => return Err(wrong("this describes no bundle: it has no `version`".to_owned()).help(HELP)),
    }
    let Some(found) = bundle.root().get(name) else {
        return Err(wrong(format!("this describes no bundle: it has no `{name}`")).help(HELP));
    };
    NodeRef::read(found).map_err(|error| Finding::data(bundle, &error))
}

#[cfg(test)]
mod tests {
    use super::{Template, TemplateError};
    use crate::document::Document;
    use crate::requirements::{FilledBy, RequiredVariable};

    fn json(text: &str) -> Document {
        Document::json("e.json", text).unwrap()
    }

    #[test]
    fn what_is_described_comes_first_and_nothing_is_lost() {
        let need = |name: &str, filled_by| RequiredVariable {
            description: Some("d".to_owned()),
            filled_by,
            ..RequiredVariable::named(name)
        };
        let needs = vec![
            need("USED", FilledBy::Person),
            need("OF_COLLECTION", FilledBy::Template),
            need("B", FilledBy::Scripts),
            need("USED", FilledBy::Person),
        ];
        let environment = json(r#"{"name": "e", "values": [{"key": "A", "value": "1"}, {"key": "B", "value": ""}]}"#);
        let template = Template::new(environment, needs).unwrap();
        let names: Vec<_> = template.needs().iter().map(|need| (need.name.as_str(), need.filled_by)).collect();
        assert_eq!(names, [("USED", FilledBy::Person), ("B", FilledBy::Scripts), ("A", FilledBy::Template)]);
    }

    #[test]
    fn what_is_no_sound_environment_is_refused() {
        let error = Template::new(json("{}"), Vec::new()).unwrap_err().to_string();
        assert_eq!(error, "e.json is no environment");
        let globals = r#"{"name": "g", "values": [], "_postman_variable_scope": "globals"}"#;
        let error = Template::new(json(globals), Vec::new()).unwrap_err().to_string();
        assert_eq!(error, "e.json is no environment, but of the kind: globals");
        let broken = r#"{"name": "e", "values": [{"key": 5, "value": "1"}], "_postman_variable_scope": "environment"}"#;
        assert!(matches!(Template::new(json(broken), Vec::new()), Err(TemplateError::Findings(_))));
    }

    #[test]
    fn a_bundle_describes_its_variables() {
        let text =
            r#"{"version": 1, "variables": [{"name": "A", "secret": true, "filled_by": "person", "where": "x"}]}"#;
        let needs = Template::described(&json(text)).unwrap();
        assert!(needs[0].secret && needs[0].found_at.as_deref() == Some("x"));
        for (text, place) in [
            ("{}", "e.json:1:1"),
            (r#"{"version": 1, "variables": [{"name": "A", "secret": "yes", "filled_by": "person"}]}"#, "e.json:1:54"),
            (r#"{"version": 2, "variables": []}"#, "e.json:1:1"),
            (r#"{"variables": []}"#, "e.json:1:1"),
        ] {
            assert_eq!(Template::described(&json(text)).unwrap_err().location.to_string(), place);
        }
    }
}
