//! `postsmith build`.

use super::check::today;
use super::error::{Error, Result, bail};
use super::input::{Built, SourceArgs, SourceFiles};
use super::{findings, terminal, watch};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::build::BuildOutput;
use postsmith::check::selection::Selection;
use postsmith::check::suppression::Suppressions;
use postsmith::finding::Finding;
use postsmith::report::human::counted;
use postsmith::source::manifest::Checks;

/// Build the collection and its environments: render, check and write them.
///
/// Without SOURCE it builds the current folder, or the default preset where that folder has no postsmith.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith build                     build ./postsmith.toml, else the default preset
  postsmith build --preset api-key    build an embedded preset
  postsmith build --check             in CI: fail when the committed files are stale
  postsmith build --watch             build again whenever the source changes")]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Folder to write to [default: `output` of the manifest].
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<Utf8PathBuf>,
    /// Write nothing; show how the files on disk differ, and exit with 1 if they do.
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Build again whenever a file of the source changes, until interrupted.
    #[arg(long)]
    watch: bool,
}

pub(super) fn run(args: &Args) -> Result {
    let files = args.source.source()?;
    if !args.watch {
        return once(args, &files);
    }
    if files.is_preset() {
        bail!("an embedded preset never changes; name a folder to watch");
    }
    // Even if the folder disappears, the watch never falls back to a preset.
    watch::run(files.folder(), &mut || once(args, &SourceFiles::open(files.folder())?))
}

fn once(args: &Args, files: &SourceFiles) -> Result {
    let built = files.build()?;
    let folder = args.output.clone().unwrap_or_else(|| files.output_folder(&built.source));
    show_warnings(files, &built)?;
    if args.check { check(&built.output, &folder) } else { write(&built.output, &folder) }
}

/// Shows the warnings that the manifest does not suppress: by their place in the source, or in the file that is built.
fn show_warnings(files: &SourceFiles, built: &Built) -> Result {
    let manifest = &built.source.manifest;
    let checks = Checks::read(&manifest.document).unwrap_or_default();
    // What is wrong with the suppressions is a finding of `check`.
    let suppressions = Suppressions::new(Some(&manifest.document), &checks, &today()).ok();
    let selection = Selection::new(checks.select.clone(), checks.ignore.clone())?;
    let output = &manifest.data.source.output;
    let is_left = |finding: &&Finding| {
        let in_output = finding.output.as_ref().map(|place| {
            let mut built = (*finding).clone();
            built.location.pointer = Some(place.pointer.clone());
            (output.join(&place.file), built)
        });
        let source = finding.location.path.strip_prefix(files.folder()).unwrap_or(&finding.location.path);
        let places = in_output.into_iter().chain([(source.to_owned(), (*finding).clone())]);
        selection.includes(finding.rule)
            && suppressions
                .as_ref()
                .is_none_or(|all| places.into_iter().all(|(path, finding)| all.apply(&path, finding).is_some()))
    };
    let left: Vec<Finding> = built.output.warnings.iter().filter(is_left).cloned().collect();
    findings::show(&left, |path| files.text(path))?;
    if !left.is_empty() {
        terminal::say(format_args!("the source has {}", counted(left.len(), "warning")))?;
    }
    Ok(())
}

fn check(built: &BuildOutput, folder: &Utf8Path) -> Result {
    let stale = built.compare(folder).context("cannot compare with the output folder")?;
    let leftovers = built.leftovers(folder);
    if stale.is_empty() && leftovers.is_empty() {
        terminal::say(format_args!("{folder} is current: {}", counted(built.files().count(), "file")))?;
        return Ok(());
    }
    for file in &stale {
        match &file.diff {
            Some(diff) => terminal::print_lines(diff)?,
            None => terminal::print(format_args!("{} is missing", file.path))?,
        }
    }
    for path in &leftovers {
        terminal::print(format_args!("{path} is no longer built"))?;
    }
    if !stale.is_empty() {
        terminal::say(format_args!(
            "error: stale files in {folder}: {} of {}; run this again without --check",
            stale.len(),
            built.files().count()
        ))?;
    }
    if !leftovers.is_empty() {
        terminal::say(format_args!(
            "error: files in {folder} that are no longer built: {}; delete them",
            leftovers.len()
        ))?;
    }
    Err(Error::Findings)
}

fn write(built: &BuildOutput, folder: &Utf8Path) -> Result {
    built.write(folder)?;
    for (name, _) in built.files() {
        terminal::say(format_args!("wrote {}", folder.join(name)))?;
    }
    for path in built.leftovers(folder) {
        terminal::say(format_args!("warning: {path} is no longer built; delete it"))?;
    }
    Ok(())
}
