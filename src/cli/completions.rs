//! `postsmith completions`.

use super::error::Result;
use super::{Cli, terminal};
use clap::CommandFactory as _;
use clap_complete::Shell;

/// Print the completion script for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith completions bash > /etc/bash_completion.d/postsmith")]
pub(super) struct Args {
    /// Shell to print the script for.
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "postsmith", &mut script);
    Ok(terminal::raw(&String::from_utf8(script)?)?)
}
