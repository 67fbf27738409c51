//! Finding the template, what is known of its variables, and the collections that use it.

use super::Args;
use super::prompt::Terminal;
use crate::cli::open;
use crate::cli::{Exit, output};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use postsmith::build::build;
use postsmith::document::Document;
use postsmith::env::{EnvironmentTemplate, Prompt as _, TemplateError};
use postsmith::files;
use postsmith::finding::Finding;
use postsmith::requirements::{
    BundleRecord, EmbeddedConstants, PRIVATE_SUFFIX, RecordedEnvironment, of_files, of_manifest,
};
use postsmith::source::{MANIFEST, Manifest, Source};
use secrecy::ExposeSecret as _;

const ENVIRONMENT: &str = ".postman_environment.json";
const COLLECTION: &str = ".postman_collection.json";
/// What an unpacked bundle says of itself.
const BUNDLE: &str = "bundle.json";

/// A template with what lies around it.
pub(super) struct Found {
    pub(super) template: EnvironmentTemplate,
    /// Where the private environment is written unless another place is named.
    pub(super) output: Utf8PathBuf,
    /// The collections that use it.
    pub(super) collections: Vec<(Utf8PathBuf, Document)>,
    /// The request that gets the token.
    pub(super) login: Option<String>,
}

/// The template that `args` name. What is wrong with it was shown, and ends the command.
pub(super) fn find(args: &Args, terminal: Option<&mut Terminal>) -> anyhow::Result<Result<Found, Exit>> {
    match args.source.path.as_deref() {
        Some(path) if !path.exists() => bail!("{path} does not exist"),
        Some(path) if path.is_file() && path.file_name() != Some(MANIFEST) => {
            if args.environment.is_some() {
                bail!("{path} is one environment; leave --environment out");
            }
            of_file(path)
        }
        Some(path) if path.is_file() => of_source(args, terminal),
        None if args.source.preset.is_some() => of_source(args, terminal),
        path => {
            let folder = path.unwrap_or(Utf8Path::new(""));
            let is_there = |name: &str| folder.join(name).symlink_metadata().is_ok();
            match path {
                _ if is_there(MANIFEST) => of_source(args, terminal),
                _ if is_there(BUNDLE) => of_bundle(args, folder, terminal),
                Some(path) => bail!("{path} has neither {MANIFEST} nor {BUNDLE}"),
                // Secrets for another API are of no use to anybody, so no preset stands in.
                None => bail!(
                    "there is neither {MANIFEST} nor {BUNDLE} here; name a folder that has one, a file *{ENVIRONMENT}, or a \
                    preset with --preset"
                ),
            }
        }
    }
}

/// What an environment of a bundle is called on the command line.
fn key(environment: &RecordedEnvironment) -> &str {
    environment.stage.as_deref().unwrap_or(&environment.file)
}

/// An environment of the bundle that was unpacked into `folder`.
fn of_bundle(args: &Args, folder: &Utf8Path, terminal: Option<&mut Terminal>) -> anyhow::Result<Result<Found, Exit>> {
    let path = folder.join(BUNDLE);
    let mut environments = match BundleRecord::read_environments(&read(&path)?) {
        Ok(environments) => environments,
        Err(finding) => return show(&[finding], Exit::Usage).map(Err),
    };
    environments.retain(|environment| environment.file.ends_with(ENVIRONMENT));
    if let Some(led) = environments.iter().find(|one| Utf8Path::new(&one.file).file_name() != Some(&one.file)) {
        bail!("{path} names the file `{}`, which would lie elsewhere; unpack the bundle again", led.file);
    }
    let keys: Vec<&str> = environments.iter().map(key).collect();
    let by_file = |name: &str| environments.iter().find(|one| one.file == name).map(key);
    let chosen = match (keys.as_slice(), args.environment.as_deref()) {
        ([], _) => bail!("{path} lists no environment"),
        ([first, ..], None) if args.dotenv => (*first).to_owned(),
        (keys, named) => choose(keys, named.map(|name| by_file(name).unwrap_or(name)), terminal)?,
    };
    let file = environments.iter().find(|one| key(one) == chosen).map(|one| folder.join(&one.file));
    of_file(&file.context("the environment is gone")?)
}

