//! What the arguments of a command name: a source (its folder or an embedded preset), exported files, an environment or an unpacked bundle.
//!
//! This is the one resolver. Each command has a type that lists the kinds of input it takes: [`SourceFiles`] for `build` and `doctor`,
//! [`ShareFiles`] for `bundle` and `docs`, [`EnvironmentFiles`] for `env`, [`MockFiles`] for `mock`. `check` and `redact` take
//! [`entries`]. It also loads and builds sources for all of them, and shows what is wrong.

use super::error::{Error, Result, bail};
use super::{findings, terminal};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use clap::builder::PossibleValuesParser;
use postsmith::build::{BuildOutput, build};
use postsmith::check::groups;
use postsmith::document::Document;
use postsmith::files::{self, Folder, InputFile};
use postsmith::finding::Finding;
use postsmith::postman::other_protocols;
use postsmith::source::{MANIFEST, Source, embedded_text, preset, presets};
use std::collections::BTreeMap;

/// The preset for a command that names no input, in a folder without a manifest.
pub(super) const DEFAULT_PRESET: &str = "tallyfy";
/// The record of a bundle, which lies in the folder that it was unpacked into.
pub(super) const BUNDLE: &str = "bundle.json";
/// The argument that means standard input.
pub(super) const STDIN: &str = "-";
/// How the name of an exported environment ends.
pub(super) const ENVIRONMENT: &str = ".postman_environment.json";

/// Why `build` and `doctor` take no exported files.
const NEEDS_SOURCE: &str = "this command needs the folder of a source, because an exported file does not say how its API logs in; \
    `postsmith init` starts one";

/// The arguments that name a source.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SourceArgs {
    /// Folder with postsmith.toml, or the path of that file.
    #[arg(value_name = "SOURCE", conflicts_with = "preset")]
    pub(super) path: Option<Utf8PathBuf>,
    /// Use an embedded preset instead of a folder.
    #[arg(long, value_name = "NAME", value_parser = preset_names())]
    pub(super) preset: Option<String>,
}

/// Whether the file `path` is one of Postman's.
pub(super) fn is_postman_file(path: &Utf8Path) -> bool {
    let holds_documents =
        |entry: &InputFile| !entry.is_archive() && !groups::read_documents(entry).documents.is_empty();
    path.is_file() && files::inputs(&[path.to_owned()]).iter().any(holds_documents)
}

/// Whether `folder` is that of a collection of the format v3, and no source.
fn is_v3_collection(folder: &Utf8Path) -> bool {
    !folder.join(MANIFEST).exists() && folder.join(".resources/definition.yaml").exists()
}

/// The names that `--preset` takes.
pub(super) fn preset_names() -> PossibleValuesParser {
    PossibleValuesParser::new(presets().into_iter().map(|preset| preset.name))
}

impl SourceArgs {
    /// The source for `build` and `doctor`: the preset or folder that is named, else the current folder, else the default preset.
    pub(super) fn source(&self) -> Result<SourceFiles> {
        match self.path.as_deref().map(Named::of) {
            None => SourceFiles::unnamed(self.preset.as_deref()),
            Some(Named::Folder(folder)) if is_v3_collection(folder) => {
                bail!("{folder} is a collection of the format v3 and has no {MANIFEST}; {NEEDS_SOURCE}")
            }
            Some(Named::Manifest(folder) | Named::Folder(folder)) => SourceFiles::open(folder),
            Some(Named::File(path)) if is_postman_file(path) => bail!("{path} is an exported file; {NEEDS_SOURCE}"),
            Some(Named::File(path)) => bail!("{path} is neither a folder nor a {MANIFEST}"),
        }
    }

    /// The input for `env`. It never falls back to the default preset: secrets of another API would be asked for.
    pub(super) fn environment(&self) -> Result<EnvironmentFiles> {
        if let Some(name) = &self.preset {
            return Ok(EnvironmentFiles::Source(SourceFiles::preset(name)?));
        }
        if let Some(path) = self.path.as_deref().filter(|path| !path.exists()) {
            bail!("{path} does not exist");
        }
        let folder = match self.path.as_deref().map(Named::of) {
            Some(Named::File(path)) => return Ok(EnvironmentFiles::File(path.to_owned())),
            Some(Named::Manifest(folder)) => return Ok(EnvironmentFiles::Source(SourceFiles::open(folder)?)),
            Some(Named::Folder(folder)) => folder,
            None => Utf8Path::new(""),
        };
        let has = |name: &str| folder.join(name).symlink_metadata().is_ok();
        if has(MANIFEST) {
            return Ok(EnvironmentFiles::Source(SourceFiles::open(folder)?));
        }
        if has(BUNDLE) {
            return Ok(EnvironmentFiles::Bundle(folder.to_owned()));
        }
        match &self.path {
            Some(path) => bail!("{path} has neither {MANIFEST} nor {BUNDLE}"),
            None => bail!(
                "the current folder has neither {MANIFEST} nor {BUNDLE}; name a folder that has one, a file *{ENVIRONMENT}, or a \
                preset with --preset"
            ),
        }
    }

