//! The program and what it builds with other software: Newman and the engine of the Postman app, Postman's command line, OAuth servers.
//!
//! Where Node.js, npm or Python is missing, the tests that need it are ignored; under `CI=true` that is a failure.

mod newman;
mod oauth_servers;
mod postman_cli;

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};
use oauth_servers::Servers;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    // Held until the tests are over: the mock, Node and the servers end when these are dropped.
    let (newman, _running) = match newman::plan(&arguments) {
        Ok((trials, running)) => (Ok(trials), running),
        Err(error) => (Err(error), None),
    };
    let servers = Arc::new(Servers::new());
    let suites =
        [("newman", newman), ("oauth_servers", oauth_servers::plan(&servers)), ("postman_cli", postman_cli::plan())];
    let trials = suites.into_iter().flat_map(|(name, plan)| trials(name, plan)).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The trials of a suite, or one that fails because they could not be set up.
fn trials(suite: &str, plan: Result<Vec<Trial>>) -> Vec<Trial> {
    plan.unwrap_or_else(|error| {
        let failure = move || Err(Failed::from(format!("{error:#}")));
        vec![Trial::test(format!("{suite}::setup"), failure)]
    })
}