fn of_source(args: &Args, terminal: Option<&mut Terminal>) -> anyhow::Result<Result<Found, Exit>> {
    let opened = open::open(&args.source)?;
    let (built, source) = match Source::load(&opened.files).and_then(|source| Ok((build(&source)?, source))) {
        Ok(made) => made,
        Err(findings) => return Ok(Err(open::show(&findings, &opened.files)?)),
    };
    let manifest = &source.manifest.data;
    let folder = opened.folder.join(&manifest.source.output);
    // What there is to fill in is the same in all of them.
    let key = if args.dotenv { manifest.environments.keys().next() } else { None };
    let key = match key {
        Some(key) => key.to_owned(),
        None => choose(&keys(manifest)?, args.environment.as_deref(), terminal)?,
    };
    let name = manifest.environment_file_name(&key);
    let text = |wanted: &str| built.files().find(|(name, _)| *name == wanted).map(|(_, text)| text.to_owned());
    let file = format!("{name}{ENVIRONMENT}");
    let text = text(&file).with_context(|| format!("the source does not build {file}"))?;
    let document = Document::json(folder.join(&file), text)?;
    let first = built.files().next().filter(|(name, _)| name.ends_with(COLLECTION));
    let collections = first.map(|(name, text)| Ok((folder.join(name), Document::json(folder.join(name), text)?)));
    let login = manifest.oauth.as_ref().and_then(|oauth| oauth.login.as_deref());
    Ok(Ok(Found {
        template: EnvironmentTemplate::new(document, of_manifest(manifest))?,
        output: private(&folder, manifest, &key),
        collections: collections.into_iter().collect::<anyhow::Result<_>>()?,
        login: login.and_then(|login| login.rsplit('/').next()).map(str::to_owned),
    }))
}

/// Where the private environment of `key` lies unless another place is named.
pub(in crate::cli) fn private(folder: &Utf8Path, manifest: &Manifest, key: &str) -> Utf8PathBuf {
    folder.join(format!("{}{PRIVATE_SUFFIX}", manifest.environment_file_name(key)))
}

/// The keys of the environments of `manifest`, which has one at least.
pub(in crate::cli) fn keys(manifest: &Manifest) -> anyhow::Result<Vec<&str>> {
    let keys: Vec<&str> = manifest.environments.keys().map(String::as_str).collect();
    if keys.is_empty() {
        bail!("the source has no environment; add `[environments.NAME]` to {MANIFEST}");
    }
    Ok(keys)
}

/// The one of the environments `keys` that is meant.
pub(in crate::cli) fn choose(
    keys: &[&str],
    named: Option<&str>,
    terminal: Option<&mut Terminal>,
) -> anyhow::Result<String> {
    let is_key = |key: &str| keys.contains(&key);
    let all = keys.join(", ");
    match (named, keys, terminal) {
        (Some(key), ..) if is_key(key) => Ok(key.to_owned()),
        (Some(key), ..) => bail!("there is no environment `{key}`; there are: {all}"),
        (None, [key], _) => Ok((*key).to_owned()),
        (None, _, None) => bail!("there are several environments; name one with --environment: {all}"),
        (None, _, Some(terminal)) => {
            terminal.say(&format!("Which environment? There are: {all}"))?;
            loop {
                let Some(answer) = terminal.ask("environment: ", false)? else { bail!("no environment was chosen") };
                let answer = answer.expose_secret().trim();
                if is_key(answer) {
                    return Ok(answer.to_owned());
                }
                terminal.say(&format!("there are: {all}"))?;
            }
        }
    }
}

fn of_file(path: &Utf8Path) -> anyhow::Result<Result<Found, Exit>> {
    let name = path.file_name().unwrap_or_default();
    if name.ends_with(PRIVATE_SUFFIX) {
        bail!("{path} is a private environment already; name the shared one that it is made from");
    }
    let stem = name.strip_suffix(ENVIRONMENT).or_else(|| name.strip_suffix(".json")).unwrap_or(name);
    let document = read(path)?;
    let collections = beside(path)?;
    let bundle = path.with_file_name(BUNDLE);
    let needs = if bundle.symlink_metadata().is_ok() {
        match BundleRecord::read_variables(&read(&bundle)?) {
            Ok(needs) => needs,
            Err(finding) => return show(&[finding], Exit::Usage).map(Err),
        }
    } else {
        of_files(
            std::iter::once(&document).chain(collections.iter().map(|(_, document)| document)),
            &IndexMap::default(),
        )
    };
    let template = match EnvironmentTemplate::new(document, needs) {
        Ok(template) => template,
        Err(TemplateError::Findings(findings)) => return show(&findings, Exit::Findings).map(Err),
        Err(error) => return Err(error.into()),
    };
    let built = collections.iter().find_map(|(_, document)| EmbeddedConstants::of(document.root()));
    Ok(Ok(Found {
        template,
        output: path.with_file_name(format!("{stem}{PRIVATE_SUFFIX}")),
        collections,
        login: built.map(|built| built.api_terms().login),
    }))
}

/// The collections in the folder of `path`.
fn beside(path: &Utf8Path) -> anyhow::Result<Vec<(Utf8PathBuf, Document)>> {
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

fn read(path: &Utf8Path) -> anyhow::Result<Document> {
    let bytes = files::read(path).with_context(|| path.to_string())?;
    Ok(Document::json(path, bytes)?)
}

fn show(findings: &[Finding], exit: Exit) -> anyhow::Result<Exit> {
    for finding in findings {
        output::say(&output::plain(&finding.to_string()))?;
        if let Some(help) = &finding.help {
            output::say(&output::plain(&format!("  help: {help}")))?;
        }
    }
    output::say("error: nothing was written")?;
    Ok(exit)
}
