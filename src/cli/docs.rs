//! `postsmith docs`.

use super::{Exit, output};
use crate::cli::share::target::{HTML, MARKDOWN, ends_in};
use crate::cli::share::{self, HandedArgs, show};
use camino::Utf8PathBuf;
use clap::ValueEnum;
use postsmith::bundle::leaks;
use postsmith::files;

/// Write the guide to a collection: folders, requests, parameters, bodies, examples, auth and variables.
///
/// It is one page that needs nothing beside it, or Markdown. Where the secret scan finds anything, nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith docs                                       of ./postsmith.toml, else of the Tallyfy preset; Markdown to stdout
  postsmith docs shop.postman_collection.json --output shop.html
  postsmith docs shop.json stage.json --descriptions shop.toml --output docs/shop.md")]
pub(super) struct Args {
    #[command(flatten)]
    handed: HandedArgs,
    /// The form; else what the name of the output says, else Markdown.
    #[arg(long)]
    format: Option<Format>,
    /// Where to write; else stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One page for a browser.
    Html,
    /// For a repository or a wiki.
    Markdown,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(path) = &args.output {
        let endings = match args.format {
            Some(Format::Html) => HTML,
            Some(Format::Markdown) => MARKDOWN,
            None => &[HTML, MARKDOWN].concat(),
        };
        args.handed.refuse_output(path, endings)?;
    }
    let ready = match share::read(&args.handed)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    let mut guide = ready.guide()?;
    if !ready.has_environments {
        // The one that a bundle would bring is in no hand here.
        guide.environments.clear();
    }
    let is_html = match args.format {
        Some(format) => matches!(format, Format::Html),
        None => args.output.as_deref().is_some_and(|path| ends_in(path, HTML)),
    };
    let text = if is_html { guide.html() } else { guide.markdown() };
    let findings = leaks(&ready.contents, &text);
    if !findings.is_empty() {
        return show::refused(&findings, &ready.texts);
    }
    let Some(path) = &args.output else {
        output::result(&text)?;
        return Ok(Exit::Fine);
    };
    files::write_file(path, text.as_bytes())?;
    output::say(&format!("wrote {path}"))?;
    Ok(Exit::Fine)
}