    /// The input for `mock`. A file other than a manifest is an exported collection.
    pub(super) fn mock(&self) -> Result<MockFiles> {
        match self.path.as_deref().map(Named::of) {
            Some(Named::File(path)) => Ok(MockFiles::Collection(path.to_owned())),
            Some(Named::Folder(folder)) if !folder.join(MANIFEST).exists() => {
                Ok(MockFiles::Collection(folder.to_owned()))
            }
            _ => Ok(MockFiles::Source(self.source()?)),
        }
    }
}

/// What `env` fills in an environment from.
pub(super) enum EnvironmentFiles {
    /// One of the environments that a source builds.
    Source(SourceFiles),
    /// One of the environments of a bundle that was unpacked into this folder.
    Bundle(Utf8PathBuf),
    /// An exported environment.
    File(Utf8PathBuf),
}

/// What `mock` serves.
pub(super) enum MockFiles {
    /// What a source builds.
    Source(SourceFiles),
    /// An exported collection.
    Collection(Utf8PathBuf),
}

/// What `bundle` and `docs` share.
pub(super) enum ShareFiles<'p> {
    /// What a source builds.
    Source(SourceFiles),
    /// Exported files: a collection and its environments.
    Exported(&'p [Utf8PathBuf]),
}

impl<'p> ShareFiles<'p> {
    /// The input for `bundle` and `docs`: one source, or exported files. Without `paths` it is the preset, the current folder or the
    /// default preset.
    pub(super) fn of(paths: &'p [Utf8PathBuf], preset: Option<&str>) -> Result<Self> {
        match paths {
            [] => Ok(Self::Source(SourceFiles::unnamed(preset)?)),
            [path] => match Named::of(path) {
                Named::Folder(folder) if !folder.join(MANIFEST).exists() => Ok(Self::Exported(paths)),
                Named::Folder(folder) | Named::Manifest(folder) => Ok(Self::Source(SourceFiles::open(folder)?)),
                Named::File(_) => Ok(Self::Exported(paths)),
            },
            paths => {
                let is_source = |path: &&Utf8PathBuf| match Named::of(path) {
                    Named::Manifest(_) => true,
                    Named::Folder(folder) => folder.join(MANIFEST).exists(),
                    Named::File(_) => false,
                };
                match paths.iter().find(is_source) {
                    Some(path) => bail!("{path} is a source; name it alone, or name a collection and its environments"),
                    None => Ok(Self::Exported(paths)),
                }
            }
        }
    }
}

