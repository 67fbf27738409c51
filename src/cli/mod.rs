//! The command line: one file or folder per command, over `input` (what the arguments name), `error` (exit codes) and `terminal` (printing).
//! Only this folder prints, reads the process environment and exits.

mod build;
mod bundle;
mod check;
mod completions;
mod core_dump;
mod docs;
mod doctor;
mod env;
mod error;
mod findings;
mod init;
mod input;
mod man;
mod mask_finding;
mod mock;
mod mock_input;
mod output;
mod redact;
mod report;
mod rotation;
mod rules;
mod schema;
mod share;
mod suppressed;
mod terminal;
mod watch;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Postman collections as code: build them from templates, prove that they work, keep secrets out of them.
#[derive(Debug, Parser)]
#[command(name = "postsmith", version, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colours; `auto` asks the terminal, `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = terminal::Color::Auto)]
    color: terminal::Color,
}

const EXIT_CODES: &str = "\
Exit codes: 0 fine, 1 findings (or what is on disk is stale), 2 wrong usage or input that cannot be read, \
3 the network or an API failed.
Results go to stdout, everything else to stderr.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Check(Box<check::Args>),
    Scan(Box<check::ScanArgs>),
    Redact(redact::Args),
    Bundle(bundle::Args),
    Docs(docs::Args),
    Env(Box<env::Args>),
    Rules(rules::Args),
    Explain(rules::ExplainArgs),
    Report(report::Args),
    Init(init::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    Mock(Box<mock::Args>),
    Doctor(Box<doctor::Args>),
}

/// Parses the arguments, runs the command and returns the exit code.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return terminal::usage(&error),
    };
    terminal::set_color(cli.color);
    let result = match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Scan(args) => check::scan(args),
        Command::Redact(args) => redact::run(args),
        Command::Bundle(args) => bundle::run(args),
        Command::Docs(args) => docs::run(args),
        Command::Env(args) => {
            core_dump::forbid();
            env::run(args)
        }
        Command::Rules(args) => rules::run(args),
        Command::Explain(args) => rules::explain(args),
        Command::Report(args) => report::run(args),
        Command::Init(args) => init::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
        Command::Mock(args) => mock::run(args),
        Command::Doctor(args) => {
            core_dump::forbid();
            doctor::run(args)
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => terminal::failure(&error),
    }
}
