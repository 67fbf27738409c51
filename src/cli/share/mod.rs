//! What is handed over, as a bundle or as documentation: what a source builds, or exported files; never with a secret in it.

mod guide;
pub(super) mod show;
pub(super) mod target;

use crate::cli::Exit;
use crate::cli::open::{self, SourceArgs, preset_names};
use crate::cli::output;
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::build::build;
use postsmith::bundle::{BundleContents, BundleInput, InputError, sort_input};
use postsmith::check::groups;
use postsmith::document::{Document, NodeRef};
use postsmith::files;
use postsmith::finding::Finding;
use postsmith::guide::OAuthSection;
use postsmith::postman::recognise;
use postsmith::requirements::EmbeddedConstants;
use postsmith::source::{MANIFEST, Source};
use show::Texts;

/// What to hand over.
#[derive(Debug, clap::Args)]
pub(super) struct HandedArgs {
    /// A source (its folder, or postsmith.toml), or one exported collection and its environments.
    #[arg(value_name = "SOURCE|PATH", conflicts_with = "preset")]
    paths: Vec<Utf8PathBuf>,
    /// An embedded preset instead.
    #[arg(long, value_name = "NAME", value_parser = preset_names())]
    preset: Option<String>,
    /// TOML with `[variables.NAME]` as in a manifest: what the variables of exported files are, and where to get them.
    #[arg(long, value_name = "FILE")]
    descriptions: Option<Utf8PathBuf>,
}

/// What can be handed over.
pub(super) struct Ready {
    pub(super) contents: BundleContents,
    /// Whether the environments were given, and not made for the bundle.
    pub(super) has_environments: bool,
    /// How its tokens are got and renewed, as far as a manifest says it.
    pub(super) oauth: Option<OAuthSection>,
    /// The folder for what is written.
    pub(super) folder: Utf8PathBuf,
    /// The texts that findings may be about.
    pub(super) texts: Texts,
}

/// Reads the arguments. What is wrong with the files was shown, and ends the command.
pub(super) fn read(args: &HandedArgs) -> anyhow::Result<Result<Ready, Exit>> {
    let is_source = |path: &Utf8PathBuf| path.is_dir() || path.file_name() == Some(MANIFEST);
    match args.paths.as_slice() {
        [] => source(args, None),
        [path] if is_source(path) => source(args, Some(path)),
        paths => match paths.iter().find(|path| is_source(path)) {
            Some(path) => {
                bail!(
                    "{path} is a source or a folder; name it alone, or name an exported collection and its environments"
                )
            }
            None => exported(args, paths),
        },
    }
}

fn source(args: &HandedArgs, path: Option<&Utf8PathBuf>) -> anyhow::Result<Result<Ready, Exit>> {
    if let Some(file) = &args.descriptions {
        bail!("{file} would describe exported files; a source describes its variables in {MANIFEST}");
    }
    if let Some(folder) = path.filter(|path| path.is_dir() && !path.join(MANIFEST).exists()) {
        bail!(
            "there is no {MANIFEST} in {folder}; name the exported files one by one: one collection, and its environments"
        );
    }
    let opened = open::open(&SourceArgs { path: path.cloned(), preset: args.preset.clone() })?;
    let made = Source::load(&opened.files).and_then(|source| Ok((build(&source)?, source)));
    let (built, source) = match made {
        Ok(made) => made,
        Err(findings) => return Ok(Err(open::show(&findings, &opened.files)?)),
    };
    let documents = built.files().map(|(name, text)| Document::json(name, text));
    let mut documents = documents.collect::<Result<Vec<_>, _>>()?.into_iter();
    let Some(collection) = documents.next() else { bail!("the source builds no collection") };
    let mut texts = Texts::default();
    texts.add(&source.manifest.document);
    let folder = opened.folder.join(&source.manifest.data.source.output);
    match BundleContents::of_source(&source.manifest, collection, documents.collect()) {
        Ok(contents) => Ok(Ok(Ready {
            contents,
            has_environments: true,
            oauth: OAuthSection::of_manifest(&source.manifest.data),
            folder,
            texts,
        })),
        Err(findings) => Ok(Err(show::refused(&findings, &texts)?)),
    }
}

