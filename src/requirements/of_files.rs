//! The required variables of exported files, found by their use.

use crate::analysis::{ALL_SCRIPTS, Entity, FileGroup, used_variables};
use crate::document::Document;
use crate::postman::{Auth, FileKind, Variable};
use crate::requirements::{EmbeddedConstants, FilledBy, RequiredVariable};
use crate::secret::is_secret_name;
use crate::source::manifest;
use crate::text::references;
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The variables that the collections among `documents` require: first those that the environments list, in their order, then those of the
/// collections, then all others that requests and scripts use. `described` has descriptions by name.
pub fn of_files<'d>(
    documents: impl IntoIterator<Item = &'d Document>,
    described: &IndexMap<String, manifest::DeclaredVariable>,
) -> Vec<RequiredVariable> {
    let group = FileGroup::new(documents, Vec::new(), ALL_SCRIPTS);
    let used = used_variables(&group);
    let set: HashSet<&str> = used.iter().filter(|used| used.is_set_by_script).map(|used| used.name.as_str()).collect();
    let mut known: HashMap<Cow<'_, str>, Vec<(Variable<'_>, bool)>> = HashMap::new();
    let mut order: Vec<Cow<'_, str>> = Vec::new();
    let environments = group.values().map(|values| (values, values.kind == FileKind::Environment));
    let collections = group.collections().map(|collection| (collection, false));
    for (subject, is_environment) in environments.chain(collections) {
        for (key, variable) in enabled_variables(subject) {
            if !known.contains_key(&key) {
                order.push(key.clone());
            }
            known.entry(key).or_default().push((variable, is_environment));
        }
    }
    order.extend(used.iter().map(|used| Cow::Borrowed(used.name.as_str())).filter(|name| !known.contains_key(name)));
    let environments = group.values().filter(|values| values.kind == FileKind::Environment).count();
    let auth_secrets = auth_secrets(&group);
    let built: Vec<EmbeddedConstants> =
        group.collections().filter_map(|collection| EmbeddedConstants::of(collection.node)).collect();
    let required = |name: Cow<'_, str>| {
        let declared = known.get(&name).map(Vec::as_slice).unwrap_or_default();
        let has_value = |(variable, _): &&(Variable<'_>, bool)| variable.value().is_some_and(|value| !value.is_empty());
        // Variables of the collection and globals apply in every environment.
        let is_everywhere = declared.iter().filter(has_value).any(|(_, is_environment)| !is_environment);
        let in_environments = declared.iter().filter(has_value).filter(|(_, is_environment)| *is_environment).count();
        let description = described.get(&*name).map(|variable| RequiredVariable::described(&name, variable));
        let filled_by = if built.iter().any(|built| built.is_kept_by_scripts(&name)) {
            FilledBy::Scripts
        } else if is_everywhere || (environments > 0 && in_environments >= environments) {
            FilledBy::Template
        } else if set.contains(&*name) {
            FilledBy::Scripts
        } else {
            FilledBy::Person
        };
        let is_secret = is_secret_name(&name)
            || auth_secrets.contains(&*name)
            || declared.iter().any(|(variable, _)| variable.is_secret());
        let declared_description = declared.iter().find_map(|(variable, _)| variable.description());
        let found = description.unwrap_or_else(|| RequiredVariable::named(&*name));
        RequiredVariable {
            description: found.description.or_else(|| declared_description.map(Cow::into_owned)),
            secret: found.secret || is_secret,
            filled_by,
            ..found
        }
    };
    order.into_iter().map(required).collect()
}

/// The variables that are the whole value of a secret parameter of an auth block.
fn auth_secrets(group: &FileGroup<'_>) -> HashSet<String> {
    let mut names = HashSet::new();
    let own = group.collections().flat_map(|collection| collection.owners().filter_map(Auth::of));
    let in_force = group.collections().flat_map(|collection| collection.requests().filter_map(|request| request.auth));
    for auth in own.chain(in_force) {
        for parameter in auth.auth_type().into_iter().flat_map(|auth_type| auth_type.descriptor().secrets()) {
            let text = auth.text(parameter).unwrap_or_default();
            let mut used = references(&text);
            if let Some(one) = used.next().filter(|one| one.range == (0..text.len())) {
                names.insert(one.name.to_owned());
            }
        }
    }
    names
}

/// The enabled variables that `subject` declares, by name.
fn enabled_variables<'d>(subject: &Entity<'d>) -> impl Iterator<Item = (Cow<'d, str>, Variable<'d>)> {
    let named = |variable: Variable<'d>| Some((variable.key().filter(|key| !key.trim().is_empty())?, variable));
    subject.variables().filter(|variable| variable.is_enabled()).filter_map(named)
}

