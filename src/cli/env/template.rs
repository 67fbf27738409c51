//! Finds the template of a private environment, its variables, and the collections that use it.

use super::Args;
use crate::cli::error::{Error, Result, bail};
use crate::cli::findings;
use crate::cli::input::{BUNDLE, ENVIRONMENT, EnvironmentFiles, SourceFiles};
use crate::cli::terminal::{self, Terminal};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use postsmith::check::groups;
use postsmith::document::Document;
use postsmith::env::{EnvironmentTemplate, Prompt as _, TemplateError};
use postsmith::files;
use postsmith::finding::Finding;
use postsmith::postman::{FileKind, convert, recognise};
use postsmith::requirements::{
    BundleRecord, EmbeddedConstants, PRIVATE_SUFFIX, RecordedEnvironment, of_files, of_manifest,
};
use postsmith::source::{MANIFEST, Manifest};
use secrecy::ExposeSecret as _;

/// How the name of an exported collection ends.
const COLLECTION: &str = ".postman_collection.json";

/// A template and its surroundings.
pub(super) struct Found {
    pub(super) template: EnvironmentTemplate,
    /// The default path of the private environment.
    pub(super) output: Utf8PathBuf,
    /// The collections that use it.
    pub(super) collections: Vec<(Utf8PathBuf, Document)>,
    /// The name of the request that gets the token.
    pub(super) login: Option<String>,
}

/// The template that `args` name. What is wrong with it is shown, and ends the command.
pub(super) fn find(args: &Args, terminal: Option<&mut Terminal>) -> Result<Found> {
    match args.source.environment()? {
        EnvironmentFiles::Source(files) => in_source(args, &files, terminal),
        EnvironmentFiles::Bundle(folder) => in_bundle(args, &folder, terminal),
        EnvironmentFiles::File(path) if args.environment.is_some() => {
            bail!("{path} is one environment; remove --environment")
        }
        EnvironmentFiles::File(path) => in_file(&path),
    }
}

/// The key of an environment of a bundle.
fn key(environment: &RecordedEnvironment) -> &str {
    environment.stage.as_deref().unwrap_or(&environment.file)
}

/// An environment of the bundle that was unpacked into `folder`.
fn in_bundle(args: &Args, folder: &Utf8Path, terminal: Option<&mut Terminal>) -> Result<Found> {
    let path = folder.join(BUNDLE);
    let mut environments = match BundleRecord::read_environments(&read(&path)?) {
        Ok(environments) => environments,
        Err(finding) => return refuse(&[finding], Error::Unreadable),
    };
    environments.retain(|environment| environment.file.ends_with(ENVIRONMENT));
    if let Some(led) = environments.iter().find(|one| Utf8Path::new(&one.file).file_name() != Some(&one.file)) {
        bail!("{path} names the file `{}`, which is outside its folder; unpack the bundle again", led.file);
    }
    let keys: Vec<&str> = environments.iter().map(key).collect();
    let by_file = |name: &str| environments.iter().find(|one| one.file == name).map(key);
    let chosen = match (keys.as_slice(), args.environment.as_deref()) {
        ([], _) => bail!("{path} lists no environment"),
        ([first, ..], None) if args.dotenv => (*first).to_owned(),
        (keys, named) => choose(keys, named.map(|name| by_file(name).unwrap_or(name)), terminal)?,
    };
    let file = environments.iter().find(|one| key(one) == chosen).map(|one| folder.join(&one.file));
    in_file(&file.context("the environment was not found")?)
}

/// An environment that a source builds.
fn in_source(args: &Args, files: &SourceFiles, terminal: Option<&mut Terminal>) -> Result<Found> {
    let built = files.build()?;
    let manifest = &built.source.manifest.data;
    let folder = files.output_folder(&built.source);
    // All environments have the same variables to fill in.
    let key = if args.dotenv { manifest.environments.keys().next() } else { None };
    let key = match key {
        Some(key) => key.to_owned(),
        None => choose(&keys(manifest)?, args.environment.as_deref(), terminal)?,
    };
    let name = manifest.environment_file_name(&key);
    let text = |wanted: &str| built.output.files().find(|(name, _)| *name == wanted).map(|(_, text)| text.to_owned());
    let file = format!("{name}{ENVIRONMENT}");
    let text = text(&file).with_context(|| format!("the source does not build {file}"))?;
    let document = Document::json(folder.join(&file), text)?;
    let first = built.output.files().next().filter(|(name, _)| name.ends_with(COLLECTION));
    let collections = first.map(|(name, text)| Ok((folder.join(name), Document::json(folder.join(name), text)?)));
    let login = manifest.oauth.as_ref().and_then(|oauth| oauth.login.as_deref());
    Ok(Found {
        template: EnvironmentTemplate::new(document, of_manifest(manifest))?,
        output: private(&folder, manifest, &key),
        collections: collections.into_iter().collect::<Result<_>>()?,
        login: login.and_then(|login| login.rsplit('/').next()).map(str::to_owned),
    })
}

/// The default path of the private environment for `key`.
pub(in crate::cli) fn private(folder: &Utf8Path, manifest: &Manifest, key: &str) -> Utf8PathBuf {
    folder.join(format!("{}{PRIVATE_SUFFIX}", manifest.environment_file_name(key)))
}

