//! One source for one server: made from a preset, adapted as a user would, built, with a filled environment.

use super::newman::Run;
use super::server::{Client, Credentials, Program, Server};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use support::postsmith;

/// A grant against a server.
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) program: Program,
    pub(crate) grant: Grant,
}

/// The grant of the collection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    Password,
    ClientCredentials,
}

impl Grant {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::ClientCredentials => "client_credentials",
        }
    }

    const fn preset(self) -> &'static str {
        match self {
            Self::Password => "oauth2-password",
            Self::ClientCredentials => "oauth2-client-credentials",
        }
    }
}

/// The files of one case; the server is shared.
pub(crate) struct Scene<'a> {
    pub(crate) scenario: Scenario,
    pub(crate) credentials: &'a Credentials,
    folder: tempfile::TempDir,
}

impl<'a> Scene<'a> {
    pub(crate) fn build(scenario: Scenario, server: &Server, credentials: &'a Credentials) -> Result<Self> {
        let scene = Self { scenario, credentials, folder: tempfile::tempdir()? };
        scene.postsmith(&[
            "init",
            "--preset",
            scenario.grant.preset(),
            "--prefix",
            PREFIX,
            "--name",
            "Stranger",
            ".",
        ])?;
        scene.fit(server)?;
        scene.postsmith(&["build"])?;
        scene.fill()?;
        Ok(scene)
    }

    /// The built collection.
    pub(crate) fn collection(&self) -> PathBuf {
        self.output("stranger.postman_collection.json")
    }

    /// The filled environment.
    pub(crate) fn environment(&self) -> PathBuf {
        self.folder.path().join("filled.private.postman_environment.json")
    }

    /// The name of a standard variable of this source.
    pub(crate) fn variable(name: &str) -> String {
        format!("{PREFIX}_{name}")
    }

    /// Which application's credentials the environment holds.
    pub(crate) fn client(&self) -> &Client {
        match self.scenario.grant {
            Grant::Password => &self.credentials.login,
            Grant::ClientCredentials => &self.credentials.application,
        }
    }

    /// Runs these requests of the collection in Newman. What its scripts store is there for the next run.
    pub(crate) fn send(&self, requests: &[&str]) -> Result<Run> {
        let run = Run::play(&self.collection(), &self.environment(), requests)?;
        let Credentials { login, application, password, .. } = self.credentials;
        let mut secrets = vec![login.secret.clone(), application.secret.clone(), password.clone()];
        secrets.extend(["ACCESS_TOKEN", "REFRESH_TOKEN"].iter().filter_map(|name| self.value(name).ok()));
        let shown = secrets.iter().any(|secret| secret.len() > 7 && run.printed.contains(secret));
        ensure!(!shown, "Newman printed a secret that a script gave it");
        Ok(run)
    }

