//! `postsmith init`.

use super::error::Result;
use super::terminal;
use camino::Utf8PathBuf;
use postsmith::files::write_new_folder;
use postsmith::source::{init, presets};
use uuid::Uuid;

/// Start your own source from a preset.
///
/// The folder must be new or empty: no file is overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith init --preset oauth2-password --prefix ACME --name \"Acme API\"
  postsmith init acme --preset api-key --prefix ACME
  postsmith init --list")]
pub(super) struct Args {
    /// Folder to write the source to.
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: Utf8PathBuf,
    /// Preset to start from.
    #[arg(long, value_name = "NAME", default_value = "oauth2-password")]
    preset: String,
    /// Prefix of all variable names: ACME gives `ACME_BASE_URL` [default: the prefix of the preset].
    #[arg(long)]
    prefix: Option<String>,
    /// Name of the collection [default: the name in the preset].
    #[arg(long)]
    name: Option<String>,
    /// List the presets and write nothing.
    #[arg(long)]
    list: bool,
}

/// Private environments and maps hold values of one person. What a killed run leaves of them has names of this form too.
const GITIGNORE: &str = "# Your own values and secrets.\n*.private.*\n.env\n.env.*\n# What a killed run leaves; the next run removes it.\n.*.postsmith-tmp*\n";

pub(super) fn run(args: &Args) -> Result {
    if args.list {
        let width = presets().iter().map(|preset| preset.name.len()).max().unwrap_or_default();
        for preset in presets() {
            terminal::print(format_args!("{:width$}  {}", preset.name, preset.summary))?;
        }
        return Ok(());
    }
    // The only random number in what is written: every new collection has its own identity.
    let id = Uuid::new_v4().to_string();
    let source = init(&args.preset, args.prefix.as_deref(), args.name.as_deref(), &id)?;
    let mut source = source;
    source.insert(".gitignore", GITIGNORE);
    write_new_folder(&args.folder, &source)?;
    terminal::say(format_args!("wrote {} files to {}", source.iter().count(), args.folder))?;
    let at = if args.folder == "." { String::new() } else { format!(" {}", args.folder) };
    terminal::say(format_args!("next: edit postsmith.toml, then run `postsmith build{at}`"))?;
    Ok(())
}