/// The keys of the environments of `manifest`, at least one.
pub(in crate::cli) fn keys(manifest: &Manifest) -> Result<Vec<&str>> {
    let keys: Vec<&str> = manifest.environments.keys().map(String::as_str).collect();
    if keys.is_empty() {
        bail!("the source has no environment; add `[environments.NAME]` to {MANIFEST}");
    }
    Ok(keys)
}

/// The environment to use, of those with these `keys`: the named one, else the only one, else the one that the user picks.
pub(in crate::cli) fn choose(keys: &[&str], named: Option<&str>, terminal: Option<&mut Terminal>) -> Result<String> {
    let is_key = |key: &str| keys.contains(&key);
    let all = keys.join(", ");
    match (named, keys, terminal) {
        (Some(key), ..) if is_key(key) => Ok(key.to_owned()),
        (Some(key), ..) => bail!("unknown environment `{key}`; choose one of: {all}"),
        (None, [key], _) => Ok((*key).to_owned()),
        (None, _, None) => bail!("there are several environments; choose one with --environment: {all}"),
        (None, _, Some(terminal)) => {
            terminal.say(&format!("Environments: {all}"))?;
            loop {
                let Some(answer) = terminal.ask("environment: ", false)? else { bail!("no environment was chosen") };
                let answer = answer.expose_secret().trim();
                if is_key(answer) {
                    return Ok(answer.to_owned());
                }
                terminal.say(&format!("unknown environment; choose one of: {all}"))?;
            }
        }
    }
}

/// The exported environment in the file `path`.
fn in_file(path: &Utf8Path) -> Result<Found> {
    let name = path.file_name().unwrap_or_default();
    if name.ends_with(PRIVATE_SUFFIX) {
        bail!("{path} is already a private environment; name the shared one that it is made from");
    }
    let endings = [ENVIRONMENT, ".environment.yaml", ".environment.yml", ".json", ".yaml", ".yml"];
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let (document, collections) = if files::is_yaml(path) { read_v3(path)? } else { (read(path)?, beside(path)?) };
    let bundle = path.with_file_name(BUNDLE);
    let needs = if bundle.symlink_metadata().is_ok() {
        match BundleRecord::read_variables(&read(&bundle)?) {
            Ok(needs) => needs,
            Err(finding) => return refuse(&[finding], Error::Unreadable),
        }
    } else {
        of_files(
            std::iter::once(&document).chain(collections.iter().map(|(_, document)| document)),
            &IndexMap::default(),
        )
    };
    let template = match EnvironmentTemplate::new(document, needs) {
        Ok(template) => template,
        Err(TemplateError::Findings(findings)) => return refuse(&findings, Error::Findings),
        Err(error) => return Err(error.into()),
    };
    let built = collections.iter().find_map(|(_, document)| EmbeddedConstants::of(document.root()));
    Ok(Found {
        template,
        output: path.with_file_name(format!("{stem}{PRIVATE_SUFFIX}")),
        collections,
        login: built.map(|built| built.api_terms().login),
    })
}

/// The environment of the format v3 at `path`, in the format of exports, and the collections beside it or in the folder `collections` beside its own.
fn read_v3(path: &Utf8Path) -> Result<(Document, Vec<(Utf8PathBuf, Document)>)> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let document = match Document::yaml(path, text) {
        Ok(document) => document,
        Err(error) => return refuse(&[Finding::from(&error)], Error::Unreadable),
    };
    let kind = recognise(document.root()).map(|(kind, _)| kind);
    let environment = convert(&[document])?.into_iter().next().filter(|_| kind == Some(FileKind::Environment));
    let Some(environment) = environment else {
        bail!("{path} is not an environment; name one, such as Stage.environment.yaml")
    };
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    let collections = folder.with_file_name("collections");
    let is_workspace = folder.file_name() == Some("environments") && collections.is_dir();
    let searched = if is_workspace { collections } else { folder.to_owned() };
    let listed = if searched.as_str().is_empty() { Utf8PathBuf::from(".") } else { searched };
    let documents: Vec<Document> =
        files::inputs(&[listed]).iter().flat_map(|entry| groups::read_documents(entry).documents).collect();
    let collections = convert(&documents)?.into_iter().filter(|file| file.is_collection).map(|file| {
        let path = file.origin.as_ref().map_or_else(|| file.document.path().to_owned(), |origin| origin.path.clone());
        (path, file.document)
    });
    Ok((environment.document, collections.collect()))
}

/// The collections in the folder of `path`.
fn beside(path: &Utf8Path) -> Result<Vec<(Utf8PathBuf, Document)>> {
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    let listed = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(listed).with_context(|| format!("cannot read {listed}"))? {
        let name = entry.with_context(|| format!("cannot read {listed}"))?.file_name();
        names.extend(name.into_string().ok().filter(|name| name.ends_with(COLLECTION)));
    }
    names.sort();
    let collection = |name: &String| Ok((folder.join(name), read(&folder.join(name))?));
    names.iter().map(collection).collect()
}

fn read(path: &Utf8Path) -> Result<Document> {
    let bytes = files::read(path).with_context(|| path.to_string())?;
    Ok(Document::json(path, bytes)?)
}

fn refuse<T>(wrong: &[Finding], end: Error) -> Result<T> {
    findings::list(wrong)?;
    terminal::say("error: the template has errors; nothing was written")?;
    Err(end)
}