#[cfg(test)]
mod tests {
    use super::of_files;
    use crate::document::Document;
    use crate::requirements::FilledBy;
    use crate::source::manifest::DeclaredVariable;
    use indexmap::IndexMap;

    const COLLECTION: &str = r#"{"info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "variable": [{"key": "VERSION", "value": "v2", "description": "Version of the API"}],
        "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/{{VERSION}}/me/{{USER}}",
            "header": [{"key": "X-Api-Key", "value": "{{API_KEY}}"}, {"key": "X-Run", "value": "{{RUN}}"}]}, "response": []}],
        "event": [{"listen": "prerequest", "script": {"exec": ["pm.environment.set('RUN', Date.now());"]}}]}"#;
    const ENVIRONMENT: &str = r#"{"name": "E", "values": [{"key": "BASE", "value": "https://api.example.com"}, {"key": "API_KEY", "value": "", "type": "secret"},
        {"key": "OLD", "value": "1", "enabled": false}]}"#;

    #[test]
    fn variables_of_an_export_are_found_by_use() {
        let collection = Document::json("c.json", COLLECTION).unwrap();
        let environment = Document::json("e.json", ENVIRONMENT).unwrap();
        let manifest =
            Document::toml("m.toml", "[variables.USER]\ndescription = 'Number of the user'\nformat = 'number'\n")
                .unwrap();
        let described = DeclaredVariable::read_all(&manifest).unwrap_or_default();
        let variables = of_files([&collection, &environment], &described);
        let found: Vec<_> =
            variables.iter().map(|variable| (variable.name.as_str(), variable.secret, variable.filled_by)).collect();
        assert_eq!(
            found,
            [
                ("BASE", false, FilledBy::Template),
                ("API_KEY", true, FilledBy::Person),
                ("VERSION", false, FilledBy::Template),
                ("USER", false, FilledBy::Person),
                ("RUN", false, FilledBy::Scripts),
            ]
        );
        assert_eq!(variables[2].description.as_deref(), Some("Version of the API"));
        assert_eq!(variables[3].description.as_deref(), Some("Number of the user"));
        assert_eq!(variables[0].description, None);
    }

    #[test]
    fn value_of_globals_applies_in_every_environment() {
        let collection = Document::json("c.json", COLLECTION).unwrap();
        let environment = Document::json("e.json", ENVIRONMENT).unwrap();
        let globals = r#"{"name": "G", "values": [{"key": "USER", "value": "7"}, {"key": "API_KEY", "value": ""}], "_postman_variable_scope": "globals"}"#;
        let globals = Document::json("g.json", globals).unwrap();
        let variables = of_files([&collection, &environment, &globals], &IndexMap::default());
        let of = |name: &str| variables.iter().find(|variable| variable.name == name).unwrap().filled_by;
        assert_eq!((of("BASE"), of("USER"), of("API_KEY")), (FilledBy::Template, FilledBy::Template, FilledBy::Person));
    }

    #[test]
    fn variable_that_is_a_whole_secret_auth_parameter_is_a_secret() {
        let text = COLLECTION.replace(
            "\"item\":",
            r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{ORG}}"}]}, "item":"#,
        );
        let text = text.replace(
            "\"method\":",
            r#""auth": {"type": "apikey", "apikey": {"key": "{{USER}}", "value": "{{RUN}}"}}, "method":"#,
        );
        let collection = Document::json("c.json", text).unwrap();
        let variables = of_files([&collection], &IndexMap::default());
        let secret: Vec<_> =
            variables.iter().filter(|variable| variable.secret).map(|variable| variable.name.as_str()).collect();
        assert_eq!(secret, ["ORG", "RUN", "API_KEY"]);
    }

    #[test]
    fn built_collection_names_the_variables_that_its_scripts_keep() {
        let source =
            crate::source::Source::load(&crate::source::preset("tallyfy").unwrap()).unwrap_or_else(|_| panic!());
        let declared = crate::requirements::of_manifest(&source.manifest.data);
        let read = |name: &str| {
            let path = format!("{}/output/{name}", env!("CARGO_MANIFEST_DIR"));
            Document::json(name, std::fs::read(path).unwrap()).unwrap()
        };
        let files = [read("tallyfy.postman_collection.json"), read("tallyfy-production.postman_environment.json")];
        let used = of_files(&files, &source.manifest.data.variables);
        assert_eq!(used, declared);
    }

    #[test]
    fn without_an_environment_all_variables_are_found_by_use() {
        let collection = Document::json("c.json", COLLECTION).unwrap();
        let names: Vec<_> =
            of_files([&collection], &IndexMap::default()).into_iter().map(|variable| variable.name).collect();
        assert_eq!(names, ["VERSION", "BASE", "USER", "API_KEY", "RUN"]);
    }
}
