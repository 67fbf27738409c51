//! `postsmith docs`.

use super::error::Result;
use super::share::{HTML, MARKDOWN, ShareArgs, has_extension};
use super::{findings, terminal};
use camino::Utf8PathBuf;
use clap::ValueEnum;
use postsmith::bundle::leaks;
use postsmith::files;

/// Write a guide to a collection: folders, requests, parameters, bodies, examples, auth and variables.
///
/// The guide is one self-contained HTML page, or Markdown. If the secret scan finds anything, no guide is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith docs                                       ./postsmith.toml, else the default preset; Markdown to stdout
  postsmith docs shop.postman_collection.json --output shop.html
  postsmith docs shop.json stage.json --descriptions shop.toml --output docs/shop.md")]
pub(super) struct Args {
    #[command(flatten)]
    share: ShareArgs,
    /// Format of the guide [default: by the extension of the output, else Markdown].
    #[arg(long)]
    format: Option<Format>,
    /// File to write to [default: stdout].
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page for a browser.
    Html,
    /// For a repository or a wiki.
    Markdown,
}

pub(super) fn run(args: &Args) -> Result {
    if let Some(path) = &args.output {
        let extensions = match args.format {
            Some(Format::Html) => HTML,
            Some(Format::Markdown) => MARKDOWN,
            None => &[HTML, MARKDOWN].concat(),
        };
        args.share.refuse_output(path, extensions)?;
    }
    let input = args.share.read(false)?;
    let mut guide = input.guide()?;
    if !input.has_environments {
        // Only a bundle brings the environment that is made for it.
        guide.environments.clear();
    }
    let is_html = match args.format {
        Some(format) => format == Format::Html,
        None => args.output.as_deref().is_some_and(|path| has_extension(path, HTML)),
    };
    let text = if is_html { guide.html() } else { guide.markdown() };
    let leaks = leaks(&input.contents, &text);
    if !leaks.is_empty() {
        return findings::refuse_sharing(&leaks, &input.texts);
    }
    let Some(path) = &args.output else {
        return Ok(terminal::raw(&text)?);
    };
    files::write_file(path, text.as_bytes())?;
    terminal::say(format_args!("wrote {path}"))?;
    Ok(())
}
