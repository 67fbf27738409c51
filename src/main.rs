//! Parses arguments, runs, exits.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
