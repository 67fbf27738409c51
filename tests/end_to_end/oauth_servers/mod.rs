//! OAuth servers that we did not write: `@node-oauth/oauth2-server` and Django OAuth Toolkit.
//!
//! For each grant a source is made from its preset, adapted to the server as a user would, and built; the collection then runs in Newman against
//! the server. `SCENARIOS` says which grants run against which servers, `cases.rs` what must hold. To test another client is to add cases.

mod cases;
mod newman;
mod python;
mod scene;
mod server;

use anyhow::{Context, Result, anyhow, ensure};
use libtest_mimic::Trial;
use scene::{Grant, Scenario, Scene};
use server::{Credentials, Program, Server};
use std::sync::{Arc, OnceLock};
use support::node;

const SCENARIOS: [Scenario; 4] = [
    Scenario { program: Program::Node, grant: Grant::Password },
    Scenario { program: Program::Node, grant: Grant::ClientCredentials },
    Scenario { program: Program::Django, grant: Grant::Password },
    Scenario { program: Program::Django, grant: Grant::ClientCredentials },
];

pub(crate) fn plan(servers: &Arc<Servers>) -> Result<Vec<Trial>> {
    if let Some(ignored) = node::ignored_without_npm("oauth_servers")? {
        return Ok(vec![ignored]);
    }
    let has_python = python::is_installed();
    ensure!(has_python || !node::is_ci(), "Python 3.11 or newer with venv must be installed under CI=true");
    let trials = |scenario: Scenario| {
        let is_ignored = scenario.program == Program::Django && !has_python;
        cases::cases(scenario.grant).iter().map(move |&(case, play)| {
            let name = format!("oauth_servers::{}::{}::{case}", scenario.program.name(), scenario.grant.name());
            let servers = Arc::clone(servers);
            let trial =
                Trial::test(name, move || servers.play(scenario, play).map_err(|error| format!("{error:#}").into()));
            let kind = if is_ignored { "needs Python 3.11 with venv" } else { "" };
            trial.with_kind(kind).with_ignored_flag(is_ignored)
        })
    };
    Ok(SCENARIOS.into_iter().flat_map(trials).collect())
}

/// The servers, each started by the first case that needs it.
pub(crate) struct Servers {
    credentials: Credentials,
    node: OnceLock<Result<Server, String>>,
    django: OnceLock<Result<Server, String>>,
}

impl Servers {
    pub(crate) fn new() -> Self {
        Self { credentials: Credentials::generate(), node: OnceLock::new(), django: OnceLock::new() }
    }

    fn get(&self, program: Program) -> Result<&Server> {
        let server = match program {
            Program::Node => &self.node,
            Program::Django => &self.django,
        };
        let start = || Server::start(program, &self.credentials).map_err(|error| format!("{error:#}"));
        server.get_or_init(start).as_ref().map_err(|error| anyhow!("{error}"))
    }

    fn play(&self, scenario: Scenario, play: fn(&Scene<'_>) -> Result<()>) -> Result<()> {
        let server = self.get(scenario.program)?;
        let scene = Scene::build(scenario, server, &self.credentials)?;
        play(&scene).with_context(|| format!("the server's log:\n{}", server.log()))
    }
}
