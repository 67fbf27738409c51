//! `postsmith man`.

use super::error::Result;
use super::{Cli, terminal};
use anyhow::Context as _;
use clap::CommandFactory as _;

/// Print the manual page (roff) of postsmith or of one of its commands.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith man build | man -l -")]
pub(super) struct Args {
    /// Command to print the page of [default: postsmith itself].
    command: Option<String>,
}

pub(super) fn run(args: &Args) -> Result {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .with_context(|| format!("unknown command `{name}`; `postsmith --help` lists the commands"))?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    Ok(terminal::raw(&String::from_utf8(roff)?)?)
}
