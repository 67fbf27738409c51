//! The contents of a bundle: the files and required variables of a built source, or of exported files without their secrets.

use super::environment::{EmptiedVariable, SecretVariables, empty_secrets, new_environment};
use super::input::file_role;
use super::portable_name::portable_name;
use super::refusal;
use super::{AcceptedValues, ENDINGS, Terms};
use crate::analysis::{ALL_SCRIPTS, FileGroup, used_variables};
use crate::document::Document;
use crate::finding::{Finding, Location};
use crate::postman::{Collection, Environment, recognise};
use crate::requirements::{self, FileRole, FilledBy, RequiredVariable};
use crate::secret::decode::KnownValues;
use crate::source::manifest::DeclaredVariable;
use crate::source::{Manifest, Parsed};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::HashSet;
use std::iter::once;

/// A Postman file of a bundle.
pub struct BundleFile {
    /// The file name in the bundle.
    pub name: String,
    /// The use of the file.
    pub role: FileRole,
    /// The key of an environment in the manifest that it was built from.
    pub stage: Option<String>,
    /// The content, without secrets.
    pub document: Document,
}

/// The Postman files of a bundle, without secrets, and the variables that they require.
pub struct BundleContents {
    /// The folder of the bundle, named after the file of the collection.
    pub name: String,
    /// The collection, then the environments and globals.
    pub files: Vec<BundleFile>,
    /// The required variables.
    pub variables: Vec<RequiredVariable>,
    /// The variables whose values were removed from environments.
    pub emptied: Vec<EmptiedVariable>,
    /// The keys that were removed from each environment, because Postman does not read them and they may contain secrets.
    pub removed_keys: Vec<(Utf8PathBuf, Vec<String>)>,
    /// Values that may be in the files and pages although they look like credentials.
    pub accepted: AcceptedValues,
    /// The secret values that were removed. No file or page may contain them.
    pub(super) removed_values: KnownValues,
}

impl BundleContents {
    /// The contents from exported files: `collection`, and the environments and globals `values`. Their secrets, and tokens that scripts stored in
    /// them, are removed. Without an environment, one is made. `descriptions` is TOML with `[variables.NAME]` as in a manifest. The `terms` say what refuses
    /// the files.
    ///
    /// # Errors
    /// Every secret that remains in a file or description, and every error that makes a file invalid.
    pub fn of_files(
        collection: &Document,
        values: &[Document],
        descriptions: Option<&Document>,
        terms: Terms,
    ) -> Result<Self, Vec<Finding>> {
        let described = descriptions.map(DeclaredVariable::read_all).transpose()?.unwrap_or_default();
        // The order of the arguments must not change the bundle.
        let mut values: Vec<&Document> = values.iter().collect();
        values.sort_by_key(|document| (document.path().file_name().unwrap_or_default(), document.text()));
        let input_findings = refusal::check_documents(once(collection).chain(values.iter().copied()), &terms);
        let mut emptied = EmptiedInput::new(collection, &values, &described)?;
        // An accepted value is emptied in an environment, and may stay elsewhere.
        emptied.removed_values.forget(|value| terms.accepted.accepts(value));
        let mut findings = emptied.remaining(input_findings);
        findings.extend(descriptions.iter().flat_map(|document| check_descriptions(document, &described)));
        findings.extend(once(collection).chain(&emptied.documents).flat_map(refusal::check_unscanned_places));
        let all = once(collection).chain(&emptied.documents).chain(descriptions);
        for finding in all.flat_map(|document| refusal::check_known_values(document, &emptied.removed_values)) {
            let is_reported = findings.iter().any(|reported| {
                reported.location.path == finding.location.path
                    && reported.location.span.start == finding.location.span.start
            });
            if !is_reported {
                findings.push(finding);
            }
        }
        let EmptiedInput { mut documents, emptied, removed_keys, removed_values, .. } = emptied;
        let stem = stem(collection.path());
        let required = |values: &[Document]| requirements::of_files(once(collection).chain(values), &described);
        let mut variables = required(&documents);
        if documents.is_empty() {
            let environment = new_environment(&stem, &collection_name(collection), &variables, &described);
            documents.extend(environment.map_err(|error| vec![Finding::from(&error)])?);
            variables = required(&documents);
        }
        findings.extend(refusal::check_descriptions(&variables, |index, key| {
            description_location(&variables[index].name, key, descriptions, collection)
        }));
        if !findings.is_empty() {
            findings.sort();
            findings.dedup();
            return Err(findings);
        }
        let files = once((copy(collection)?, None)).chain(documents.into_iter().map(|file| (file, None)));
        Ok(Self {
            name: portable_name(&stem),
            files: name_files(files),
            variables,
            emptied,
            removed_keys,
            accepted: terms.accepted,
            removed_values,
        })
    }

