//! What `bundle` and `docs` share with other people: what a source builds, or exported files, never with a secret in it.

use super::error::{Error, Result, bail};
use super::findings::{self, Texts};
use super::input::{self, ShareFiles, SourceFiles, preset_names};
use super::output::{refuse_input, refuse_source_file};
use super::suppressed::accepted_values;
use super::terminal;
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::bundle::{BundleContents, BundleInput, InputError, Terms, check_originals, convert_input, sort_input};
use postsmith::document::{Document, NodeRef};
use postsmith::files;
use postsmith::finding::Finding;
use postsmith::guide::Guide;
use postsmith::postman::recognise;
use postsmith::requirements::EmbeddedConstants;
use postsmith::source::MANIFEST;

/// Extensions of HTML pages.
pub(super) const HTML: &[&str] = &["html", "htm"];
/// Extensions of Markdown files.
pub(super) const MARKDOWN: &[&str] = &["md", "markdown"];
/// The extension of bundles.
pub(super) const ZIP: &[&str] = &["zip"];

/// The arguments that name what is shared.
#[derive(Debug, clap::Args)]
pub(super) struct ShareArgs {
    /// Source (its folder or postsmith.toml), or a collection of any format (a file, the folder of a v3 collection, a data dump) and its environments.
    #[arg(value_name = "SOURCE|PATH", conflicts_with = "preset")]
    paths: Vec<Utf8PathBuf>,
    /// Use an embedded preset instead of files.
    #[arg(long, value_name = "NAME", value_parser = preset_names())]
    preset: Option<String>,
    /// Read descriptions of the variables of exported files from a TOML file with `[variables.NAME]` tables, as in a manifest.
    #[arg(long, value_name = "FILE")]
    descriptions: Option<Utf8PathBuf>,
    /// Choose the collection with this name, if there are several.
    #[arg(long, value_name = "NAME", conflicts_with = "preset")]
    collection: Option<String>,
}

/// What can be shared.
pub(super) struct ShareInput {
    pub(super) contents: BundleContents,
    /// Whether the environments were given, and not made for the bundle.
    pub(super) has_environments: bool,
    /// The folder to write to.
    pub(super) folder: Utf8PathBuf,
    /// The texts that findings may be about.
    pub(super) texts: Texts,
}

impl ShareArgs {
    /// Reads the input, which an app imports or only people read. What is wrong with it is shown, and ends the command.
    pub(super) fn read(&self, are_imported: bool) -> Result<ShareInput> {
        match (ShareFiles::of(&self.paths, self.preset.as_deref())?, &self.descriptions) {
            (ShareFiles::Source(_), Some(file)) => {
                bail!("{file} can only describe exported files; a source describes its variables in {MANIFEST}")
            }
            (ShareFiles::Source(_), None) if self.collection.is_some() => {
                bail!("a source builds one collection; remove --collection")
            }
            (ShareFiles::Source(files), None) => from_source(&files),
            (ShareFiles::Exported(paths), descriptions) => {
                from_exported(paths, descriptions.as_deref(), self.collection.as_deref(), are_imported)
            }
        }
    }

    /// Refuses an `output` without one of the `extensions`, or that is one of the files that are read.
    pub(super) fn refuse_output(&self, output: &Utf8Path, extensions: &[&str]) -> Result {
        if !has_extension(output, extensions) {
            let known: Vec<String> = extensions.iter().map(|extension| format!(".{extension}")).collect();
            bail!("{output} has an unknown extension; give --output a name that ends in {}", known.join(", "));
        }
        refuse_input(output, self.paths.iter().chain(&self.descriptions).map(Utf8PathBuf::as_path))?;
        match ShareFiles::of(&self.paths, self.preset.as_deref())? {
            ShareFiles::Source(files) => refuse_source_file(output, &files),
            ShareFiles::Exported(_) => Ok(()),
        }
    }
}

impl ShareInput {
    /// The guide to it, in which files have the names that the bundle gives them.
    pub(super) fn guide(&self) -> Result<Guide> {
        let contents = &self.contents;
        let named = contents.files.iter().map(|file| Document::json(file.name.as_str(), file.document.text()));
        let documents = named.collect::<std::result::Result<Vec<_>, _>>()?;
        let guide = Guide::of_files(&documents, contents.variables.clone());
        Ok(guide.context("no collection was found")?)
    }
}