/// One path of a command line, by what it is.
enum Named<'p> {
    /// The manifest of a source in this folder.
    Manifest(&'p Utf8Path),
    /// A folder.
    Folder(&'p Utf8Path),
    /// Anything else. It need not exist.
    File(&'p Utf8Path),
}

impl<'p> Named<'p> {
    fn of(path: &'p (impl AsRef<Utf8Path> + ?Sized)) -> Self {
        let path = path.as_ref();
        if path.is_dir() {
            Self::Folder(path)
        } else if path.file_name() == Some(MANIFEST) {
            Self::Manifest(path.parent().unwrap_or(Utf8Path::new("")))
        } else {
            Self::File(path)
        }
    }
}

/// The files of a source, not parsed yet.
pub(super) struct SourceFiles {
    files: Folder,
    folder: Utf8PathBuf,
    is_preset: bool,
}

/// A source and what it builds.
pub(super) struct Built {
    pub(super) source: Source,
    pub(super) output: BuildOutput,
}

impl SourceFiles {
    /// The files of the source in `folder`.
    pub(super) fn open(folder: &Utf8Path) -> Result<Self> {
        Ok(Self { files: Source::open(folder)?, folder: folder.to_owned(), is_preset: false })
    }

    /// The files of an embedded preset.
    pub(super) fn preset(name: &str) -> Result<Self> {
        let files = preset(name).with_context(|| format!("unknown preset `{name}`"))?;
        Ok(Self { files, folder: Utf8PathBuf::new(), is_preset: true })
    }

    /// The files of `preset`, else of the current folder, else of the default preset.
    fn unnamed(preset: Option<&str>) -> Result<Self> {
        match preset {
            Some(name) => Self::preset(name),
            None if Utf8Path::new(MANIFEST).exists() => Self::open(Utf8Path::new("")),
            None => {
                terminal::say(format_args!(
                    "no {MANIFEST} in this folder: using the embedded preset `{DEFAULT_PRESET}`"
                ))?;
                Self::preset(DEFAULT_PRESET)
            }
        }
    }

    /// The folder that its paths are relative to: for a preset the current one.
    pub(super) fn folder(&self) -> &Utf8Path {
        &self.folder
    }

    /// Whether it is embedded in the program.
    pub(super) const fn is_preset(&self) -> bool {
        self.is_preset
    }

    /// The folder that `source`, which these files make, is built into.
    pub(super) fn output_folder(&self, source: &Source) -> Utf8PathBuf {
        self.folder.join(&source.manifest.data.source.output)
    }

    /// Parses the source, and shows what is wrong with it.
    pub(super) fn load(&self) -> Result<Source> {
        Source::load(&self.files).map_err(|wrong| self.refuse(&wrong))
    }

    /// Parses and builds the source, and shows what is wrong with it.
    pub(super) fn build(&self) -> Result<Built> {
        self.try_build().map_err(|wrong| self.refuse(&wrong))
    }

    /// Parses and builds the source, or returns what is wrong with it.
    pub(super) fn try_build(&self) -> std::result::Result<Built, Vec<Finding>> {
        let source = Source::load(&self.files)?;
        Ok(Built { output: build(&source)?, source })
    }

    /// The text of the file that findings call `path`.
    pub(super) fn text(&self, path: &Utf8Path) -> Option<&str> {
        let below = path.strip_prefix(self.files.root()).unwrap_or(path);
        self.files.get(below).and_then(|text| std::str::from_utf8(text).ok()).or_else(|| embedded_text(path))
    }

    /// Whether `path` is one of the files on disk.
    pub(super) fn holds(&self, path: &Utf8Path) -> bool {
        !self.is_preset && self.files.iter().any(|(name, _)| files::is_same_file(path, &self.folder.join(name)))
    }

    fn refuse(&self, wrong: &[Finding]) -> Error {
        findings::refuse_source(wrong, |path| self.text(path)).unwrap_or_else(Error::from)
    }
}

impl Built {
    /// The documents that it builds: the collection first, then the environments.
    pub(super) fn documents(&self) -> Result<(Document, Vec<Document>)> {
        let documents = self.output.files().map(|(name, text)| Document::json(name, text));
        let mut documents = documents.collect::<std::result::Result<Vec<_>, _>>()?.into_iter();
        let Some(collection) = documents.next() else { bail!("the source builds no collection") };
        Ok((collection, documents.collect()))
    }
}

/// The files that `paths` name, and those in folders; `-` is standard input.
pub(super) fn entries(paths: &[Utf8PathBuf]) -> Result<Vec<InputFile>> {
    let (stdin, named): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == STDIN);
    let mut entries = Vec::new();
    if !stdin.is_empty() {
        let bytes = files::read_stream(std::io::stdin().lock(), files::LARGEST).context("standard input")?;
        entries.push(InputFile::stdin(bytes));
    }
    if let Some(path) = named.iter().find(|path| path.symlink_metadata().is_err()) {
        bail!("{path} does not exist");
    }
    entries.extend(files::inputs(&named));
    Ok(entries)
}

/// Says which requests of a collection of the format v3 are left out, because the format v2.1 has no place for their protocol.
pub(super) fn say_left_out(documents: &[Document]) -> Result {
    for (document, kind) in other_protocols(documents) {
        terminal::say(format_args!(
            "note: {} is a `{kind}` and is left out: only HTTP and GraphQL requests are in a guide, a bundle or the mock",
            document.path()
        ))?;
    }
    Ok(())
}

/// The Postman documents in `entries`. What cannot be read is shown, and ends the command.
pub(super) fn documents<'e>(entries: impl IntoIterator<Item = &'e InputFile>) -> Result<Vec<Document>> {
    Ok(documents_and_others(entries)?.0)
}

/// The Postman documents in `entries`, and how many files of each other kind they hold. What cannot be read is shown, and ends the command.
pub(super) fn documents_and_others<'e>(
    entries: impl IntoIterator<Item = &'e InputFile>,
) -> Result<(Vec<Document>, BTreeMap<&'static str, usize>)> {
    let (mut documents, mut wrong): (Vec<Document>, Vec<Finding>) = (Vec::new(), Vec::new());
    let mut others: BTreeMap<&'static str, usize> = BTreeMap::new();
    for entry in entries {
        let read = groups::read_documents(entry);
        documents.extend(read.documents);
        wrong.extend(read.findings);
        for kind in read.passed_over {
            *others.entry(kind).or_default() += 1;
        }
    }
    if wrong.is_empty() {
        return Ok((documents, others));
    }
    findings::list(&wrong)?;
    terminal::say("error: not every file can be read; nothing was written")?;
    Err(Error::Unreadable)
}
