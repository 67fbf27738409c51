//! What goes into a bundle: of a source that was built, or of files that somebody exported.

use super::input::role;
use super::name::portable;
use super::record::Role;
use super::template::{Emptied, Rules, template};
use super::{made, refusal};
use crate::analysis::{FileGroup, used_variables};
use crate::document::Document;
use crate::finding::{Finding, Location};
use crate::postman::{Collection, Environment, recognise};
use crate::requirements::{self, RequiredVariable};
use crate::secret::decode::KnownValues;
use crate::source::manifest::DeclaredVariable;
use crate::source::{Manifest, Parsed};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::HashSet;

/// A file that is handed over.
pub struct File {
    /// Its name in the bundle.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Of an environment its key in the manifest that it was built from.
    pub stage: Option<String>,
    /// What it holds.
    pub document: Document,
}

/// The files of a bundle, free of secrets, and what has to be filled in before they work.
pub struct Gathered {
    /// The folder of the bundle: the collection's file name.
    pub name: String,
    /// The collection, then the environments.
    pub files: Vec<File>,
    /// The variables.
    pub needs: Vec<RequiredVariable>,
    /// What was emptied in the environments.
    pub emptied: Vec<Emptied>,
    /// Keys of the environments that Postman does not read, by file: they may hold anything.
    pub dropped: Vec<(Utf8PathBuf, Vec<String>)>,
    /// Values that must stand nowhere.
    pub(super) taken: KnownValues,
}

impl Gathered {
    /// Of `collection` and the environments and globals `values`. Their secrets and what scripts stored in them are taken out; where there
    /// are none, an environment is made. `described` is TOML that says under `[variables.NAME]` what the variables are.
    ///
    /// # Errors
    /// Every secret that is left in a file or a description, and what makes a file no collection or environment.
    pub fn of_files(
        collection: &Document,
        values: &[Document],
        described: Option<&Document>,
    ) -> Result<Self, Vec<Finding>> {
        let variables = described.map(DeclaredVariable::read_all).transpose()?.unwrap_or_default();
        // The same files make the same bundle, in whatever order they are named.
        let mut values: Vec<&Document> = values.iter().collect();
        values.sort_by_key(|document| (document.path().file_name().unwrap_or_default(), document.text()));
        let mut taken = KnownValues::default();
        let is_set = stored(collection, &values);
        let is_declared = |name: &str| variables.get(name).is_some_and(|variable| variable.secret);
        let rules = Rules { is_declared: &is_declared, is_set: &is_set };
        let (mut findings, mut templates, mut emptied, mut dropped) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let wrong = refusal::check_documents(std::iter::once(collection).chain(values.iter().copied()));
        let mut spans: Vec<(&Utf8Path, Span)> = Vec::new();
        for document in &values {
            let template = template(document, &rules, &mut taken).map_err(|error| vec![Finding::from(&error)])?;
            spans.extend(template.spans.iter().map(|span| (document.path(), *span)));
            emptied.extend(template.emptied);
            if !template.dropped.is_empty() {
                dropped.push((document.path().to_owned(), template.dropped));
            }
            templates.push(template.document);
        }
        // What was taken out is no fault any more.
        let is_out = |place: &Location| {
            spans
                .iter()
                .any(|(path, span)| *path == place.path && span.start <= place.span.start && place.span.end <= span.end)
        };
        findings
            .extend(wrong.into_iter().filter(|finding| finding.rule.group() != "secret" || !is_out(&finding.location)));
        findings.extend(described.iter().flat_map(|document| of_descriptions(document, &variables)));
        findings.extend(std::iter::once(collection).chain(&templates).flat_map(refusal::check_unscanned_places));
        let all = std::iter::once(collection).chain(&templates).chain(described);
        let known = all.flat_map(|document| refusal::check_known_values(document, &taken));
        let is_said = |finding: &Finding, findings: &[Finding]| {
            findings.iter().any(|said| {
                said.location.path == finding.location.path && said.location.span.start == finding.location.span.start
            })
        };
        for finding in known {
            if !is_said(&finding, &findings) {
                findings.push(finding);
            }
        }
        let stem = stem(collection.path());
        let needed =
            |templates: &[Document]| requirements::of_files(std::iter::once(collection).chain(templates), &variables);
        let mut needs = needed(&templates);
        if templates.is_empty() {
            let made = made::environment(&stem, &named(collection), &needs, &variables);
            templates.extend(made.map_err(|error| vec![Finding::from(&error)])?);
            needs = needed(&templates);
        }
        findings.extend(refusal::check_descriptions(&needs, |index, key| {
            described_at(&needs[index].name, key, described, collection)
        }));
        if !findings.is_empty() {
            findings.sort();
            findings.dedup();
            return Err(findings);
        }
        let files = std::iter::once((copy(collection)?, None)).chain(templates.into_iter().map(|file| (file, None)));
        Ok(Self { name: portable(&stem), files: files_of(files), needs, emptied, dropped, taken })
    }

