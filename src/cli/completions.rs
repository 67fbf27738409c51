//! `postsmith completions`.

use super::{Cli, Exit, output};
use clap::CommandFactory as _;
use clap_complete::Shell;

/// Print the completion script for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith completions bash > /etc/bash_completion.d/postsmith")]
pub(super) struct Args {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "postsmith", &mut script);
    output::result(&String::from_utf8(script)?)?;
    Ok(Exit::Fine)
}
