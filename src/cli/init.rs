//! `postsmith init`.

use super::{Exit, output};
use camino::Utf8PathBuf;
use postsmith::files::write_new_folder;
use postsmith::source::{init, presets};
use uuid::Uuid;

/// Start a source of your own from a preset.
///
/// The folder must be new or empty: nothing is ever overwritten.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith init --preset oauth2-password --prefix ACME --name \"Acme API\"
  postsmith init acme --preset api-key --prefix ACME
  postsmith init --list")]
pub(super) struct Args {
    /// Where to write it.
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: Utf8PathBuf,
    /// The preset to start from.
    #[arg(long, value_name = "NAME", default_value = "oauth2-password")]
    preset: String,
    /// The beginning of all variable names: ACME gives `ACME_BASE_URL`. Left out, the preset's own stays.
    #[arg(long)]
    prefix: Option<String>,
    /// The name of the collection. Left out, the preset's own stays.
    #[arg(long)]
    name: Option<String>,
    /// List the presets and write nothing.
    #[arg(long)]
    list: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.list {
        let width = presets().iter().map(|preset| preset.name.len()).max().unwrap_or_default();
        for preset in presets() {
            output::result(&format!("{:width$}  {}\n", preset.name, preset.summary))?;
        }
        return Ok(Exit::Fine);
    }
    // The one random number of the program: a new collection has an identity of its own.
    let id = Uuid::new_v4().to_string();
    let source = init(&args.preset, args.prefix.as_deref(), args.name.as_deref(), &id)?;
    write_new_folder(&args.folder, &source)?;
    output::say(&format!("wrote {} files to {}", source.iter().count(), args.folder))?;
    let at = if args.folder == "." { String::new() } else { format!(" {}", args.folder) };
    output::say(&format!("next: look through postsmith.toml, then run `postsmith build{at}`"))?;
    Ok(Exit::Fine)
}
