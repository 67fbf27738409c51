//! Finding and reading the source that a command works on, and showing what is wrong with it.

use super::mask_breadcrumb::mask_breadcrumb;
use super::{Exit, output};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::builder::PossibleValuesParser;
use postsmith::files::Folder;
use postsmith::finding::{Finding, SYNTAX};
use postsmith::report::human;
use postsmith::secret::mask::mask_file;
use postsmith::source::{LAYOUT, MANIFEST, Source, embedded_text, preset, presets};
use std::collections::BTreeMap;

/// The preset that is built when there is no manifest.
pub(super) const DEFAULT_PRESET: &str = "tallyfy";

/// Which source a command works on.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SourceArgs {
    /// The folder with postsmith.toml, or that file itself.
    #[arg(value_name = "SOURCE", conflicts_with = "preset")]
    pub(super) path: Option<Utf8PathBuf>,
    /// An embedded preset instead.
    #[arg(long, value_name = "NAME", value_parser = preset_names())]
    pub(super) preset: Option<String>,
}

/// The files of a source, and the folder on disk that its output folder is relative to.
pub(super) struct Opened {
    pub(super) files: Folder,
    pub(super) folder: Utf8PathBuf,
    /// Whether it lies on disk.
    pub(super) on_disk: bool,
}

/// Reads the files: of the folder or preset that is named, else of the current folder, else of the default preset.
pub(super) fn open(args: &SourceArgs) -> anyhow::Result<Opened> {
    if let Some(name) = &args.preset {
        return embedded_preset(name);
    }
    let here = Utf8PathBuf::new();
    let folder = match &args.path {
        None if !Utf8Path::new(MANIFEST).exists() => {
            output::say(&format!("no {MANIFEST} here: taking the embedded preset `{DEFAULT_PRESET}`"))?;
            return embedded_preset(DEFAULT_PRESET);
        }
        None => here,
        Some(path) if path.is_dir() => path.clone(),
        Some(path) if path.file_name() == Some(MANIFEST) => path.parent().map(Utf8Path::to_owned).unwrap_or_default(),
        Some(path) => bail!("{path} is neither a folder nor a {MANIFEST}"),
    };
    Ok(Opened { files: Source::open(&folder)?, folder, on_disk: true })
}

/// The names that `--preset` takes.
pub(super) fn preset_names() -> PossibleValuesParser {
    PossibleValuesParser::new(presets().into_iter().map(|preset| preset.name))
}

pub(super) fn embedded_preset(name: &str) -> anyhow::Result<Opened> {
    let files = preset(name).with_context(|| format!("there is no preset `{name}`"))?;
    Ok(Opened { files, folder: Utf8PathBuf::new(), on_disk: false })
}

/// Shows findings as errors of the source in `files`, each with its line. Files that cannot be read, or do not make a source, are wrong usage.
pub(super) fn show(findings: &[Finding], files: &Folder) -> anyhow::Result<Exit> {
    let mut texts = BTreeMap::new();
    for finding in findings {
        let path = &finding.location.path;
        let text = texts.entry(path).or_insert_with(|| text(path, files).map(|text| mask_file(path, text)));
        output::say(&human::render(&mask_breadcrumb(finding.clone()), text.as_ref(), true))?;
    }
    let many = if findings.len() == 1 { "1 error".to_owned() } else { format!("{} errors", findings.len()) };
    output::say(&format!("error: the source has {many}; nothing was built"))?;
    let unreadable = findings.iter().any(|finding| [SYNTAX, LAYOUT].contains(&finding.rule));
    Ok(if unreadable { Exit::Usage } else { Exit::Findings })
}

/// The text of the file that findings call `path`.
pub(super) fn text<'f>(path: &Utf8Path, files: &'f Folder) -> Option<&'f str> {
    let below = path.strip_prefix(files.root()).unwrap_or(path);
    files.get(below).and_then(|text| std::str::from_utf8(text).ok()).or_else(|| embedded_text(path))
}