    /// Of what `manifest` was built into: `collection` and the environments `values`, which hold no secret.
    ///
    /// # Errors
    /// Secrets in what the manifest says of its variables.
    pub fn of_source(
        manifest: &Parsed<Manifest>,
        collection: Document,
        values: Vec<Document>,
    ) -> Result<Self, Vec<Finding>> {
        let Parsed { document, data } = manifest;
        let needs = requirements::of_manifest(data);
        let mut findings = of_descriptions(document, &data.variables);
        findings.extend(refusal::check_documents(std::iter::once(&collection).chain(&values)));
        if !findings.is_empty() {
            return Err(findings);
        }
        let stage = |file: &Document| {
            let stem = stem(file.path());
            let mut keys = data.environments.keys();
            keys.find(|key| data.environment_file_name(key) == stem).cloned()
        };
        let name = portable(&stem(collection.path()));
        let values = values.into_iter().map(|file| (stage(&file), file)).map(|(stage, file)| (file, stage));
        let files = files_of(std::iter::once((collection, None)).chain(values));
        Ok(Self { name, files, needs, emptied: Vec::new(), dropped: Vec::new(), taken: KnownValues::default() })
    }

    /// The collection.
    pub fn collection(&self) -> Option<&File> {
        self.files.iter().find(|file| file.role == Role::Collection)
    }

    /// Two environments that have one name, and the name.
    pub fn namesakes(&self) -> Vec<(&Utf8Path, &Utf8Path, String)> {
        let name = |file: &File| Environment::new(file.document.root()).name().map(Cow::into_owned);
        let environments: Vec<&File> = self.files.iter().filter(|file| file.role == Role::Environment).collect();
        let mut pairs = Vec::new();
        for (index, one) in environments.iter().enumerate() {
            for other in &environments[index + 1..] {
                if let Some(name) = name(one).filter(|own| name(other).as_ref() == Some(own)) {
                    pairs.push((one.document.path(), other.document.path(), name));
                }
            }
        }
        pairs
    }

    /// What nobody has described, of what a person fills in.
    pub fn undescribed(&self) -> impl Iterator<Item = &RequiredVariable> {
        self.needs.iter().filter(|need| need.filled_by == requirements::FilledBy::Person && need.description.is_none())
    }
}

/// The variables that the scripts of `collection` store.
fn stored(collection: &Document, values: &[&Document]) -> HashSet<String> {
    let group = FileGroup::new(std::iter::once(collection).chain(values.iter().copied()), Vec::new(), true);
    let used = used_variables(&group).into_iter();
    used.filter(|used| used.is_set_by_script).map(|used| used.name).collect()
}

/// Credentials in the TOML that describes variables.
fn of_descriptions(document: &Document, variables: &IndexMap<String, DeclaredVariable>) -> Vec<Finding> {
    let needs: Vec<RequiredVariable> =
        variables.iter().map(|(name, variable)| RequiredVariable::described(name, variable)).collect();
    let place = |index: usize, key: &str| described_at(&needs[index].name, key, Some(document), document);
    let mut findings = refusal::check_descriptions(&needs, place);
    for (name, variable) in variables {
        if variable.value.as_deref().is_some_and(|value| refusal::is_secret_text(name, value, true)) {
            let message = format!("the `value` of the variable `{name}` holds a credential in clear");
            let place = described_at(name, "value", Some(document), document);
            findings.push(Finding::error(super::SECRET, place, message).help("leave it out; each person enters it"));
        }
    }
    findings
}

/// Where `key` of the variable `name` is described: in the TOML, else in `otherwise`.
fn described_at(name: &str, key: &str, described: Option<&Document>, otherwise: &Document) -> Location {
    let at = |document: &Document| {
        let node = document.root().get("variables")?.get(name)?.get(key)?;
        Some(Location::of(node))
    };
    described.and_then(at).unwrap_or_else(|| refusal::location_of(otherwise, None))
}

/// Names and roles, none twice.
fn files_of(documents: impl Iterator<Item = (Document, Option<String>)>) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for (document, stage) in documents {
        let role = role(&document).unwrap_or(Role::Environment);
        let ending = match role {
            Role::Collection => "postman_collection.json",
            Role::Globals => "postman_globals.json",
            _ => "postman_environment.json",
        };
        let stem = portable(&stem(document.path()));
        let numbered = |number: usize| match number {
            1 => format!("{stem}.{ending}"),
            _ => format!("{stem}-{number}.{ending}"),
        };
        let is_free = |name: &String| !files.iter().any(|file| file.name.to_lowercase() == name.to_lowercase());
        let name = (1..=files.len() + 1).map(numbered).find(is_free).unwrap_or_else(|| numbered(files.len() + 2));
        files.push(File { name, role, stage, document });
    }
    files
}

/// The name of a file without what says that it is one of Postman's.
fn stem(path: &Utf8Path) -> String {
    let name = path.file_name().unwrap_or_default();
    let endings = [".postman_collection.json", ".postman_environment.json", ".postman_globals.json", ".json"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

/// What Postman calls the collection in `document`.
pub(super) fn named(document: &Document) -> String {
    let name = recognise(document.root()).and_then(|(_, node)| Collection::new(node).name().map(Cow::into_owned));
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| stem(document.path()))
}

/// The same text again.
fn copy(document: &Document) -> Result<Document, Vec<Finding>> {
    Document::json(document.path(), document.text()).map_err(|error| vec![Finding::from(&error)])
}