/// Whether `path` has one of the `extensions`, in upper or lower case.
pub(super) fn has_extension(path: &Utf8Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|own| extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)))
}

fn from_source(files: &SourceFiles) -> Result<ShareInput> {
    let built = files.build()?;
    let (collection, environments) = built.documents()?;
    let manifest = &built.source.manifest;
    let mut texts = Texts::default();
    texts.add(&manifest.document);
    match BundleContents::of_source(manifest, collection, environments) {
        Ok(contents) => {
            Ok(ShareInput { contents, has_environments: true, folder: files.output_folder(&built.source), texts })
        }
        Err(wrong) => findings::refuse_sharing(&wrong, &texts),
    }
}

fn from_exported(
    paths: &[Utf8PathBuf],
    descriptions: Option<&Utf8Path>,
    wanted: Option<&str>,
    are_imported: bool,
) -> Result<ShareInput> {
    let documents = input::documents(&exported_entries(paths)?)?;
    input::say_left_out(&documents)?;
    let files = convert_input(&documents, wanted)?;
    let terms = Terms { accepted: accepted_values(&documents)?, are_imported };
    let wrong = check_originals(&documents, &files, &terms);
    if !wrong.is_empty() {
        let mut texts = Texts::default();
        for document in &documents {
            texts.add(document);
        }
        return findings::refuse_sharing(&wrong, &texts);
    }
    let BundleInput { collection, values } = sort_input(files.into_iter().map(|file| file.document).collect())?;
    let described = descriptions.map(read_descriptions).transpose()?;
    let mut texts = Texts::default();
    for document in std::iter::once(&collection).chain(&values).chain(&described) {
        texts.add(document);
    }
    let is_built = || recognise(collection.root()).is_some_and(|(_, node)| EmbeddedConstants::of(node).is_some());
    if described.is_none() && is_built() {
        terminal::say(format_args!(
            "{} was built by postsmith: run `postsmith bundle SOURCE` (or `docs SOURCE`) to include the descriptions of its variables",
            collection.path()
        ))?;
    }
    match BundleContents::of_files(&collection, &values, described.as_ref(), terms) {
        Ok(contents) => {
            if let Some(document) = &described {
                warn_unused(document, &contents)?;
            }
            let has_environments = !values.is_empty();
            Ok(ShareInput { contents, has_environments, folder: Utf8PathBuf::new(), texts })
        }
        Err(wrong) => findings::refuse_sharing(&wrong, &texts),
    }
}

fn exported_entries(paths: &[Utf8PathBuf]) -> Result<Vec<files::InputFile>> {
    let mut entries = Vec::new();
    for path in paths {
        // By its name alone: the file is not even read.
        InputError::refuse_private(path)?;
        if path.symlink_metadata().is_err() {
            bail!("{path} does not exist");
        }
        entries.extend(files::inputs(std::slice::from_ref(path)));
    }
    // In a folder a private environment is left out; only a named one is an error.
    entries.retain(|entry| entry.named || InputError::refuse_private(&entry.path).is_ok());
    Ok(entries)
}

fn read_descriptions(path: &Utf8Path) -> Result<Document> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    match Document::toml(path, text) {
        Ok(document) if document.root().get("variables").is_none() => {
            bail!("{path} describes no variable; write `[variables.NAME]` with `description` and `where`")
        }
        Ok(document) => Ok(document),
        Err(error) => {
            findings::show(&[Finding::from(&error)], |_| Some(error.text()))?;
            terminal::say("error: the descriptions cannot be read; nothing was written")?;
            Err(Error::Unreadable)
        }
    }
}

/// Warns of descriptions of variables that no file uses: most are misspelt.
fn warn_unused(document: &Document, contents: &BundleContents) -> Result {
    let names = document.root().get("variables").into_iter().flat_map(NodeRef::members);
    for (key, _) in names {
        let name = key.as_str().unwrap_or_default();
        if contents.variables.iter().all(|need| need.name != name) {
            let position = document.position(key.span().start);
            let path = document.path();
            terminal::say(format_args!("warning: {path}:{position}: no file uses the variable `{name}`"))?;
        }
    }
    Ok(())
}
