//! `postsmith build`.

use super::open::{self, Opened, SourceArgs};
use super::{Exit, output, watch};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::build::{BuildOutput, build};
use postsmith::source::Source;

/// Build the collection and its environments: rendered, checked, written.
///
/// With no manifest at hand it builds the embedded Tallyfy preset.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith build                     from ./postsmith.toml, else the Tallyfy preset
  postsmith build --preset api-key    an embedded preset
  postsmith build --check             in CI: fail when the committed files are stale
  postsmith build --watch             again whenever the source changes")]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Where to write; else what the manifest says (its default is `output`).
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<Utf8PathBuf>,
    /// Write nothing; show how the files on disk differ, and exit with 1 if they do.
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Build again whenever a file of the source changes, until interrupted.
    #[arg(long)]
    watch: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let opened = open::open(&args.source)?;
    if !args.watch {
        return once(args, &opened);
    }
    if !opened.on_disk {
        bail!("an embedded preset never changes, so there is nothing to watch");
    }
    // Whatever happens to the folder, the watch never turns to another source.
    watch::run(&opened.folder, &mut || {
        let files = Source::open(&opened.folder)?;
        once(args, &Opened { files, folder: opened.folder.clone(), on_disk: true })
    })
}

fn once(args: &Args, opened: &Opened) -> anyhow::Result<Exit> {
    let made = Source::load(&opened.files).and_then(|source| Ok((build(&source)?, source)));
    let (built, source) = match made {
        Ok(made) => made,
        Err(findings) => return open::show(&findings, &opened.files),
    };
    let output = args.output.clone().unwrap_or_else(|| opened.folder.join(&source.manifest.data.source.output));
    if args.check { check(&built, &output) } else { write(&built, &output) }
}

fn check(built: &BuildOutput, output: &Utf8Path) -> anyhow::Result<Exit> {
    let stale = built.compare(output).context("cannot compare with the output folder")?;
    let leftovers = built.leftovers(output);
    if stale.is_empty() && leftovers.is_empty() {
        output::say(&format!("{output} is current: {} files", built.files().count()))?;
        return Ok(Exit::Fine);
    }
    for file in &stale {
        match &file.diff {
            Some(diff) => output::result(diff)?,
            None => output::result(&format!("{} is missing\n", file.path))?,
        }
    }
    for path in &leftovers {
        output::result(&format!("{path} is no longer built\n"))?;
    }
    if !stale.is_empty() {
        let all = built.files().count();
        output::say(&format!(
            "error: {} of {all} files in {output} are stale; run this again without --check",
            stale.len()
        ))?;
    }
    if !leftovers.is_empty() {
        output::say(&format!("error: {} files in {output} are no longer built; delete them", leftovers.len()))?;
    }
    Ok(Exit::Findings)
}

fn write(built: &BuildOutput, output: &Utf8Path) -> anyhow::Result<Exit> {
    built.write(output)?;
    for (name, _) in built.files() {
        output::say(&format!("wrote {}", output.join(name)))?;
    }
    for path in built.leftovers(output) {
        output::say(&format!("warning: {path} is no longer built; delete it"))?;
    }
    Ok(Exit::Fine)
}