    /// The contents from the files that `manifest` builds: `collection` and the environments `values`, which contain no secret.
    ///
    /// # Errors
    /// Secrets in the descriptions of the manifest, or in a file.
    pub fn of_source(
        manifest: &Parsed<Manifest>,
        collection: Document,
        values: Vec<Document>,
    ) -> Result<Self, Vec<Finding>> {
        let Parsed { document, data } = manifest;
        let mut findings = check_descriptions(document, &data.variables);
        let terms = Terms { accepted: AcceptedValues::default(), are_imported: true };
        findings.extend(refusal::check_documents(once(&collection).chain(&values), &terms));
        if !findings.is_empty() {
            return Err(findings);
        }
        let stage = |file: &Document| {
            let stem = stem(file.path());
            let mut keys = data.environments.keys();
            keys.find(|key| data.environment_file_name(key) == stem).cloned()
        };
        let name = portable_name(&stem(collection.path()));
        let values = values.into_iter().map(|file| (stage(&file), file)).map(|(stage, file)| (file, stage));
        Ok(Self {
            name,
            files: name_files(once((collection, None)).chain(values)),
            variables: requirements::of_manifest(data),
            emptied: Vec::new(),
            removed_keys: Vec::new(),
            accepted: terms.accepted,
            removed_values: KnownValues::default(),
        })
    }

    /// The file of the collection.
    pub fn collection(&self) -> Option<&BundleFile> {
        self.files.iter().find(|file| file.role == FileRole::Collection)
    }

    /// Every pair of environments with the same name in Postman: their paths, and the name.
    pub fn environments_with_equal_names(&self) -> Vec<(&Utf8Path, &Utf8Path, String)> {
        let name = |file: &BundleFile| Environment::new(file.document.root()).name().map(Cow::into_owned);
        let environments: Vec<&BundleFile> =
            self.files.iter().filter(|file| file.role == FileRole::Environment).collect();
        let mut pairs = Vec::new();
        for (index, first) in environments.iter().enumerate() {
            for second in &environments[index + 1..] {
                if let Some(name) = name(first).filter(|known| name(second).as_ref() == Some(known)) {
                    pairs.push((first.document.path(), second.document.path(), name));
                }
            }
        }
        pairs
    }

    /// The variables that a person fills in and that have no description.
    pub fn undescribed_variables(&self) -> impl Iterator<Item = &RequiredVariable> {
        let is_undescribed =
            |variable: &&RequiredVariable| variable.filled_by == FilledBy::Person && variable.description.is_none();
        self.variables.iter().filter(is_undescribed)
    }
}

/// The exported environments and globals without their secrets.
struct EmptiedInput<'d> {
    documents: Vec<Document>,
    emptied: Vec<EmptiedVariable>,
    removed_keys: Vec<(Utf8PathBuf, Vec<String>)>,
    removed_values: KnownValues,
    /// Where the removed text was, by file.
    removed_spans: Vec<(&'d Utf8Path, Span)>,
}