fn exported(args: &HandedArgs, paths: &[Utf8PathBuf]) -> anyhow::Result<Result<Ready, Exit>> {
    let mut texts = Texts::default();
    let (mut documents, mut wrong): (Vec<Document>, Vec<Finding>) = (Vec::new(), Vec::new());
    for path in paths {
        // By its name alone: such a file is not even read.
        InputError::refuse_private(path)?;
        if path.symlink_metadata().is_err() {
            bail!("{path} does not exist");
        }
        for entry in files::inputs(std::slice::from_ref(path)) {
            if entry.is_archive() {
                bail!("{path} is an archive; unpack it and name the collection in it");
            }
            let (found, findings) = groups::read_documents(&entry);
            documents.extend(found);
            wrong.extend(findings);
        }
    }
    if !wrong.is_empty() {
        for finding in &wrong {
            output::say(&finding.to_string())?;
        }
        output::say("error: what cannot be read cannot be handed over; nothing was written")?;
        return Ok(Err(Exit::Usage));
    }
    if let Some(document) = documents.iter().find(|document| files::is_yaml(document.path())) {
        bail!(
            "{} is a part of a collection of the form v3; build or export a collection of the form v2.1",
            document.path()
        );
    }
    let BundleInput { collection, values } = sort_input(documents)?;
    let described = match args.descriptions.as_deref().map(descriptions).transpose()? {
        Some(Err(exit)) => return Ok(Err(exit)),
        Some(Ok(document)) => Some(document),
        None => None,
    };
    for document in std::iter::once(&collection).chain(&values).chain(&described) {
        texts.add(document);
    }
    if described.is_none()
        && recognise(collection.root()).is_some_and(|(_, node)| EmbeddedConstants::of(node).is_some())
    {
        output::say(&format!(
            "{} was built by postsmith: `postsmith bundle SOURCE` (or `docs SOURCE`) brings the descriptions of its variables as well",
            collection.path()
        ))?;
    }
    match BundleContents::of_files(&collection, &values, described.as_ref()) {
        Ok(contents) => {
            if let Some(document) = &described {
                say_unused(document, &contents)?;
            }
            Ok(Ok(Ready {
                contents,
                has_environments: !values.is_empty(),
                oauth: None,
                folder: Utf8PathBuf::new(),
                texts,
            }))
        }
        Err(findings) => Ok(Err(show::refused(&findings, &texts)?)),
    }
}

fn descriptions(path: &Utf8Path) -> anyhow::Result<Result<Document, Exit>> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    match Document::toml(path, text) {
        Ok(document) if document.root().get("variables").is_none() => {
            bail!("{path} describes no variable; write `[variables.NAME]` with `description` and `where`")
        }
        Ok(document) => Ok(Ok(document)),
        Err(error) => {
            let finding = Finding::from(&error);
            output::say(&show::rendered(&finding, Some((error.path(), error.text()))))?;
            output::say("error: the descriptions cannot be read; nothing was written")?;
            Ok(Err(Exit::Usage))
        }
    }
}

/// Descriptions of what the collection does not use: often a name with a mistake in it.
fn say_unused(document: &Document, contents: &BundleContents) -> anyhow::Result<()> {
    let names = document.root().get("variables").into_iter().flat_map(NodeRef::members);
    for (key, _) in names {
        let name = key.as_str().unwrap_or_default();
        if contents.variables.iter().all(|need| need.name != name) {
            let place = document.position(key.span().start);
            let path = document.path();
            output::say(&format!("warning: {path}:{place}: no file here uses the variable `{name}`"))?;
        }
    }
    Ok(())
}