    /// Lets the doctor examine the server with the environment's values.
    pub(crate) fn doctor(&self, arguments: &[&str]) -> Result<Examined> {
        let mut command = postsmith!();
        command.args(["doctor", "--format", "json", "-vvv", "--environment"]).arg(self.environment());
        let output = command.args(arguments).current_dir(self.folder.path()).output()?;
        let printed = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).join("\n");
        let values = ["CLIENT_SECRET", "PASSWORD", "ACCESS_TOKEN", "REFRESH_TOKEN"];
        let mut secrets = values.iter().filter_map(|name| self.value(name).ok());
        ensure!(!secrets.any(|secret| secret.len() > 7 && printed.contains(&secret)), "the doctor printed a secret");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).with_context(|| printed.clone())?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let steps = report["steps"].as_array().context("the report has no steps")?;
        let causes =
            steps.iter().filter(|step| step["status"] == "failed").filter_map(|step| step["causes"].as_array());
        Ok(Examined {
            is_healthy: report["healthy"] == true && output.status.success(),
            steps: steps.iter().map(|step| (text(&step["step"]), text(&step["status"]))).collect(),
            causes: causes.flatten().map(|cause| text(&cause["id"])).collect(),
            printed,
        })
    }

    /// The value of a standard variable in the environment, as text.
    pub(crate) fn value(&self, name: &str) -> Result<String> {
        let environment = self.read()?;
        let values = environment["values"].as_array().context("the environment has no values")?;
        let name = Self::variable(name);
        let found = values.iter().find(|one| one["key"] == name).with_context(|| format!("there is no {name}"))?;
        Ok(found["value"].as_str().map_or_else(|| found["value"].to_string(), str::to_owned))
    }

    /// Writes values of standard variables into the environment.
    pub(crate) fn set(&self, values: &[(&str, &str)]) -> Result<()> {
        let mut environment = self.read()?;
        let known = environment["values"].as_array_mut().context("the environment has no values")?;
        for (name, value) in values {
            let name = Self::variable(name);
            let found = known.iter_mut().find(|one| one["key"] == name);
            found.with_context(|| format!("there is no {name}"))?["value"] = (*value).into();
        }
        Ok(fs::write(self.environment(), environment.to_string())?)
    }

    /// From now on the scripts take the access token to have ended long ago.
    pub(crate) fn let_token_end(&self) -> Result<()> {
        self.set(&[("TOKEN_EXPIRY", "1000000000000")])
    }

    fn read(&self) -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&fs::read_to_string(self.environment())?)?)
    }

    fn fill(&self) -> Result<()> {
        fs::copy(self.output("stranger-production.postman_environment.json"), self.environment())?;
        let Client { id, secret } = self.client();
        self.set(&[("CLIENT_ID", id), ("CLIENT_SECRET", secret)])?;
        if self.scenario.grant == Grant::Password {
            let Credentials { username, password, .. } = self.credentials;
            self.set(&[("USERNAME", username), ("PASSWORD", password)])?;
        }
        Ok(())
    }

    fn output(&self, name: &str) -> PathBuf {
        self.folder.path().join("output").join(name)
    }

    fn postsmith(&self, arguments: &[&str]) -> Result<()> {
        let mut command = postsmith!();
        let output = command.args(arguments).current_dir(self.folder.path()).output()?;
        let printed = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "postsmith {}: {printed}", arguments.join(" "));
        Ok(())
    }

    /// Puts the server's address and paths into the source: the texts that a user would search for and replace.
    fn fit(&self, server: &Server) -> Result<()> {
        let base = format!("{{{{{}}}}}", Self::variable("BASE_URL"));
        let path = |preset: &str, own: &str| (format!("{base}{preset}"), format!("{base}{own}"));
        let mut edits = vec![("https://api.example.com".to_owned(), server.address.clone())];
        if self.scenario.program == Program::Django {
            let caller = match self.scenario.grant {
                Grant::Password => path("/me", "/api/me"),
                Grant::ClientCredentials => path("/apps/me", "/api/apps/me"),
            };
            edits.extend([path("/oauth/token", "/o/token/"), caller, path("/items", "/api/items")]);
        }
        replace(self.folder.path(), &edits)
    }
}

/// What the doctor said.
pub(crate) struct Examined {
    pub(crate) is_healthy: bool,
    /// Each step with its status.
    pub(crate) steps: Vec<(String, String)>,
    /// The causes of what failed.
    pub(crate) causes: Vec<String>,
    pub(crate) printed: String,
}

impl Examined {
    /// It names these causes and no other.
    pub(crate) fn names(&self, causes: &[&str]) -> Result<()> {
        ensure!(!self.is_healthy && self.causes == causes, "{:?}: {}", self.causes, self.printed);
        Ok(())
    }
}

/// The prefix of the source's variables.
const PREFIX: &str = "STRANGER";

/// Replaces texts in every file of a folder; each must be there.
fn replace(root: &Path, edits: &[(String, String)]) -> Result<()> {
    let mut unused: Vec<_> = edits.iter().map(|(from, _)| from).collect();
    let mut pending = vec![root.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?);
            continue;
        }
        let text = fs::read_to_string(&path)?;
        unused.retain(|from| !text.contains(*from));
        let replaced = edits.iter().fold(text, |text, (from, to)| text.replace(from, to));
        fs::write(&path, replaced)?;
    }
    ensure!(unused.is_empty(), "the preset does not hold {unused:?}");
    Ok(())
}
