//! `postsmith man`.

use super::{Cli, Exit, output};
use anyhow::Context as _;
use clap::CommandFactory as _;

/// Print a manual page in roff: of postsmith, or of one of its commands.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith man build | man -l -")]
pub(super) struct Args {
    /// The command; left out, the page of postsmith itself.
    command: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .with_context(|| format!("there is no command `{name}`; `postsmith --help` lists them"))?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    output::result(&String::from_utf8(roff)?)?;
    Ok(Exit::Fine)
}