impl<'d> EmptiedInput<'d> {
    fn new(
        collection: &Document,
        values: &[&'d Document],
        described: &IndexMap<String, DeclaredVariable>,
    ) -> Result<Self, Vec<Finding>> {
        let set_by_scripts = set_by_scripts(collection, values);
        let is_declared_secret = |name: &str| described.get(name).is_some_and(|variable| variable.secret);
        let secrets = SecretVariables { is_declared_secret: &is_declared_secret, set_by_scripts: &set_by_scripts };
        let mut input = Self {
            documents: Vec::new(),
            emptied: Vec::new(),
            removed_keys: Vec::new(),
            removed_values: KnownValues::default(),
            removed_spans: Vec::new(),
        };
        for document in values {
            let environment = empty_secrets(document, &secrets, &mut input.removed_values)
                .map_err(|error| vec![Finding::from(&error)])?;
            input.removed_spans.extend(environment.removed_spans.iter().map(|span| (document.path(), *span)));
            input.emptied.extend(environment.emptied);
            if !environment.removed_keys.is_empty() {
                input.removed_keys.push((document.path().to_owned(), environment.removed_keys));
            }
            input.documents.push(environment.document);
        }
        Ok(input)
    }

    /// The `findings` about the input that also hold for the emptied files: no secret in a span that was removed.
    fn remaining(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let is_removed = |location: &Location| {
            self.removed_spans.iter().any(|(path, span)| {
                *path == location.path && span.start <= location.span.start && location.span.end <= span.end
            })
        };
        let remains = |finding: &Finding| finding.rule.group() != "secret" || !is_removed(&finding.location);
        findings.into_iter().filter(remains).collect()
    }
}

/// The variables that the scripts of `collection` set.
fn set_by_scripts(collection: &Document, values: &[&Document]) -> HashSet<String> {
    let group = FileGroup::new(once(collection).chain(values.iter().copied()), Vec::new(), ALL_SCRIPTS);
    let used = used_variables(&group).into_iter();
    used.filter(|used| used.is_set_by_script).map(|used| used.name).collect()
}

/// Secrets in the TOML `document`, which describes `variables`.
fn check_descriptions(document: &Document, variables: &IndexMap<String, DeclaredVariable>) -> Vec<Finding> {
    let required: Vec<RequiredVariable> =
        variables.iter().map(|(name, variable)| RequiredVariable::described(name, variable)).collect();
    let location = |index: usize, key: &str| description_location(&required[index].name, key, Some(document), document);
    let mut findings = refusal::check_descriptions(&required, location);
    for (name, variable) in variables {
        if variable.value.as_deref().is_some_and(|value| refusal::is_secret_text(name, value, true)) {
            let message = format!("the `value` of the variable `{name}` contains a credential in clear");
            let location = description_location(name, "value", Some(document), document);
            findings.push(Finding::error(super::SECRET, location, message).help("remove it; each person enters it"));
        }
    }
    findings
}

/// The location of `key` of the variable `name` in the descriptions, else the beginning of `otherwise`.
fn description_location(name: &str, key: &str, descriptions: Option<&Document>, otherwise: &Document) -> Location {
    let in_descriptions = |document: &Document| {
        let node = document.root().get("variables")?.get(name)?.get(key)?;
        Some(Location::of(node))
    };
    descriptions.and_then(in_descriptions).unwrap_or_else(|| refusal::location_of(otherwise, None))
}

/// Gives each document its role and a file name that no other file has.
fn name_files(documents: impl Iterator<Item = (Document, Option<String>)>) -> Vec<BundleFile> {
    let mut files: Vec<BundleFile> = Vec::new();
    for (document, stage) in documents {
        let role = file_role(&document).unwrap_or(FileRole::Environment);
        let ending = ENDINGS.iter().find_map(|(of, ending)| (*of == role).then_some(*ending)).unwrap_or_default();
        let stem = portable_name(&stem(document.path()));
        let numbered = |number: usize| match number {
            1 => format!("{stem}{ending}"),
            _ => format!("{stem}-{number}{ending}"),
        };
        let is_free = |name: &String| !files.iter().any(|file| file.name == *name);
        let name = (1..=files.len() + 1).map(numbered).find(is_free).unwrap_or_else(|| numbered(files.len() + 2));
        files.push(BundleFile { name, role, stage, document });
    }
    files
}

/// The file name without the endings that Postman adds.
fn stem(path: &Utf8Path) -> String {
    let name = path.file_name().unwrap_or_default();
    let mut endings = ENDINGS.iter().map(|(_, ending)| *ending).chain([".json"]);
    endings.find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

/// The name of the collection in Postman, else the stem of its file name.
pub(super) fn collection_name(document: &Document) -> String {
    let name = recognise(document.root()).and_then(|(_, node)| Collection::new(node).name().map(Cow::into_owned));
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| stem(document.path()))
}

/// A second document with the same text.
fn copy(document: &Document) -> Result<Document, Vec<Finding>> {
    Document::json(document.path(), document.text()).map_err(|error| vec![Finding::from(&error)])
}
